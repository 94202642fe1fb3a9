import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeAt } from '../../src/identity/totp.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { enrolApp, freshly, nextCode } from '../support/second-factor.js';
import type { World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

const somebody = () => world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
const confirm = (as: { token: string } | string, body: object) =>
  app.request('POST', '/authenticator-app/confirmation', { as, body });
const prove = (as: { token: string } | string, code: string) =>
  app.request('POST', '/sessions/current/second-factor', { as, body: { code } });

describe('refused', () => {
  test('a second app, by a session that has not proved the first lately', async () => {
    const person = await somebody();
    await enrolApp(app, person);
    const stale = await freshly(app, person, 16);
    const offered = await app.request('POST', '/authenticator-app', { as: stale });
    const refused = await confirm(stale, { code: codeAt(offered.body.secret, new Date()) });
    expect([refused.status, refused.body.code]).toEqual([403, 'second-factor-needed']);
  });

  test('a wrong code, a code without an offer, an offer of long ago, somebody else’s', async () => {
    const [person, other] = [await somebody(), await somebody()];
    expect((await confirm(person, { code: '123456' })).body).toMatchObject({ status: 409, code: 'nothing-offered' });
    const { secret } = (await app.request('POST', '/authenticator-app', { as: person })).body;
    const wrong = await confirm(person, { code: codeAt(secret, new Date(0)) });
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ pointer: '/code', code: 'wrong-code' }] });
    await app.request('POST', '/authenticator-app', { as: other });
    expect((await confirm(other, { code: codeAt(secret, new Date()) })).status).toBe(422);
    await app.rows(
      `update identity.authenticator_apps set created_at = now() - interval '16 minutes' where user_id = $1`,
      [person.id],
    );
    expect((await confirm(person, { code: codeAt(secret, new Date()) })).status).toBe(409);
  });

  test('neither a code nor a passkey, or both', async () => {
    const body = { code: '123456', passkey: { challengeId: '0192a1b2-0000-7000-8000-000000000009', response: {} } };
    for (const given of [{}, body]) {
      const answer = await app.request('POST', '/sessions/current/second-factor', { as: world.idva, body: given });
      expect(answer.status).toBe(422);
    }
  });

  test('guessing codes is slowed down', async () => {
    const person = await somebody();
    const { token } = await enrolApp(app, person);
    for (let i = 0; i < 5; i++) expect((await prove(token, '000000')).body.code).toBe('second-factor-refused');
    expect((await prove(token, '000000')).status).toBe(429);
  });
});

test('enrolling proves it at once, in a session with a new token', async () => {
  const person = await somebody();
  const before = await app.request('GET', '/sessions/current', { as: person });
  expect(before.body).toMatchObject({ secondFactor: 'NOT_ENROLLED', secondFactorAt: null });
  const { token } = await enrolApp(app, person);
  expect(token).not.toBe(person.token);
  expect((await app.request('GET', '/sessions/current', { as: person })).status).toBe(401);
  const after = await app.request('GET', '/sessions/current', { as: token });
  expect(after.body).toMatchObject({ secondFactor: 'PROVED', secondFactorAt: expect.any(String) });
});

test('stepping up takes a code and gives a new token; the old one is worthless', async () => {
  const person = await somebody();
  const { secret } = await enrolApp(app, person);
  const stale = await freshly(app, person, 20);
  const stepped = await prove(stale, nextCode(secret));
  expect(stepped.status).toBe(201);
  expect((await app.request('GET', '/sessions/current', { as: stale })).status).toBe(401);
  const { secondFactorAt } = (await app.request('GET', '/sessions/current', { as: stepped.body.token })).body;
  expect(Date.now() - Date.parse(secondFactorAt)).toBeLessThan(60_000);
});

test('a new app replaces the one before, whose codes are worth nothing then', async () => {
  const person = await somebody();
  const first = await enrolApp(app, person);
  const second = await enrolApp(app, { ...person, token: first.token });
  expect((await prove(second.token, nextCode(first.secret))).status).toBe(403);
  expect((await prove(second.token, nextCode(second.secret))).status).toBe(201);
});

test('the secret is sealed for its row, and in no log, answer or audit line', async () => {
  const person = await somebody();
  const { secret, token } = await enrolApp(app, person);
  const [row] = await app.rows('select sealed_secret from identity.authenticator_apps where user_id = $1', [person.id]);
  expect(row.sealed_secret.includes(secret)).toBe(false);
  const other = await somebody();
  await enrolApp(app, other);
  await app.rows('update identity.authenticator_apps set sealed_secret = $2 where user_id = $1', [
    other.id,
    row.sealed_secret,
  ]);
  const moved = await app.request('POST', '/sessions/current/second-factor', {
    as: await freshly(app, other),
    body: { code: nextCode(secret) },
  });
  expect(moved.status).toBe(500);
  const lines = JSON.stringify(await app.rows('select e.* from audit.events e'));
  expect(lines).toContain('second-factor.added');
  for (const kept of [secret, token]) expect(lines).not.toContain(kept);
});
