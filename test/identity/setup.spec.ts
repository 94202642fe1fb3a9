import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SetupService } from '../../src/identity/setup.service.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
const others: TestApp[] = [];
beforeEach(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
});
afterEach(() => app.stop());
afterAll(async () => {
  for (const other of others) await other.stop();
});

const FIRST = {
  name: 'Rosalind Achebe',
  email: 'rosalind@example.org',
  password: 'seven wet herons walk home',
  agency: 'Northshire Council',
};
let network = 0;
const setUp = (code: string, changes: object = {}) =>
  app.request('POST', '/setup', {
    body: { ...FIRST, code, ...changes },
    headers: { 'x-forwarded-for': `198.51.100.${++network % 250}` },
  });
const firstCode = async () => (await app.get(SetupService).codeForFirstStart())!;
const administrators = async () =>
  (await app.rows(`select r.user_id from identity.user_roles r where r.role = 'ADMINISTRATOR'`)).length;

describe('refused, all alike', () => {
  test('a wrong, used, lapsed or replaced code, and a second administrator', async () => {
    const code = await firstCode();
    const wrong = await setUp('AAAAA-BBBBB-CCCCC-DDDDD-EEEEE');
    expect([wrong.status, wrong.body.code]).toEqual([401, 'setup-refused']);
    const fresh = (await app.get(SetupService).freshCode())!;
    expect((await setUp(code)).status).toBe(401);
    await app.rows('update identity.setup_codes set expires_at = now() where used_at is null');
    expect((await setUp(fresh)).status).toBe(401);
    expect(await administrators()).toBe(0);
    const good = (await app.get(SetupService).freshCode())!;
    expect((await setUp(good)).status).toBe(201);
    const again = await setUp(good, { email: 'second@example.org' });
    expect({ ...again.body, reference: '' }).toEqual({ ...wrong.body, reference: '' });
    expect(await app.get(SetupService).freshCode()).toBeNull();
    expect(await app.get(SetupService).codeForFirstStart()).toBeNull();
    expect(await administrators()).toBe(1);
  });

  test('of many who come with the code at the same time, all but one', async () => {
    const code = await firstCode();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => setUp(code, { email: `first-${i}@example.org`, agency: `Agency ${i}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(11).fill(401)]);
    expect(await administrators()).toBe(1);
    expect((await app.rows('select a.id from maracs.agencies a')).length).toBe(1);
  }, 60_000);

  test('any code, where somebody administers already', async () => {
    await app.world();
    expect(await app.get(SetupService).codeForFirstStart()).toBeNull();
    expect((await setUp('AAAAA-BBBBB-CCCCC-DDDDD-EEEEE')).status).toBe(401);
  });

  test('a weak password and an address of another alphabet, without using the code up', async () => {
    const code = await firstCode();
    const names = await setUp(code, { password: 'RosalindNorthshire1' });
    expect(names.body).toMatchObject({ status: 422, errors: [{ pointer: '/password', code: 'made-of-names' }] });
    expect((await setUp(code, { email: 'rоsalind@example.org' })).body.errors[0].code).toBe('not-an-email');
    expect((await setUp(code)).status).toBe(201);
  });

  test('guessing is slowed down', async () => {
    const guess = () =>
      app.request('POST', '/setup', {
        body: { ...FIRST, code: 'AAAAA' },
        headers: { 'x-forwarded-for': '203.0.113.9' },
      });
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
  });
});

test('the code is given once at the first start, and is not in the database', async () => {
  const code = await firstCode();
  expect(code).toMatch(/^(\w{5}-){5}\w{5}$/);
  expect(await app.get(SetupService).codeForFirstStart()).toBeNull();
  expect(JSON.stringify(await app.rows('select c.* from identity.setup_codes c'))).not.toContain(code);
});

test('processes that start at the same time give one code between them', async () => {
  await Promise.all(Array.from({ length: 8 }, () => app.rows('select pg_sleep(0.05)'))); // connections for all of them
  const given = await Promise.all(Array.from({ length: 8 }, () => app.get(SetupService).codeForFirstStart()));
  expect(given.filter((code) => code !== null)).toHaveLength(1);
});

test('the first administrator founds an area, its agencies and a second administrator', async () => {
  const code = await firstCode();
  const { userId, agencyId } = (await setUp(code)).body;
  const signedIn = await app.request('POST', '/sessions', { body: { email: FIRST.email, password: FIRST.password } });
  expect(signedIn.body.session).toMatchObject({ userId, roles: [{ maracId: null, role: 'ADMINISTRATOR' }] });
  const as = signedIn.body.token;
  const marac = await app.request('POST', '/maracs', {
    as,
    body: { code: 'NS', name: 'Northshire', nation: 'scotland' },
  });
  expect(marac).toMatchObject({ status: 201, body: { code: 'NS', nation: 'scotland' } });
  const twice = await app.request('POST', '/maracs', { as, body: { code: 'NS', name: 'Again', nation: 'scotland' } });
  expect(twice.body).toMatchObject({ status: 409, code: 'marac-code-taken' });
  const police = await app.request('POST', '/agencies', {
    as,
    body: { name: 'Police', kind: 'POLICE', maracId: marac.body.id },
  });
  expect(police.status).toBe(201);
  const second = {
    agencyId,
    email: 'second@example.org',
    name: 'Tomasz Bell',
    password: 'nine dry otters swim out',
    roles: [{ role: 'ADMINISTRATOR' }],
  };
  const added = await app.request('POST', '/users', { as, body: second });
  expect(added).toMatchObject({ status: 201, body: { roles: [{ maracId: null, role: 'ADMINISTRATOR' }] } });
  const everywhere = { ...second, email: 'third@example.org', roles: [{ role: 'COORDINATOR' }] };
  expect((await app.request('POST', '/users', { as, body: everywhere })).body.errors[0]).toMatchObject({
    pointer: '/roles/0/maracId',
    code: 'required',
  });
});

test('nobody whose role is tied to one area founds another, or gives roles in all', async () => {
  const world = await app.world();
  const as = world.administrator;
  const founded = await app.request('POST', '/maracs', { as, body: { code: 'XX', name: 'X', nation: 'scotland' } });
  expect(founded.status).toBe(403);
  const body = {
    agencyId: world.agencies.police.id,
    email: 'everywhere@example.org',
    name: 'Sam Example',
    password: 'nine dry otters swim out',
    roles: [{ role: 'ADMINISTRATOR' }],
  };
  expect((await app.request('POST', '/users', { as, body })).status).toBe(422);
});
