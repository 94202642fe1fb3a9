import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { startApp, TEST_DATA_KEYS, type TestApp } from '../support/app.js';
import { allowAsking, askRepeat, search } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
let form: ReturnType<typeof referralForm>;
let caseId: string;
let caseRef: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  form = referralForm(world);
  form.victim.givenNames = 'Amara';
  const { body } = await app.request('POST', '/referrals', { as: world.housing, body: form });
  ({ caseId, caseRef } = body);
});
afterAll(() => app?.stop());

const find = (as: TestUser, terms: Record<string, unknown>, w = world) => search(app, as, w.maracId, terms);
const victim = () => ({ familyName: form.victim.familyName, birthDate: form.victim.birthDate });
const names = async (as: TestUser, terms: Record<string, unknown>) =>
  ((await find(as, terms)).body.items as { familyName: string }[]).map(({ familyName }) => familyName);
/** Shares these kinds of information alone, in place of what was shared with the agency before. */
async function regrant(label: string, agencyId: string): Promise<void> {
  await app.rows('update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2 returning id', [
    caseId,
    agencyId,
  ]);
  await app.rows(
    `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by)
     values ($1, $2, $3, $4, 'AGENCY', array[$5], 'x', '{UKGDPR-6-1-E}', 'x', 'x')`,
    [randomUUID(), caseId, world.maracId, agencyId, label],
  );
}

describe('who finds nobody', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['a referrer', (w) => w.referrer],
    ['a representative of the agency that referred', (w) => w.housing],
    ['a chair', (w) => w.chair],
    ['an administrator', (w) => w.administrator],
    ['an auditor', (w) => w.auditor],
    ['an analyst', (w) => w.analyst],
    ['an observer', (w) => w.observer],
  ])('%s may not search', async (_, who) => {
    expect(await find(who(world), victim())).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  test('a coordinator of another MARAC: not in theirs, and not in one that is not theirs', async () => {
    const { coordinator, maracId } = await app.world();
    expect(await search(app, coordinator, maracId, victim())).toMatchObject({
      status: 200,
      body: { items: [], more: false },
    });
    const other = await find(coordinator, victim());
    const never = await search(app, coordinator, randomUUID(), victim());
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '/maracId', code: 'unknown' }] } });
    expect(never.body).toEqual({ ...other.body, reference: never.body.reference });
  });

  test('who is excluded from the case, by search, by repeat check and by id', async () => {
    const [{ id }] = (await find(world.coordinator, victim())).body.items;
    const one = () => app.request('GET', `/persons/${id}`, { as: world.coordinator });
    expect((await one()).status).toBe(200);
    const cause = { cause: 'CONFLICT', causeId: randomUUID() } as const;
    const { coordinator, maracId } = world;
    await app.operate(async () => app.get(Exclusions).exclude({ caseId, maracId, userId: coordinator.id, ...cause }));
    const hidden = await find(coordinator, victim());
    const absent = await find(coordinator, { familyName: 'Nobody', birthDate: '1990-05-14' });
    expect(hidden.status).toBe(200);
    expect(hidden.text).toBe(absent.text);
    const never = await app.request('GET', `/persons/${randomUUID()}`, { as: coordinator });
    const gone = await one();
    expect(gone.status).toBe(404);
    expect(gone.body).toEqual({ ...never.body, reference: gone.body.reference });
    expect(Object.keys(gone.headers).sort()).toEqual(Object.keys(never.headers).sort());
  });

  test('an IDVA, of a perpetrator who is not shared; nor by a telephone that is not', async () => {
    const perp = { familyName: form.perpetrators[0]!.familyName, birthDate: '1985-02-01' };
    const phone = { ...victim(), phone: form.victim.phone };
    expect(await names(world.idva, perp)).toEqual([perp.familyName]);
    expect(await names(world.idva, phone)).toEqual([form.victim.familyName]);
    await regrant('IDENTITY', world.agencies.idvaService.id);
    expect(await names(world.idva, victim())).toEqual([form.victim.familyName]);
    expect(await names(world.idva, perp)).toEqual([]);
    expect(await names(world.idva, phone)).toEqual([]);
    expect(await names(world.idva, { phone: form.victim.phone })).toEqual([]);
  });

  test('who asks with too little, or with a pattern', async () => {
    const { familyName } = form.victim;
    for (const [terms, pointer, code] of [
      [{}, '/familyName', 'too-little-asked'],
      [{ familyName }, '/familyName', 'too-little-asked'],
      [{ givenNames: 'Amara', birthDate: '1990-05-14' }, '/familyName', 'too-little-asked'],
      [{ familyName: '—', givenNames: 'Amara' }, '/familyName', 'too-little-asked'],
      [{ familyName: `${familyName.slice(0, 5)}%`, givenNames: 'Amara' }, '/familyName', 'no-patterns'],
      [{ familyName, givenNames: 'A*' }, '/givenNames', 'no-patterns'],
      [{ phone: '07700' }, '/phone', 'not-a-phone'],
    ] as const) {
      const answer = await find(world.coordinator, terms);
      expect([terms, answer.status, answer.body.errors?.[0]]).toMatchObject([terms, 422, { pointer, code }]);
    }
    expect(await names(world.coordinator, { familyName: familyName.slice(0, -1), givenNames: 'Amara' })).toEqual([]);
  });
});

describe('who is found', () => {
  test('people on cases that may be opened, with the case and nothing of how they are reached', async () => {
    const { status, body, text } = await find(world.coordinator, victim());
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          ...{ id: expect.any(String), party: 'VICTIM', caseId, caseRef, maracId: world.maracId },
          ...{ familyName: form.victim.familyName, givenNames: 'Amara', aliases: [], sex: 'FEMALE' },
          ...{ birthDate: '1990-05-14', birthPrecision: 'DAY' },
        },
      ],
      more: false,
    });
    expect(text).not.toContain('Secret');
    const one = await app.request('GET', `/persons/${body.items[0].id}`, { as: world.coordinator });
    expect(one.body).toMatchObject(body.items[0]);
    expect(one.text).not.toContain('Secret');
  });

  test.each<[string, () => Record<string, unknown>]>([
    ['surname and forename', () => ({ familyName: form.victim.familyName, givenNames: 'Amara' })],
    [
      'a surname in other letters',
      () => ({ familyName: ` ${form.victim.familyName.toUpperCase()} `, givenNames: 'amára' }),
    ],
    ['everything at once', () => ({ ...victim(), givenNames: 'Amara Jane', phone: '+44 (0)7700 900123' })],
  ])('by %s', async (_, terms) => {
    expect(await names(world.coordinator, terms())).toEqual([form.victim.familyName]);
  });

  test('not when one thing that is given does not fit', async () => {
    for (const wrong of [{ givenNames: 'Anna' }, { birthDate: '1990-05-15' }, { phone: '07700 900124' }])
      expect(await names(world.coordinator, { ...victim(), ...wrong })).toEqual([]);
  });

  test('by a telephone alone, however it is written, and by another name that they go by', async () => {
    const phone = `07700 900${String(Math.floor(Math.random() * 1000)).padStart(3, '0')}`;
    const unsuspected = { ...form.victim, familyName: 'Müller-O’Hara', aliases: ['Ann Otherly'], phone };
    await app.request('POST', '/referrals', { as: world.housing, body: { ...form, victim: unsuspected } });
    for (const written of [phone, phone.replaceAll(' ', ''), `+44${phone.slice(1)}`, `0044 (0) ${phone.slice(1)}`])
      expect(await names(world.idva, { phone: written })).toContain('Müller-O’Hara');
    expect(await names(world.idva, { familyName: 'muller ohara', givenNames: 'Amara' })).toEqual(['Müller-O’Hara']);
    const alias = { familyName: 'Otherly', givenNames: 'Ann', birthDate: '1990-05-14' };
    expect(await names(world.idva, alias)).toEqual(['Müller-O’Hara']);
  });

  test('twenty at most, and that there are more', async () => {
    for (let i = 0; i < 21; i++) {
      const again = {
        ...referralForm(world),
        victim: { ...form.victim, phone: '', givenNames: `Amara ${'x'.repeat(i + 1)}` },
      };
      await app.request('POST', '/referrals', { as: world.housing, body: again });
    }
    const { body } = await find(world.coordinator, victim());
    expect(body).toMatchObject({ more: true });
    expect(body.items).toHaveLength(20);
  });
});

describe('the record of who asked', () => {
  test('answers who asked for somebody, for auditors of those who asked, without holding a name', async () => {
    await find(world.idva, victim());
    await askRepeat(app, world.coordinator, world.maracId, { victim: { ...victim(), givenNames: 'Amara' } });
    const askers = (as: TestUser, who: object) => app.request('POST', '/persons/askers', { as, body: who });
    const { body } = await askers(world.auditor, { ...victim(), givenNames: 'Amara' });
    const seen = new Set(body.items.map((item: any) => `${item.action} ${item.userId} ${item.refused}`));
    expect(seen).toEqual(
      new Set([`persons.searched ${world.idva.id} false`, `repeat-check.asked ${world.coordinator.id} false`]),
    );
    expect((await askers(world.auditor, { familyName: 'Never', birthDate: '1990-05-14' })).body.items).toEqual([]);
    const elsewhere = await app.world();
    expect((await askers(elsewhere.auditor, victim())).body.items).toEqual([]);
    expect((await askers(world.coordinator, victim())).status).toBe(403);
    const lines = await app.rows(
      `select row_to_json(e)::text as line from audit.events e where e.actor_id = any ($1)`,
      [[world.idva.id, world.coordinator.id, world.auditor.id]],
    );
    const text = lines.map(({ line }) => line).join('\n');
    expect(text).not.toMatch(new RegExp(`${form.victim.familyName}|Amara|1990-05-14`, 'i'));
    const found = await app.rows(`select 1 from audit.events where subject_id = $1 and action = 'case.found'`, [
      caseId,
    ]);
    expect(found).toHaveLength(2);
  });
});

describe('the quota', () => {
  test('is refused past, with when to ask again, by count of the database: many at once get no more through', async () => {
    await allowAsking(app, world, 10);
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query('begin; lock table persons.asks in share mode'); // they count, and none can be counted yet
    const asked = Promise.all(Array.from({ length: 40 }, () => find(world.idva, victim())));
    await sleep(1_000);
    await admin.query('commit');
    await admin.end();
    const asks = await asked;
    const through = asks.filter(({ status }) => status === 200);
    const refused = asks.filter(({ status }) => status === 429);
    console.log(`quota of 10, 40 asks at once: ${through.length} through, ${refused.length} refused`);
    expect([through.length, refused.length]).toEqual([10, 30]);
    const [{ body, headers }] = refused as [(typeof refused)[0]];
    expect(body).toMatchObject({ code: 'quota-reached', status: 429 });
    expect(Number(headers['retry-after'])).toBeGreaterThan(80_000);
    const lines = await app.rows(
      `select code from audit.events where actor_id = $1 and action = 'persons.searched' and code = 'quota-reached'`,
      [world.idva.id],
    );
    expect(lines.length).toBe(30);
    // another person's, and another kind's, is their own
    expect((await find(world.coordinator, victim())).status).toBe(200);
    expect((await askRepeat(app, world.idva, world.maracId, { victim: victim() })).status).toBe(200);
  });

  test('counts asks that were refused for what they asked, and nobody winds the count back', async () => {
    await allowAsking(app, world, 2);
    expect((await find(world.coordinator, { familyName: 'Too little' })).status).toBe(422);
    expect((await search(app, world.coordinator, randomUUID(), victim())).status).toBe(422);
    expect((await find(world.coordinator, victim())).status).toBe(429);
    const windBack = 'update persons.asks set at = at - $2::interval where user_id = $1';
    const back = (by: string) => [world.coordinator.id, by];
    await expect(app.rows(windBack, back('2 days'))).rejects.toThrow('permission denied');
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query(windBack, back('2 hours'));
    expect((await find(world.coordinator, victim())).status).toBe(429); // two in a day
    await admin.query(windBack, back('1 day'));
    expect((await find(world.coordinator, victim())).status).toBe(200);
    await admin.end();
  });

  test('outlives the process', async () => {
    await allowAsking(app, world, 1);
    const { idva, maracId } = world;
    const question = { victim: victim() };
    expect((await askRepeat(app, idva, maracId, question)).status).toBe(200);
    const { buildApplication } = await import('../../src/application.js');
    const { readSettings } = await import('../../src/platform/config/settings.js');
    const again = await buildApplication(
      readSettings({
        NODE_ENV: 'test',
        SECOND_FACTOR: 'optional',
        LOG_LEVEL: 'silent',
        DATABASE_URL: app.database.appUrl,
        DATA_KEYS: TEST_DATA_KEYS,
      }),
    );
    const response = await again.inject({
      ...{ method: 'POST', url: '/api/v1/repeat-checks', payload: { maracId, ...question } },
      headers: { authorization: `Bearer ${idva.token}` },
    });
    await again.close();
    expect(response.statusCode).toBe(429);
  });
});
