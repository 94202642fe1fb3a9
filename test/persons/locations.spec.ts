import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Access } from '../../src/access/access.service.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import { freshly } from '../support/second-factor.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const REFUGE = {
  kind: 'REFUGE',
  name: 'Larkmoor Refuge',
  address: '31 Quillfeather Row',
  postcode: 'NB6 9QX',
  phone: '01632 960555',
};
const SECRET = /larkmoor|quillfeather|NB6\s?9QX|960\s?555/i;

async function refer(changes: Record<string, unknown> = {}, as: TestUser = world.housing): Promise<string> {
  const { status, body } = await app.request('POST', '/referrals', { as, body: referralForm(world, changes) });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.caseId;
}
const add = (caseId: string, body: object = REFUGE, as: TestUser = world.idva) =>
  app.request('POST', `/cases/${caseId}/locations`, { as, body });
const list = (caseId: string, as: TestUser) => app.request('GET', `/cases/${caseId}/locations`, { as });
const shown = (caseId: string) =>
  app.rows(`select e.actor_id as "actorId" from audit.events e join persons.locations l on l.id::text = e.subject_id
             where e.action = 'location.shown' and l.case_id = $1`, [caseId]); // prettier-ignore

const NEEDS_FACTOR = [{ field: 'locations', label: 'LOCATION_SAFE', reason: 'SECOND_FACTOR_NEEDED' }];
const NOT_SHARED = [{ field: 'locations', label: 'LOCATION_SAFE', reason: 'NOT_SHARED' }];

describe('who does not see where the victim is', () => {
  let caseId: string;
  beforeAll(async () => {
    caseId = await refer();
    if ((await add(caseId)).status !== 201) throw new Error('not added');
  });

  test.each(['coordinator', 'idva'] as const)('the %s without a fresh second factor', async (role) => {
    for (const path of ['/locations', '']) {
      const { status, body, text } = await app.request('GET', `/cases/${caseId}${path}`, { as: world[role] });
      expect(status).toBe(200);
      expect(body.withheld).toEqual(NEEDS_FACTOR);
      expect(body).not.toHaveProperty('locations');
      expect(text).not.toMatch(SECRET);
    }
  });

  test('the coordinator whose second factor is 15 minutes old', async () => {
    const proved = await freshly(app, world.coordinator);
    await app.rows(`update identity.sessions set second_factor_at = now() - interval '15 minutes' where user_id = $1 and second_factor_at is not null`, [world.coordinator.id]); // prettier-ignore
    expect((await list(caseId, proved)).body).toEqual({ caseId, withheld: NEEDS_FACTOR });
  });

  test.each(['housing', 'chair'] as const)('%s, second factor or not', async (role) => {
    for (const as of [world[role], await freshly(app, world[role])]) {
      expect((await list(caseId, as)).body).toEqual({ caseId, withheld: NOT_SHARED });
      expect((await app.request('GET', `/cases/${caseId}`, { as })).text).not.toMatch(SECRET);
    }
  });

  test.each(['probation', 'police'] as const)('%s, to whom the case is absent', async (role) => {
    const as = await freshly(app, world[role]);
    const [hidden, absent] = [await list(caseId, as), await list('0197e0a0-0000-7000-8000-000000000000', as)];
    expect([hidden.status, { ...hidden.body, reference: '' }]).toEqual([404, { ...absent.body, reference: '' }]);
  });

  test.each(['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)('the %s', async (role) => {
    expect((await list(caseId, await freshly(app, world[role]))).status).toBe(403);
  });

  test('that there is one cannot be told from what is withheld', async () => {
    const without = await refer();
    for (const as of [world.coordinator, world.housing, await freshly(app, world.chair)]) {
      expect((await list(without, as)).body.withheld).toEqual((await list(caseId, as)).body.withheld);
    }
  });

  test('nobody else adds or ends one', async () => {
    const [row] = await app.rows<{ id: string }>('select id from persons.locations where case_id = $1', [caseId]);
    for (const role of ['chair', 'housing', 'police', 'probation', 'administrator', 'referrer', 'auditor'] as const) {
      const as = await freshly(app, world[role]);
      expect([403, 404]).toContain((await add(caseId, REFUGE, as)).status);
      const headers = { 'if-match': '"1"' };
      const ended = await app.request('POST', `/cases/${caseId}/locations/${row!.id}/ending`, {
        as,
        body: {},
        headers,
      });
      expect([403, 404]).toContain(ended.status);
    }
    expect(
      await app.rows('select from persons.locations where case_id = $1 and until_on is null', [caseId]),
    ).toHaveLength(1);
  });
});

test('shown with the grant and a fresh second factor, on the case and by itself; every time is recorded', async () => {
  const caseId = await refer();
  await add(caseId);
  for (const role of ['coordinator', 'idva'] as const) {
    const as = await freshly(app, world[role]);
    const { body } = await list(caseId, as);
    expect(body).toMatchObject({ withheld: [], locations: [{ ...REFUGE, fromOn: null, untilOn: null, version: 1 }] });
    const whole = await app.request('GET', `/cases/${caseId}`, { as });
    expect(whole.body).toMatchObject({ withheld: [], locations: body.locations });
  }
  expect((await shown(caseId)).map(({ actorId }) => actorId)).toEqual([
    ...[world.coordinator.id, world.coordinator.id, world.idva.id, world.idva.id],
  ]);
});

test('an agency that it was shared with on purpose sees it, with its own second factor', async () => {
  const caseId = await refer();
  await add(caseId);
  await app.operate(async () => {
    const open = await app.get(Access).open(caseId, 'read-case');
    app.get(Access).share(open, { with: { agencyId: world.agencies.probation.id }, labels: ['IDENTITY', 'LOCATION_SAFE'], purpose: 'visit', reason: 'home visit' }); // prettier-ignore
  });
  expect((await list(caseId, world.probation)).body.withheld).toEqual(NEEDS_FACTOR);
  expect((await list(caseId, await freshly(app, world.probation))).body.locations).toHaveLength(1);
});

test('a chair says why they need to know, and sees it then, with a second factor; nobody else may', async () => {
  const caseId = await refer();
  await add(caseId);
  const need = (as: TestUser) =>
    app.request('POST', `/cases/${caseId}/needs`, {
      as,
      body: { labels: ['LOCATION_SAFE'], reason: 'To decide on police cover' },
    });
  for (const role of ['coordinator', 'idva', 'housing', 'police'] as const) {
    expect((await need(world[role])).status).toBe(403);
  }
  expect((await need(world.auditor)).body.errors).toMatchObject([{ code: 'not-for-your-role' }]);
  const proved = await freshly(app, world.chair);
  expect((await need(world.chair)).status).toBe(201);
  expect((await list(caseId, world.chair)).body.withheld).toEqual(NEEDS_FACTOR);
  expect((await list(caseId, proved)).body.locations).toHaveLength(1);
  const [grant] = await app.rows(
    `select extract(epoch from ends_at - starts_at)::int as seconds, exportable, reason from access.grants
      where case_id = $1 and grantee_id = $2`,
    [caseId, world.chair.id],
  );
  expect(grant).toMatchObject({ exportable: false, reason: 'To decide on police cover' });
  expect(Math.abs(grant.seconds - 3600)).toBeLessThan(5);
  await app.rows(`update access.grants set starts_at = now() - interval '2 hours', ends_at = now() where case_id = $1 and grantee_id = $2`, [caseId, world.chair.id]); // prettier-ignore
  expect((await list(caseId, proved)).body.withheld).toEqual(NOT_SHARED);
});

describe('a location', () => {
  test('is replaced and ended, by whoever may see it, once', async () => {
    const caseId = await refer();
    const first = (await add(caseId)).body;
    const next = { kind: 'NEW_ADDRESS', address: '8 Brindlewick Close', postcode: 'NB5 1QQ', replaces: first.id };
    expect(await add(caseId, next, world.idva)).toMatchObject({ status: 403, body: { code: 'second-factor-needed' } });
    const as = await freshly(app, world.idva);
    const second = (await add(caseId, next, as)).body;
    const { locations } = (await list(caseId, as)).body;
    expect(locations.map((one: { id: string; untilOn: string | null }) => [one.id, one.untilOn !== null])).toEqual([
      [second.id, false],
      [first.id, true],
    ]);
    const end = (id: string, version: number, body: object = {}, who: TestUser = as) =>
      app.request('POST', `/cases/${caseId}/locations/${id}/ending`, { as: who, body, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
    expect(await end(second.id, 1, {}, world.idva)).toMatchObject({
      status: 403,
      body: { code: 'second-factor-needed' },
    });
    expect(await end(second.id, 7)).toMatchObject({ status: 412 });
    expect(await end(first.id, 2)).toMatchObject({ status: 409, body: { code: 'already-ended' } });
    expect(await end(second.id, 1)).toMatchObject({ status: 200, body: { version: 2, untilOn: expect.any(String) } });
    expect((await add(caseId, { ...next, replaces: second.id }, as)).status).toBe(409);
    const other = await refer();
    expect((await app.request('POST', `/cases/${other}/locations/${second.id}/ending`, { as, body: {}, headers: { 'if-match': '"2"' } })).status).toBe(404); // prettier-ignore
  });

  test.each<[string, object, string, string]>([
    ['of nothing', { kind: 'REFUGE' }, '/address', 'required'],
    ['of no kind', { address: 'x' }, '/kind', 'required'],
    [
      'of a person of another case',
      { ...REFUGE, personId: '0197e0a0-0000-7000-8000-000000000000' },
      '/personId',
      'unknown',
    ],
    ['with more than there is', { ...REFUGE, label: 'CONTACT' }, '/label', 'unknown-property'],
  ])('%s is refused at its field', async (_, body, pointer, code) => {
    const caseId = await refer();
    const answer = await add(caseId, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
    expect(answer.text).not.toMatch(SECRET);
    expect(await app.rows('select from persons.locations where case_id = $1', [caseId])).toEqual([]);
  });

  test('is nowhere in the database in clear, nor are its parts as hashes that could be tried out', async () => {
    const victim = {
      ...referralForm(world).victim,
      addressProtected: true,
      address: '44 Ostlerfold Yard',
      postcode: 'NB4 4ZX',
    };
    const caseId = await refer({ victim });
    await add(caseId);
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    try {
      const tables = await admin.query<{ name: string }>(
        `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and n.nspname !~ '^pg_|information_schema'`,
      );
      const hex = ['Ostlerfold', 'NB4 4ZX', 'Quillfeather', 'Larkmoor'].map((word) =>
        Buffer.from(word).toString('hex'),
      );
      const pattern = ['ostlerfold', 'NB4 ?4ZX', 'quillfeather', 'larkmoor', 'NB6 ?9QX', '960 ?555', ...hex].join('|');
      for (const { name } of tables.rows) {
        const found = await admin.query(`select from ${name} t where t::text ~* $1`, [pattern]);
        expect([name, found.rowCount]).toEqual([name, 0]);
      }
    } finally {
      await admin.end();
    }
    const as = await freshly(app, world.idva);
    const { victim: seen, locations } = (await app.request('GET', `/cases/${caseId}`, { as })).body;
    expect(seen.contact).toMatchObject({ address: '', postcode: '', phone: '07700 900123' });
    expect(locations.map((one: { address: string }) => one.address).sort()).toEqual([
      '31 Quillfeather Row',
      '44 Ostlerfold Yard',
    ]);
  });
});

describe('matching', () => {
  const counts = (caseId: string) => app.rows('select from referrals.referrals where case_id = $1', [caseId]);

  test('a victim referred twice from a protected address is found again by it', async () => {
    const form = referralForm(world);
    const victim = { ...form.victim, phone: '', birthDate: '1991-02-03', addressProtected: true };
    const perpetrators = [{ ...form.perpetrators[0]!, birthDate: undefined, address: undefined, postcode: undefined }];
    const first = await refer({ victim, perpetrators });
    await refer({ victim, perpetrators });
    const links = await app.rows(`select evidence from persons.links where evidence @> '{same address}' and person_id in
      (select id from persons.persons where family_name = $1)`, [victim.familyName]); // prettier-ignore
    expect(links).toHaveLength(1);
    expect((await counts(first)).length).toBeGreaterThanOrEqual(1);
  });

  test('nobody finds out a protected address by referring with a guess at it', async () => {
    const form = referralForm(world);
    const protectedVictim = { ...form.victim, phone: '', addressProtected: true };
    await refer({ victim: protectedVictim });
    await refer({ victim: { ...form.victim, phone: '' }, perpetrators: referralForm(world).perpetrators });
    const links = await app.rows('select evidence from persons.links where person_id in (select id from persons.persons where family_name = $1)', [form.victim.familyName]); // prettier-ignore
    expect(JSON.stringify(links)).not.toMatch(/address|postcode/);
  });

  test('a protected address that comes in again as an ordinary one stays protected', async () => {
    const form = referralForm(world);
    const caseId = await refer({ victim: form.victim, perpetrators: form.perpetrators });
    await add(caseId, { kind: 'NEW_ADDRESS', address: '5 Harrowmint Lane', postcode: 'NB3 3ZZ' });
    const again = { ...form.victim, address: '5, Harrowmint Ln', postcode: 'nb33zz' };
    expect(
      await refer({ victim: again, perpetrators: form.perpetrators, incidentOn: todayIn('Europe/London', new Date()) }),
    ).toBe(caseId);
    const clear = await app.rows('select address, postcode from persons.contacts where case_id = $1', [caseId]);
    expect(JSON.stringify(clear)).not.toMatch(/harrowmint|NB3/i);
    expect(await app.rows('select from persons.locations where case_id = $1', [caseId])).toHaveLength(2);
  });
});
