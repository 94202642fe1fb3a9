import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

const NEW = 'seven wet herons walk home';
const somebody = () => world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
const change = (as: TestUser, current: string, password: string) =>
  app.request('POST', '/sessions/current/password', { as, body: { current, password } });
const signIn = (email: string, password: string) => app.request('POST', '/sessions', { body: { email, password } });

describe('refused', () => {
  test('without the current one, however often', async () => {
    const person = await somebody();
    for (let i = 0; i < 5; i++) {
      const answer = await change(person, 'not the password, surely', NEW);
      expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/current', code: 'wrong-password' }] });
    }
    expect((await change(person, PASSWORD, NEW)).status).toBe(429);
    expect((await signIn(person.email, NEW)).status).toBe(401);
  });

  test.each([
    ['short', 'fourteen chars', 'too-short'],
    ['endless', 'x'.repeat(257), 'too-long'],
    ['leaked', '1qaz2wsx3edc4rfv', 'common-password'],
    ['repeated', 'heronheronheronheron', 'repeats-itself'],
    ['the same', PASSWORD, 'same-password'],
  ])('one that is %s', async (_, password, code) => {
    const answer = await change(await somebody(), PASSWORD, password);
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/password', code }] });
  });

  test('one made of the agency’s name and the MARAC’s code', async () => {
    const answer = await change(await somebody(), PASSWORD, `housing-${world.code}-marac-1`);
    expect(answer.body.errors[0].code).toBe('made-of-names');
  });

  test('to an administrator too, for the first password of somebody', async () => {
    const body = {
      agencyId: world.agencies.housing.id,
      email: `weak-${world.code}@example.org`,
      name: 'Peregrine Oakley',
      password: 'PeregrineOakley1',
      roles: [{ maracId: world.maracId, role: 'REFERRER' }],
    };
    const answer = await app.request('POST', '/users', { as: world.administrator, body });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/password', code: 'made-of-names' }] });
  });

  test('an address of another alphabet, when a person is added', async () => {
    const body = {
      agencyId: world.agencies.housing.id,
      email: 'аdmin@example.org',
      name: 'Sam Example',
      password: NEW,
      roles: [{ maracId: world.maracId, role: 'REFERRER' }],
    };
    const answer = await app.request('POST', '/users', { as: world.administrator, body });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/email', code: 'not-an-email' }] });
    const sql = `update identity.users set email = 'аdmin@example.org' where id = $1`;
    await expect(app.rows(sql, [world.idva.id])).rejects.toThrow(/user_email_is_plain/);
  });
});

test('a megabyte of password is refused before anything is hashed', async () => {
  const begun = performance.now();
  const answer = await signIn(world.idva.email, 'x'.repeat(1_000_000));
  expect(answer.status).toBe(413);
  expect((await signIn(world.idva.email, 'x'.repeat(200_000))).status).toBe(422);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test('the new one counts from now on, and the other sessions end', async () => {
  const person = await somebody();
  const other = (await signIn(person.email, PASSWORD)).body.token;
  expect((await change(person, PASSWORD, NEW)).status).toBe(204);
  const status = async (token: string) => (await app.request('GET', '/sessions/current', { as: token })).status;
  expect([await status(person.token), await status(other)]).toEqual([200, 401]);
  expect((await signIn(person.email, PASSWORD)).status).toBe(401);
  expect((await signIn(person.email, NEW)).status).toBe(201);
});

test('what is typed composed or decomposed is the same password', async () => {
  const person = await somebody();
  expect((await change(person, PASSWORD, 'sept hérons mouillés')).status).toBe(204);
  expect((await signIn(person.email, 'sept hérons mouillés'.normalize('NFD'))).status).toBe(201);
});
