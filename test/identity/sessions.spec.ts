import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
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

describe('one’s own sessions', () => {
  test('nobody ends another person’s, nor learns that it is there', async () => {
    const mine = await app.request('GET', '/sessions', { as: world.chair });
    const [{ id }] = mine.body;
    const foreign = await app.request('DELETE', `/sessions/${id}`, { as: world.idva });
    const absent = await app.request('DELETE', '/sessions/0192a1b2-0000-7000-8000-000000000009', { as: world.idva });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not-found']);
    expect({ ...foreign.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    expect((await app.request('GET', '/sessions/current', { as: world.chair })).status).toBe(200);
  });

  test('are listed without a token in them, ended one by one, and all but the one in use', async () => {
    const person = await world.person(world.agencies.housing.id, ['REFERRER']);
    const others = [await signIn(person.email, PASSWORD), await signIn(person.email, PASSWORD)].map(
      (a) => a.body.token,
    );
    const listed = await app.request('GET', '/sessions', { as: person });
    expect(listed.body).toHaveLength(3);
    expect(listed.body.filter((one: { current: boolean }) => one.current)).toHaveLength(1);
    expect(listed.body[0]).toMatchObject({ method: 'PASSWORD', current: false });
    for (const token of others) expect(listed.text).not.toContain(token);
    const status = async (token: string) => (await app.request('GET', '/sessions/current', { as: token })).status;
    expect((await app.request('DELETE', `/sessions/${listed.body[0].id}`, { as: person })).status).toBe(204);
    expect([await status(others[0]!), await status(others[1]!)]).toEqual([200, 401]);
    expect((await app.request('DELETE', '/sessions', { as: person })).status).toBe(204);
    expect([await status(others[0]!), await status(person.token)]).toEqual([401, 200]);
  });

  test('in a meeting a session bears half an hour of silence, and no more', async () => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const status = async () => (await app.request('GET', '/sessions/current', { as: person })).status;
    const silent = (minutes: number) =>
      app.rows('update identity.sessions set last_seen_at = now() - make_interval(mins => $2) where user_id = $1', [
        person.id,
        minutes,
      ]);
    const begun = await app.request('POST', '/sessions/current/meeting-mode', { as: person });
    expect(begun).toMatchObject({ status: 201, body: { idleMinutes: 30 } });
    await silent(29);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await status()).toBe(200);
    await silent(31);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await status()).toBe(401);
    expect((await app.request('POST', '/sessions/current/meeting-mode', { as: world.referrer })).status).toBe(403);
  });
});

describe('a token from before signing in is never adopted', () => {
  const planted = 'planted-token-of-a-stranger-0000000000000000';
  test.each([
    ['cookie', { cookie: `marac_session=${planted}` }],
    ['bearer', { authorization: `Bearer ${planted}` }],
    ['both', { cookie: `marac_session=${planted}`, authorization: `Bearer ${planted}` }],
  ])('%s', async (_, headers) => {
    const body = { email: world.police.email, password: PASSWORD };
    const { status, body: answer, headers: sent } = await app.request('POST', '/sessions', { body, headers });
    expect(status).toBe(201);
    expect(answer.token).not.toBe(planted);
    expect(sent['set-cookie']).toBe(`marac_session=${answer.token}; Path=/; HttpOnly; SameSite=Strict`);
    expect((await app.request('GET', '/sessions/current', { as: planted })).status).toBe(401);
  });

  test('nor is one of another person’s session, which ends: their browser has signed in anew', async () => {
    const { token } = (await signIn(world.housing.email, PASSWORD)).body;
    const signedIn = await app.request('POST', '/sessions', {
      body: { email: world.police.email, password: PASSWORD },
      headers: { cookie: `marac_session=${token}` },
    });
    expect(signedIn.body.token).not.toBe(token);
    expect((await app.request('GET', '/sessions/current', { as: signedIn.body.token })).body.userId).toBe(world.police.id); // prettier-ignore
    expect((await app.request('GET', '/sessions/current', { as: token })).status).toBe(401);
  });
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

test('an administrator adds a person, who chooses a password of their own before anything else, within a week', async () => {
  const first = 'a first password of some length';
  const add = async () => {
    const email = `new-${newId()}@example.org`;
    const roles = [{ maracId: world.maracId, role: 'REFERRER' }];
    const body = { agencyId: world.agencies.housing.id, email, name: 'Sam Example', password: first, roles };
    expect((await app.request('POST', '/users', { as: world.administrator, body })).status).toBe(201);
    return email;
  };
  const email = await add();
  const { token, session } = (await signIn(email, first)).body;
  expect(session.passwordToChange).toBe(true);
  for (const [method, path] of [['GET', '/inbox'], ['POST', '/authenticator-app'], ['POST', '/passkeys/options'], ['GET', '/sessions']] as const) // prettier-ignore
    expect((await app.request(method, path, { as: token })).body).toMatchObject({ status: 403, code: 'own-password-needed' }); // prettier-ignore
  const choose = (password: string) =>
    app.request('POST', '/sessions/current/password', { as: token, body: { current: first, password } });
  expect((await choose(first)).body.errors).toMatchObject([{ code: 'same-password' }]);
  expect((await choose('nine dry otters swim out')).status).toBe(204);
  expect((await app.request('GET', '/sessions/current', { as: token })).body.passwordToChange).toBe(false);
  expect((await app.request('GET', '/inbox', { as: token })).status).toBe(200);
  expect((await signIn(email, first)).status).toBe(401);
  const late = await add();
  await app.rows(`update identity.users set password_given_at = now() - interval '7 days' where email = $1`, [late]);
  expect((await signIn(late, first)).status).toBe(401);
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
  const twice = { ...body, email: 'x@example.org', roles: [...body.roles, ...body.roles] };
  expect((await app.request('POST', '/users', { as: world.administrator, body: twice })).body).toMatchObject({
    status: 422,
    errors: [{ pointer: '/roles/1', code: 'named-twice' }],
  });
});
