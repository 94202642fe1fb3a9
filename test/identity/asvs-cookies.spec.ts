import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { PASSWORD, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp({ PUBLIC_URL: 'https://marac.example' });
  world = await app.world();
});
afterAll(() => app.stop());

test('the session’s cookie, over https: for this host alone, out of reach of scripts and of other sites', async () => {
  const body = { email: world.idva.email, password: PASSWORD };
  const answer = await app.request('POST', '/sessions', { body });
  const set = [answer.headers['set-cookie'] ?? []].flat().map(String);
  expect(set).toEqual([`__Host-marac_session=${answer.body.token}; Path=/; HttpOnly; Secure; SameSite=Strict`]);
  expect(set[0]!.length).toBeLessThan(4096);
});

test('signing out takes it away', async () => {
  const answer = await app.request('DELETE', '/sessions/current', { as: world.chair });
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-marac_session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/,
  );
});
