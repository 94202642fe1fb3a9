import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeAt } from '../../src/identity/totp.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { enrolApp, freshly, nextCode } from '../support/second-factor.js';
import { PASSWORD, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp({ SECOND_FACTOR: 'required' });
  world = await app.world();
});
afterAll(() => app.stop());

const signIn = async (person: TestUser, code?: string) =>
  (await app.request('POST', '/sessions', { body: { email: person.email, password: PASSWORD, ...(code && { code }) } }))
    .body;

describe('with the password alone', () => {
  test.each([
    ['GET', '/cases'],
    ['GET', '/inbox'],
    ['GET', '/users'],
    ['GET', '/sessions'],
    ['GET', '/passkeys'],
    ['GET', '/no-such-thing'],
    ['POST', '/referrals'],
    ['POST', '/sessions/current/password'],
    ['POST', '/sessions/current/meeting-mode'],
    ['DELETE', '/sessions'],
  ])('%s %s is refused', async (method, path) => {
    const { token } = await signIn(world.coordinator);
    const answer = await app.request(method, path, { as: token });
    expect([answer.status, answer.body.code]).toEqual([403, 'second-factor-needed']);
  });

  test('one may see where one stands, enrol, prove and sign out', async () => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const first = await signIn(person);
    expect(first.session.secondFactor).toBe('NOT_ENROLLED');
    const { secret } = await enrolApp(app, { ...person, token: first.token });
    const second = await signIn(person);
    expect(second.session.secondFactor).toBe('NOT_PROVED');
    expect((await app.request('GET', '/inbox', { as: second.token })).status).toBe(403);
    const body = { code: nextCode(secret) };
    const proved = await app.request('POST', '/sessions/current/second-factor', { as: second.token, body });
    expect((await app.request('GET', '/inbox', { as: proved.body.token })).status).toBe(200);
    const third = await signIn(person);
    expect((await app.request('DELETE', '/sessions/current', { as: third.token })).status).toBe(204);
  });

  test('an authenticator app that is there is not replaced', async () => {
    const person = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    await enrolApp(app, { ...person, token: (await signIn(person)).token });
    const { token } = await signIn(person);
    const { secret } = (await app.request('POST', '/authenticator-app', { as: token })).body;
    const body = { code: codeAt(secret, new Date()) };
    const answer = await app.request('POST', '/authenticator-app/confirmation', { as: token, body });
    expect(answer.body.code).toBe('second-factor-needed');
  });
});

test('with password and code everything is open that the role opens', async () => {
  const person = await world.person(world.agencies.police.id, ['COORDINATOR']);
  const { secret } = await enrolApp(app, { ...person, token: (await signIn(person)).token });
  const { token, session } = await signIn(person, nextCode(secret));
  expect(session.secondFactor).toBe('PROVED');
  expect((await app.request('GET', '/inbox', { as: token })).status).toBe(200);
});

test('ending other sessions takes a factor proved just now', async () => {
  const person = await world.person(world.agencies.police.id, ['COORDINATOR']);
  const left = await freshly(app, person, 16);
  const other = await freshly(app, person, 16);
  const { body: sessions } = await app.request('GET', '/sessions', { as: left });
  const { id } = sessions.find(({ current }: { current: boolean }) => !current);
  for (const path of ['/sessions', `/sessions/${id}`])
    expect((await app.request('DELETE', path, { as: left })).body).toMatchObject({ code: 'second-factor-needed' });
  expect((await app.request('GET', '/inbox', { as: other })).status).toBe(200);
  const proved = await freshly(app, person);
  expect((await app.request('DELETE', '/sessions', { as: proved })).status).toBe(204);
  for (const as of [left, other]) expect((await app.request('GET', '/inbox', { as })).status).toBe(401);
});
