import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { SERIAL } from '../../src/referrals/serial-perpetrators.queries.js';
import { addMonths } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Flagged, flagged, shareWith } from './flagging.js';

let app: TestApp;
let world: World;
/** one perpetrator, three victims */
let cases: Flagged[];

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  cases = await victimsOf(world, 3);
});
afterAll(() => app?.stop());

const TODAY = new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' });
const ask = (as: TestUser, maracId = world.maracId, query = '') =>
  app.request('GET', `/serial-perpetrators?marac=${maracId}${query}`, { as });
const asks = async (as: TestUser, maracId = world.maracId) => (await ask(as, maracId)).body.items;

const letters = () =>
  Math.random()
    .toString(36)
    .replace(/[^a-z]/g, '')
    .slice(0, 6);
const somebody = () => ({
  familyName: `Serial${letters()}`,
  givenNames: `Dorian${letters()}`,
  birthDate: '1979-11-30',
  address: `5 ${letters()} Way`,
  postcode: 'NB2 3CD',
  phone: '07700 900456',
});

async function victimsOf(of: World, count: number, changes: Record<string, unknown> = {}): Promise<Flagged[]> {
  const form = { incidentOn: TODAY, perpetrators: [somebody()], ...changes };
  const found: Flagged[] = [];
  for (let i = 0; i < count; i++) found.push(await flagged(app, of, { ...form, victim: victim() }));
  return found;
}
const victim = () => ({
  familyName: `Harmed${letters()}`,
  givenNames: `Ida${letters()}`,
  birthDate: `19${50 + Math.floor(Math.random() * 50)}-0${1 + Math.floor(Math.random() * 9)}-1${Math.floor(Math.random() * 10)}`,
});

/** One case alone, as a restriction does: a conflict of interest would spread to all cases of the same people. */
const closeTo = ({ caseId }: Flagged, { id }: TestUser) =>
  app.rows(
    `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id)
     select gen_random_uuid(), c.id, c.marac_id, $2, 'CONFLICT', gen_random_uuid() from access.cases c where c.id = $1`,
    [caseId, id],
  );

describe('who is not told', () => {
  test.each(['idva', 'chair', 'administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)(
    'the %s',
    async (role) => {
      expect((await ask(world[role])).status).toBe(403);
    },
  );

  test('a representative of any agency but the police, though the cases are theirs', async () => {
    for (const who of [world.housing, world.probation]) expect((await ask(who)).status).toBe(403);
    const advocate = await world.person(world.agencies.idvaService.id, ['AGENCY_REPRESENTATIVE', 'IDVA']);
    expect((await ask(advocate)).status).toBe(403);
    const both = await world.person(world.agencies.police.id, ['AGENCY_REPRESENTATIVE', 'IDVA']);
    expect((await ask(both)).status).toBe(403);
  });

  test('coordinators and police of another MARAC, who cannot tell it from one that never was', async () => {
    const elsewhere = await app.world();
    for (const who of [elsewhere.coordinator, elsewhere.police]) {
      const [other, absent] = [await ask(who), await ask(who, randomUUID())];
      expect(other.status).toBe(403);
      expect({ ...other.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
      expect(await asks(who, elsewhere.maracId)).toEqual([]);
    }
  });

  test('police with whom no case was shared, or not the perpetrator of any', async () => {
    const own = await app.world();
    const [first, second] = await victimsOf(own, 2);
    expect(await asks(own.police, own.maracId)).toEqual([]);
    for (const one of [first!, second!]) await shareWith(app, one, own.agencies.police.id, ['IDENTITY']);
    expect(await asks(own.police, own.maracId)).toEqual([]);
  });

  test('an excluded coordinator counts without the hidden case, as if it had never been', async () => {
    const own = await app.world();
    const shut = await own.person(own.agencies.police.id, ['COORDINATOR']);
    const [first, second, third] = await victimsOf(own, 3);
    await closeTo(first!, shut); // the one whose record stands for the others
    const [seen] = await asks(shut, own.maracId);
    expect(seen.victims).toBe(2);
    expect(seen.cases.map(({ caseId }: { caseId: string }) => caseId).sort()).toEqual(
      [second!.caseId, third!.caseId].sort(),
    );
    await closeTo(second!, shut);
    expect(await asks(shut, own.maracId)).toEqual([]);
    expect((await asks(own.coordinator, own.maracId))[0].victims).toBe(3);
  });
});

describe('who is told', () => {
  test('a coordinator, with names and cases, and each case is on record as found', async () => {
    const items = await asks(world.coordinator);
    expect(items).toEqual([
      {
        personRef: expect.any(String),
        familyName: expect.stringMatching(/^Serial/),
        givenNames: expect.stringMatching(/^Dorian/),
        victims: 3,
        firstOn: TODAY,
        latestOn: TODAY,
        cases: expect.arrayContaining(
          cases.map(({ caseId }) => ({ caseId, caseRef: expect.stringContaining(world.code) })),
        ),
      },
    ]);
    for (const { caseId } of cases) {
      const lines = await app.rows(
        `select labels from audit.events where action = 'case.found' and subject_id = $1 and actor_id = $2`,
        [caseId, world.coordinator.id],
      );
      expect(lines[0]?.labels).toEqual(['IDENTITY', 'PERPETRATOR']);
    }
  });

  test('police, of the cases that were shared with them', async () => {
    const own = await app.world();
    const [first, second] = await victimsOf(own, 3);
    for (const one of [first!, second!]) await shareWith(app, one, own.agencies.police.id, ['IDENTITY', 'PERPETRATOR']);
    const [seen] = await asks(own.police, own.maracId);
    expect([seen.victims, seen.cases.length]).toEqual([2, 2]);
  });
});

describe('who counts', () => {
  test('two referrals of one victim are one victim', async () => {
    const own = await app.world();
    const form = { perpetrators: [somebody()], victim: victim() };
    await flagged(app, own, { ...form, incidentOn: addMonths(TODAY, -2) });
    await flagged(app, own, { ...form, incidentOn: TODAY });
    expect(await asks(own.coordinator, own.maracId)).toEqual([]);
  });

  test('an incident of more than three years ago does not, one on the day does', async () => {
    const own = await app.world();
    const perpetrators = [somebody()];
    const old = await flagged(app, own, { perpetrators, victim: victim(), incidentOn: addMonths(TODAY, -37) });
    await flagged(app, own, { perpetrators, victim: victim(), incidentOn: TODAY });
    expect(await asks(own.coordinator, own.maracId)).toEqual([]);
    await app.rows('update referrals.referrals set incident_on = $2 where case_id = $1', [
      old.caseId,
      addMonths(TODAY, -36),
    ]);
    expect(await asks(own.coordinator, own.maracId)).toHaveLength(1);
  });

  test('what was withdrawn or declined does not, unless the area counts what was declined', async () => {
    const own = await app.world();
    const [first] = await victimsOf(own, 2);
    const become = (status: string) =>
      app.rows('update referrals.referrals set status = $2 where case_id = $1', [first!.caseId, status]);
    for (const status of ['DRAFT', 'WITHDRAWN', 'DECLINED']) {
      await become(status);
      expect([status, await asks(own.coordinator, own.maracId)]).toEqual([status, []]);
    }
    await rules(own, { repeat: { countDeclined: true } });
    expect(await asks(own.coordinator, own.maracId)).toHaveLength(1);
  });

  test('as many victims within as many months as the area decided', async () => {
    const own = await app.world();
    await victimsOf(own, 2);
    await rules(own, { serialPerpetrators: { victims: 3 } });
    expect(await asks(own.coordinator, own.maracId)).toEqual([]);
  });
});

async function rules(of: World, sections: object): Promise<void> {
  const { body } = await app.request('GET', `/maracs/${of.maracId}/rules`, { as: of.chair });
  const answer = await app.request('PUT', `/maracs/${of.maracId}/rules`, {
    as: of.chair,
    body: { effectiveFrom: TODAY, reason: 'test', sections },
    headers: { 'if-match': `"${body.version}"` },
  });
  if (answer.status !== 200) throw new Error(answer.text);
}

describe('asking', () => {
  test('page by page', async () => {
    const own = await app.world();
    for (let i = 0; i < 3; i++) await victimsOf(own, 2);
    const whole = await asks(own.coordinator, own.maracId);
    expect(whole).toHaveLength(3);
    const first = (await ask(own.coordinator, own.maracId, '&limit=2')).body;
    const second = (await ask(own.coordinator, own.maracId, `&limit=2&after=${first.next}`)).body;
    expect([...first.items, ...second.items]).toEqual(whole);
    expect(second.next).toBeNull();
  });

  test.each([
    ['from no place', `?marac=${randomUUID()}&after=x`, 403],
    ['of no MARAC', '', 422],
    ['of what is no id', '?marac=x', 422],
  ])('%s', async (_, query, status) => {
    expect((await app.request('GET', `/serial-perpetrators${query}`, { as: world.coordinator })).status).toBe(status);
  });

  test('from a place that is none', async () => {
    const answer = await ask(world.coordinator, world.maracId, '&after=x');
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'not-a-place']);
  });

  test('reads by index the referrals of the MARAC, however many others there are', async () => {
    const owner = new pg.Client({ connectionString: app.database.adminUrl });
    await owner.connect();
    await owner.query(
      `insert into referrals.referrals (id, case_id, marac_id, ref, status, referring_agency_id, referred_on, victim_id, perpetrator_ids,
              victim_informed, consent, outcome, created_by)
       select gen_random_uuid(), r.case_id, r.marac_id, r.ref || n, 'ACCEPTED', r.referring_agency_id, r.referred_on - n / 10, r.victim_id,
              r.perpetrator_ids, r.victim_informed, r.consent, r.outcome, r.created_by
         from (select * from referrals.referrals r where r.marac_id <> $1 limit 1) r, generate_series(1, 20000) n`,
      [world.maracId],
    );
    await owner.query('analyze referrals.referrals');
    await owner.end();
    const values = [null, null, world.maracId, ['SUBMITTED', 'ACCEPTED'], addMonths(TODAY, -36), null, 2, 50];
    const reader = new Actor('user', world.coordinator.id, world.coordinator.agencyId);
    const rows = await app
      .get(UnitOfWork)
      .run(reader, () => tx().query<Record<string, string>>(`explain ${SERIAL}`, values));
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Cond: \(+marac_id = '[0-9a-f-]+'::uuid\)/);
    expect(plan).not.toContain('Seq Scan on referrals');
  });
});
