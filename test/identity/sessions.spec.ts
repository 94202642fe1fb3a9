import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

const signIn = (email: string, password: string) => app.request('POST', '/sessions', { body: { email, password } });

describe('who does not get in', () => {
  test('a wrong password, an unknown address and a deactivated person get one and the same answer', async () => {
    const gone = await world.person(world.agencies.housing.id, ['REFERRER']);
    expect((await app.request('POST', `/users/${gone.id}/deactivation`, { as: world.administrator })).status).toBe(204);
    const answers = [
      await signIn(world.idva.email, 'not the password, surely'),
      await signIn('nobody@example.org', PASSWORD),
      await signIn(gone.email, PASSWORD),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'sign-in-refused', title: answers[0]!.body.title });
    }
  });

  test('a deactivated person is out at once, open sessions too', async () => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    expect((await app.request('GET', '/sessions/current', { as: person })).status).toBe(200);
    await app.request('POST', `/users/${person.id}/deactivation`, { as: world.administrator });
    expect((await app.request('GET', '/sessions/current', { as: person })).status).toBe(401);
  });

  test.each([
    ['an ended session', `update identity.sessions set ended_at = now() where user_id = $1`],
    ['an expired session', `update identity.sessions set expires_at = now() where user_id = $1`],
    [
      'a session idle for 15 minutes',
      `update identity.sessions set last_seen_at = now() - interval '15 minutes' where user_id = $1`,
    ],
  ])('%s', async (_, sql) => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    await app.rows(sql, [person.id]);
    expect((await app.request('GET', '/sessions/current', { as: person })).body).toMatchObject({
      status: 401,
      code: 'not-signed-in',
    });
  });

  test('a session revoked by another process is out within a second', async () => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const status = async () => (await app.request('GET', '/sessions/current', { as: person })).status;
    expect(await status()).toBe(200);
    await app.rows('update identity.sessions set ended_at = now() where user_id = $1', [person.id]);
    const revoked = performance.now();
    while ((await status()) !== 401) await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(`revocation elsewhere in force after ${Math.round(performance.now() - revoked)} ms`);
    expect(performance.now() - revoked).toBeLessThan(1_000);
  });

  test('guessing is slowed down, and ends by itself', async () => {
    const person = await world.person(world.agencies.housing.id, ['REFERRER']);
    for (let i = 0; i < 5; i++) await signIn(person.email, 'guess after guess after guess');
    expect((await signIn(person.email, PASSWORD)).body).toMatchObject({ status: 429, code: 'too-many-tries' });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await signIn(person.email, PASSWORD)).status).toBe(201);
  });

  test('nobody takes their own access away, and no administrator reaches another MARAC', async () => {
    const elsewhere = await app.world();
    const own = await app.request('POST', `/users/${world.administrator.id}/deactivation`, { as: world.administrator });
    expect(own.body).toMatchObject({ status: 409, code: 'not-yourself' });
    const foreign = await app.request('POST', `/users/${elsewhere.idva.id}/deactivation`, { as: world.administrator });
    expect(foreign.body).toMatchObject({ status: 404, code: 'not-found' });
    const people = await app.request('GET', '/users', { as: world.administrator });
    expect(people.body.map((p: { id: string }) => p.id)).not.toContain(elsewhere.idva.id);
  });
});

test('signing in gives a token that works as bearer and as cookie; signing out makes it worthless', async () => {
  const signedIn = await signIn(world.idva.email, PASSWORD);
  expect(signedIn.status).toBe(201);
  const { token, session } = signedIn.body;
  expect(session).toMatchObject({ userId: world.idva.id, roles: [{ marac: world.code, role: 'IDVA' }] });
  const asCookie = { headers: { cookie: `marac_session=${token}` } };
  expect((await app.request('GET', '/sessions/current', asCookie)).body).toEqual(session);
  expect((await app.request('DELETE', '/sessions/current', { as: token })).status).toBe(204);
  expect((await app.request('GET', '/sessions/current', asCookie)).status).toBe(401);
});

test('tokens and passwords are not in the database', async () => {
  const { body } = await signIn(world.coordinator.email, PASSWORD);
  const dump = JSON.stringify([
    await app.rows('select * from identity.sessions'),
    await app.rows('select * from identity.users'),
  ]);
  expect(dump).not.toContain(body.token);
  expect(dump).not.toContain(PASSWORD);
  expect(dump).toContain('$argon2id$');
});

test('an administrator adds a person, who can sign in; the same address is not taken twice', async () => {
  const body = {
    agencyId: world.agencies.housing.id,
    email: `new-${world.code}@example.org`,
    name: 'Sam Example',
    password: 'a first password of some length',
    roles: [{ maracId: world.maracId, role: 'REFERRER' }],
  };
  const added = await app.request('POST', '/users', { as: world.administrator, body });
  expect(added).toMatchObject({ status: 201, body: { active: true, roles: [{ role: 'REFERRER' }] } });
  expect((await signIn(body.email, body.password)).status).toBe(201);
  expect((await app.request('POST', '/users', { as: world.administrator, body })).body).toMatchObject({ status: 409 });
  const wrong = { ...body, email: 'x@example.org', roles: [{ maracId: world.agencies.police.id, role: 'REFERRER' }] };
  expect((await app.request('POST', '/users', { as: world.administrator, body: wrong })).body).toMatchObject({
    status: 422,
    errors: [{ pointer: '/roles/0/maracId', code: 'unknown' }],
  });
});
