import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Actor } from '../../src/platform/db/actor.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { normaliseName } from '../../src/platform/values/names.js';
import type { ReferralInput } from '../../src/referrals/intake.rules.js';
import { Intake } from '../../src/referrals/intake.service.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { SAMPLE_PASSWORD } from '../../src/sample/partnership.service.js';
import { startApp, type TestApp } from '../support/app.js';

const REFERRALS = 700;
const TODAY = todayIn('Europe/London', new Date());
let app: TestApp;

const one = async <Row>(sql: string, values: unknown[] = []): Promise<Row> => (await app.rows<Row>(sql, values))[0]!;
const count = async (sql: string): Promise<number> =>
  Number((await one<{ n: string }>(`select count(*) as n from ${sql}`)).n);

beforeAll(async () => {
  app = await startApp();
  await app.get(BulkSeed).run(REFERRALS, { marac: 'NB' });
}, 120_000);
afterAll(() => app?.stop());

const signIn = async (email: string): Promise<string> =>
  (await app.request('POST', '/sessions', { body: { email, password: SAMPLE_PASSWORD } })).body.token;

/** A referral with the two it is about: v... the victim's columns, o... the perpetrator's. */
type Found = Record<'marac_id' | 'code' | 'case_id' | 'id' | 'referring_agency_id', string> &
  Record<`${'v' | 'o'}${'f' | 'g' | 'b' | 'a' | 'p' | 't'}`, string> &
  Record<`${'v' | 'o'}bp`, 'DAY'> &
  Record<`${'v' | 'o'}s`, 'FEMALE' | 'MALE'>;

/** A bulk referral as somebody would write it down again. */
async function again(
  ref: string,
): Promise<{ input: ReferralInput; marac: { id: string; code: string }; caseId: string; referralId: string }> {
  const found = await one<Found>(
    `select r.*, m.code, v.family_name vf, v.given_names vg, v.birth_date vb, v.birth_precision vbp, v.sex vs, vc.address va, vc.postcode vp, vc.phone vt,
            o.family_name of, o.given_names og, o.birth_date ob, o.birth_precision obp, o.sex os, oc.address oa, oc.postcode op, oc.phone ot
       from referrals.referrals r join maracs.maracs m on m.id = r.marac_id
       join persons.persons v on v.id = r.victim_id join persons.contacts vc on vc.person_id = v.id
       join persons.persons o on o.id = r.perpetrator_ids[1] join persons.contacts oc on oc.person_id = o.id where r.ref = $1`,
    [ref],
  );
  const victim = {
    familyName: normaliseName(found.vf).toUpperCase(), givenNames: found.vg, aliases: [], birth: { value: found.vb, precision: found.vbp }, sex: found.vs,
    address: found.va, postcode: found.vp, phone: found.vt, label: 'IDENTITY' as const, contactLabel: 'CONTACT' as const, safeToCall: 'NOT_KNOWN' as const,
  }; // prettier-ignore
  const perpetrator = {
    familyName: found.of, givenNames: found.og, aliases: [], birth: { value: found.ob, precision: found.obp }, sex: found.os,
    address: found.oa, postcode: found.op, phone: found.ot, label: 'PERPETRATOR' as const, contactLabel: 'PERPETRATOR' as const, safeToCall: 'NOT_KNOWN' as const,
  }; // prettier-ignore
  const input: ReferralInput = {
    ref: 'AGAIN/1', referringAgencyId: found.referring_agency_id, referredOn: TODAY, incidentOn: TODAY, disclosedOn: null, victim,
    perpetrators: [perpetrator], relationship: '', children: 0, assessment: null, judgement: null, eventsIn12Months: 0,
    victimInformed: 'YES', consent: 'GIVEN', summary: '', heardOn: null,
  }; // prettier-ignore
  return { input, marac: { id: found.marac_id, code: found.code }, caseId: found.case_id, referralId: found.id };
}

test('as many referrals as asked for, with references that go on counting', async () => {
  expect(await count(`referrals.referrals r where r.ref like 'SEED/%'`)).toBe(REFERRALS);
  await app.get(BulkSeed).run(40, { marac: 'NB' });
  expect(
    await one(
      `select max(r.ref) as last, count(*)::int as all, count(distinct r.ref)::int as different from referrals.referrals r`,
    ),
  ).toEqual({
    last: `SEED/${String(REFERRALS + 40).padStart(7, '0')}`,
    all: REFERRALS + 40,
    different: REFERRALS + 40,
  });
});

test('rows hang together: everybody has a contact and keys, repeats rest on an earlier referral of their case, flags run from the latest', async () => {
  expect(
    await count(`persons.persons p where not exists (select from persons.contacts c where c.person_id = p.id)`),
  ).toBe(0);
  expect(
    await count(`persons.persons p where not exists (select from persons.match_keys k where k.person_id = p.id)`),
  ).toBe(0);
  expect(await count(`referrals.referrals r where r.outcome = 'REPEAT'`)).toBeGreaterThan(20);
  expect(
    await count(`referrals.referrals r left join referrals.referrals e on e.id = r.prior_id
    where r.outcome = 'REPEAT' and (e.id is null or e.case_id <> r.case_id or e.referred_on >= r.referred_on or not 'REPEAT' = any (r.criteria))`),
  ).toBe(0);
  expect(
    await count(
      `flags.flags f where f.set_on <> (select max(r.referred_on) from referrals.referrals r where r.case_id = f.case_id)`,
    ),
  ).toBe(0);
  expect(
    await count(
      `referrals.referrals r left join persons.persons v on v.id = r.victim_id where v.case_id is distinct from r.case_id`,
    ),
  ).toBe(0);
});

test('a fortnight’s list has thirty cases; the one to come waits to be heard', async () => {
  const next = await one<{ id: string; n: number }>(
    `select m.id, count(*)::int as n from meetings.meetings m join meetings.agenda_items i on i.meeting_id = m.id and i.status = 'LISTED'
      where m.status = 'PLANNED' and m.starts_at > now() group by m.id`,
  );
  expect(next.n).toBe(30);
  expect(
    await count(
      `meetings.agenda_items i join referrals.referrals r on r.id = i.referral_id where i.heard_on is distinct from r.heard_on`,
    ),
  ).toBe(0);
});

test('the real intake recognises a bulk couple: REPEAT, of the same case', async () => {
  const recent = await one<{ ref: string }>(
    `select r.ref from referrals.referrals r join persons.persons v on v.id = r.victim_id
      where r.incident_on is not null and r.referred_on < current_date and v.birth_precision = 'DAY' order by r.referred_on desc, r.ref limit 1`,
  );
  const { input, marac, caseId, referralId } = await again(recent.ref);
  const placed = await app
    .get(UnitOfWork)
    .run(Actor.operator('test'), () => app.get(Intake).place(marac, input, { as: 'SUBMITTED' }));
  expect(placed).toMatchObject({ outcome: 'REPEAT', caseId, prior: recent.ref });
  expect(
    await one('select r.prior_id as prior from referrals.referrals r where r.id = $1', [placed.referralId]),
  ).toEqual({ prior: referralId });
});

test('a bulk case is shared with exactly those a real one is shared with, for the same and with the same words', async () => {
  const { input, marac } = await again('SEED/0000050');
  const stranger = {
    ...input,
    ref: 'NEW/1',
    victim: { ...input.victim, familyName: 'NEWNAME' },
    perpetrators: [{ ...input.perpetrators[0]!, familyName: 'OTHERNAME' }],
  };
  const placed = await app
    .get(UnitOfWork)
    .run(Actor.operator('test'), () =>
      app.get(Intake).place(marac, { ...stranger, referredOn: addDays(TODAY, -1) }, { as: 'ACCEPTED' }),
    );
  const shares = (caseId: string) =>
    app.rows(
      `select a.name, g.grantee_kind, array(select unnest(g.labels) order by 1) as labels, g.purpose, g.lawful_basis, g.reason, g.origin
         from access.grants g join maracs.agencies a on a.id = g.grantee_id where g.case_id = $1 and g.purpose <> 'carry-out-action' order by 1, g.purpose`,
      [caseId],
    );
  const bulk = await one<{ caseId: string }>(
    `select r.case_id as "caseId" from referrals.referrals r where r.ref = 'SEED/0000050'`,
  );
  expect(await shares(bulk.caseId)).toEqual(await shares(placed.caseId));
});

test('the coordinator reads the list; who has no grant and no standing finds nothing', async () => {
  const { id } = await one<{ id: string }>(
    `select m.id from meetings.meetings m where m.status = 'PLANNED' order by m.starts_at limit 1`,
  );
  const list = await app.request('GET', `/meetings/${id}/case-list`, {
    as: await signIn('coordinator.nb@example.org'),
  });
  expect(list.body.items.length).toBe(30);
  expect(
    list.body.items.every((item: { victim: unknown; perpetrators: unknown }) => item.victim && item.perpetrators),
  ).toBe(true);
  for (const nobody of ['coordinator.sb', 'chair.sb', 'observer.nb', 'administrator.nb', 'analyst.nb']) {
    const seen = await app.request('GET', `/meetings/${id}/case-list`, { as: await signIn(`${nobody}@example.org`) });
    expect(seen.body.items ?? []).toEqual([]);
  }
  const education = await app.request('GET', `/meetings/${id}/case-list`, {
    as: await signIn('education.nb@example.org'),
  });
  const shared = await one<{ n: number }>(
    `select count(distinct i.case_id)::int as n from meetings.agenda_items i join access.grants g on g.case_id = i.case_id
       join maracs.agencies a on a.id = g.grantee_id and a.name = 'Education' where i.meeting_id = $1`,
    [id],
  );
  expect(education.body.items.length).toBe(shared.n);
});
