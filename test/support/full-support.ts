import type { TestApp } from './app.js';
import type { World } from './world.js';

/**
 * Its victim was tried once and not in time, by the IDVA who holds the case; the perpetrator is released soon, which raised a review.
 * Written as the system would have it after some days.
 */
export async function supported(
  app: TestApp,
  world: World,
  { caseId, referralId }: { caseId: string; referralId: string },
): Promise<void> {
  const { maracId } = world;
  const { id: userId, agencyId } = world.idva;
  const ofCase = [caseId, maracId];
  await app.rows(
    `insert into support.contacts (id, contact_id, case_id, marac_id, version, attempted_at, channel, safe, outcome, engagement, recorded_by, user_id, agency_id)
     values (gen_random_uuid(), gen_random_uuid(), $1, $2, 1, now(), 'PHONE', 'YES', 'NO_ANSWER', 'NOT_REACHED', 'user:' || $3, $3::uuid, $4)`,
    [...ofCase, userId, agencyId],
  );
  await app.rows(
    `insert into support.safe_contact (id, case_id, marac_id, version, phone, voicemail, text, email, letter, in_person, via_third_party, recorded_by)
     values (gen_random_uuid(), $1, $2, 1, 'YES', 'NO', 'NO', 'NO', 'NO', 'NOT_KNOWN', 'NOT_KNOWN', 'test:test')`,
    ofCase,
  );
  await app.rows(
    `insert into support.supporters (id, case_id, marac_id, number, agency_id, user_id, allocated_by)
     values (gen_random_uuid(), $1, $2, 1, $4, $3, 'test:test')`,
    [...ofCase, userId, agencyId],
  );
  await app.rows(
    `with clock as (
       insert into support.clocks (id, case_id, marac_id, received_at, priority, rule_version, due_at, stopped_at, stopped_by, settled)
       values ($3, $1, $2, now() - interval '3 days', 'ORDINARY', 0, now() - interval '1 day', now(), 'ATTEMPT', true)
       on conflict (id) do nothing returning id)
     insert into support.breaches (id, clock_id, case_id, marac_id, kind) select gen_random_uuid(), c.id, $1, $2, 'FIRST_CONTACT' from clock c`,
    [...ofCase, referralId],
  );
  await release(app, ofCase);
}

async function release(app: TestApp, ofCase: string[]): Promise<void> {
  const label = `'PERPETRATOR'`;
  await app.rows(
    `with made as (
       insert into orders.orders (id, case_id, marac_id, label, person_id, kind, authority, from_on, power_of_arrest, served, recorded_by)
       select gen_random_uuid(), $1, $2, ${label}, p.id, 'RELEASE', 'HMP Northbridge', current_date + 7, 'NOT_KNOWN', 'NOT_KNOWN', 'test:test'
         from persons.persons p where p.case_id = $1 and p.label = 'PERPETRATOR' order by p.id limit 1 returning id, from_on),
     changed as (
       insert into orders.changes (id, order_id, case_id, marac_id, label, change, from_on, changed_by)
       select gen_random_uuid(), m.id, $1, $2, ${label}, 'RECORDED', m.from_on, 'test:test' from made m),
     review as (
       insert into orders.reviews (id, order_id, case_id, marac_id, label, occasion, date_on, short_notice, rule_version, due_at)
       select gen_random_uuid(), m.id, $1, $2, ${label}, 'RELEASE', m.from_on, false, 0, now() + interval '2 days' from made m returning id, order_id, date_on)
     insert into orders.raisings (id, order_id, review_id, case_id, marac_id, label, date_on, step)
     select gen_random_uuid(), r.order_id, r.id, $1, $2, ${label}, r.date_on, 'FIRST' from review r`,
    ofCase,
  );
}
