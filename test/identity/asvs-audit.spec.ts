import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

test('every way of signing in and failing to leaves a line that says how', async () => {
  const person = await world.person(world.agencies.housing.id, ['REFERRER']);
  const signIn = (password: string, email = person.email) =>
    app.request('POST', '/sessions', { body: { email, password } });
  const before = await app.rows('select count(*)::int as count from audit.events');
  const { token } = (await signIn(PASSWORD)).body;
  await signIn('not the password, surely');
  await signIn(PASSWORD, `nobody-${world.code}@example.org`);
  const change = { current: 'not the password, surely', password: 'seven wet herons walk home' };
  await app.request('POST', '/sessions/current/password', { as: token, body: change });
  await app.request('POST', '/sessions/current/password', { as: token, body: { ...change, current: PASSWORD } });
  await app.request('DELETE', '/sessions/current', { as: token });
  const lines = await app.rows(
    `select action, code, subject_id as "who", at is not null as "when" from audit.events
      where action ~ '^(sign-in|session|password)[.]' order by at, id offset 0`,
  );
  expect(before[0].count).toBeGreaterThan(0);
  const mine = lines.slice(-6);
  expect(mine.map(({ action, code }) => [action, code])).toEqual([
    ['sign-in.done', 'PASSWORD'],
    ['sign-in.refused', 'PASSWORD'],
    ['sign-in.refused', 'PASSWORD'],
    ['password.refused', null],
    ['password.changed', null],
    ['session.ended', null],
  ]);
  expect(mine.map(({ who }) => who)).toEqual([person.id, person.id, 'unknown', person.id, person.id, person.id]);
  expect(mine.every((line) => line.when)).toBe(true);
  expect(JSON.stringify(lines)).not.toMatch(/example\.org|herons|surely/);
});
