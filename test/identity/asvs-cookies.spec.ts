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

test('signing in ends the session that the same browser had, also somebody else’s, and no other', async () => {
  const signIn = (email: string, cookie?: string) =>
    app.request('POST', '/sessions', { body: { email, password: PASSWORD }, headers: cookie ? { cookie } : undefined });
  const works = async (token: string) => (await app.request('GET', '/sessions/current', { as: token })).status === 200;
  const elsewhere = (await signIn(world.idva.email)).body.token;
  const before = (await signIn(world.idva.email)).body.token;
  expect([await works(elsewhere), await works(before)]).toEqual([true, true]);
  const after = (await signIn(world.chair.email, `__Host-marac_session=${before}`)).body.token;
  expect([await works(elsewhere), await works(before), await works(after)]).toEqual([true, false, true]);
  const refused = { email: world.idva.email, password: 'not the password at all' };
  await app.request('POST', '/sessions', { body: refused, headers: { cookie: `__Host-marac_session=${after}` } });
  expect(await works(after)).toBe(true); // or anybody's wrong guess at a shared desk would sign a colleague out
});

test('signing out takes it away', async () => {
  const answer = await app.request('DELETE', '/sessions/current', { as: world.chair });
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-marac_session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/,
  );
});
