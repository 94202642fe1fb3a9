import type pg from 'pg';
import type { Facts } from './facts.js';

/**
 * One meeting a MARAC, and for each case a victim, a referral, a flag that the feed tells of, an action, a place on that meeting's list, an
 * attempt to reach the victim, two orders and two alerts.
 */
const STATEMENTS = [
  `insert into meetings.meetings (id, marac_id, held_on, starts_at, venue, status, minutes_per_case, cap, created_by)
   select gen_random_uuid(), m, current_date + 7, date_trunc('hour', now()) + interval '7 days', 'Town hall', 'PLANNED', 10, 30, 'x' from unnest($1::uuid[]) m`,
  `insert into persons.persons (id, case_id, marac_id, canonical_id, label, family_name, birth_precision, sex)
   select c.id, c.id, c.marac_id, c.id, 'IDENTITY', 'Surname ' || left(c.id::text, 8), 'UNKNOWN', 'FEMALE' from access.cases c where c.marac_id = any ($1)`,
  `insert into referrals.referrals (id, case_id, marac_id, ref, status, referring_agency_id, referred_on, victim_id, perpetrator_ids, victim_informed, consent,
     outcome, accepted_on, created_by)
   select c.id, c.id, c.marac_id, left(c.id::text, 13), 'ACCEPTED', $2, current_date - 9, c.id, '{}', 'YES', 'GIVEN', 'NONE', current_date - 8, 'x'
     from access.cases c where c.marac_id = any ($1)`,
  `insert into flags.flags (id, case_id, marac_id, set_on, expires_on, rule_version)
   select c.id, c.id, c.marac_id, current_date - 9, current_date + 300, 1 from access.cases c where c.marac_id = any ($1)`,
  `insert into flags.changes (id, flag_id, case_id, marac_id, kind, flag_version, set_on, expires_on, at)
   select f.id, f.id, f.case_id, f.marac_id, 'SET', f.version, f.set_on, f.expires_on,
          (select greatest(max(c.at), now()) from flags.changes c) + row_number() over () * interval '1 microsecond'
     from flags.flags f where f.marac_id = any ($1)`,
  `insert into actions.actions (id, case_id, marac_id, text, target, owner_agency_id, set_on, due_on, due_at, status, created_by)
   select c.id, c.id, c.marac_id, 'Change the locks', 'VICTIM', $2, current_date - 3, current_date + 3, now() + interval '3 days', 'AGREED', 'x'
     from access.cases c where c.marac_id = any ($1)`,
  `insert into meetings.agenda_items (id, meeting_id, case_id, marac_id, referral_id, position, minutes, starts_after, status)
   select c.id, m.id, c.id, c.marac_id, c.id, row_number() over (partition by c.marac_id order by c.id), 10, 0, 'LISTED'
     from access.cases c join meetings.meetings m on m.marac_id = c.marac_id where c.marac_id = any ($1)`,
  `insert into support.contacts (id, contact_id, case_id, marac_id, version, attempted_at, channel, safe, outcome, engagement, recorded_by)
   select c.id, c.id, c.id, c.marac_id, 1, now(), 'PHONE', 'YES', 'NO_ANSWER', 'NOT_REACHED', 'x' from access.cases c where c.marac_id = any ($1)`,
  `insert into orders.orders (id, case_id, marac_id, label, person_id, kind, authority, until_on, power_of_arrest, served, recorded_by)
   select gen_random_uuid(), c.id, c.marac_id, l, c.id, 'RESTRAINING', 'x', current_date + 20, 'YES', 'YES', 'x'
     from access.cases c, unnest(array['PERPETRATOR', 'INTELLIGENCE']) l where c.marac_id = any ($1)`,
  `insert into alerts.rungs (id, ladder_id, kind, subject_id, agency_id, case_id, marac_id, epoch, rung, step, tells, urgent, passed_over, due_at, planned_at)
   select gen_random_uuid(), gen_random_uuid(), k, c.id, $2, c.id, c.marac_id, 1, 'AFTER-0D', 'AFTER', '{CHAIR}', true, '{}', now(), now()
     from access.cases c, unnest(array['action', 'flag']) k where c.marac_id = any ($1)`,
];

/** Gives the cases of these facts what the lists of the product show; every action is the first agency's. */
export async function writeWorlds(admin: pg.Client, facts: Facts): Promise<void> {
  const owner = facts.agencies[0]!;
  for (const text of STATEMENTS) {
    const values = text.includes('$2') ? [facts.maracs, owner] : [facts.maracs];
    await admin.query({ text, values });
  }
}
