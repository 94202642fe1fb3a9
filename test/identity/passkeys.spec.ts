import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { freshly } from '../support/second-factor.js';
import { type Deviations, SoftwareAuthenticator } from '../support/software-authenticator.js';
import type { TestUser, World } from '../support/world.js';

const ORIGIN = 'https://marac.example.org';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp({ PUBLIC_URL: ORIGIN });
  world = await app.world();
});
afterAll(() => app.stop());

const somebody = () => world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);

async function register(person: TestUser, otherwise: Deviations = {}, device = new SoftwareAuthenticator(ORIGIN)) {
  const { challengeId, options } = (await app.request('POST', '/passkeys/options', { as: person })).body;
  const body = { challengeId, name: 'Work telephone', response: device.register(options, otherwise) };
  return { device, answer: await app.request('POST', '/passkeys', { as: person, body }) };
}

async function signIn(device: SoftwareAuthenticator, otherwise: Deviations = {}) {
  const { challengeId, options } = (await app.request('POST', '/sessions/passkey-options')).body;
  const response = device.authenticate(options, otherwise);
  return app.request('POST', '/sessions/passkey', { body: { challengeId, response } });
}

const HOSTILE: [string, Deviations][] = [
  ['another origin', { origin: 'https://marac.example.org.evil.example' }],
  ['plain HTTP', { origin: 'http://marac.example.org' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['a challenge of its own', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['an unverified holder', { unverified: true }],
  ['nobody there', { absent: true }],
  ['a frame of another site', { crossOrigin: true }],
];

describe('signing in is refused', () => {
  let person: TestUser;
  let device: SoftwareAuthenticator;
  beforeAll(async () => {
    person = await somebody();
    ({ device } = await register(person));
    await signIn(device);
  });

  test.each([
    ...HOSTILE,
    ['the ceremony of registering', { type: 'webauthn.create' }],
    ['another key', { otherKey: true }],
    ['a byte changed after signing', { spoilt: true }],
    ['no holder named', { userHandle: null }],
    ['a holder that is no id', { userHandle: 'AAAA' }],
    ['a counter that stands still', { counter: 1 }],
    ['a counter that goes back', { counter: 0 }],
    ['an unknown passkey', { credentialId: 'bm90aGluZw' }],
    ['SQL for a passkey', { credentialId: `' or 1=1 --` }],
  ] as [string, Deviations][])('%s', async (_, otherwise) => {
    const answer = await signIn(device, otherwise);
    expect([answer.status, answer.body.code]).toEqual([401, 'sign-in-refused']);
  });

  test('another person’s passkey under one’s own name', async () => {
    const { device: theirs } = await register(await somebody());
    const answer = await signIn(theirs, { userHandle: device.userHandle });
    expect(answer.status).toBe(401);
  });

  test('an answer that was used, a challenge of long ago, one that was given for another purpose', async () => {
    const { challengeId, options } = (await app.request('POST', '/sessions/passkey-options')).body;
    const body = { challengeId, response: device.authenticate(options) };
    expect((await app.request('POST', '/sessions/passkey', { body })).status).toBe(201);
    expect((await app.request('POST', '/sessions/passkey', { body })).status).toBe(401);
    const old = (await app.request('POST', '/sessions/passkey-options')).body;
    await app.rows('delete from identity.challenges where id = $1', [old.challengeId]);
    await app.rows(
      `insert into identity.challenges (id, kind, challenge, expires_at) values ($1, 'SIGN_IN', $2, now() - interval '1 second')`,
      [old.challengeId, old.options.challenge],
    );
    const late = { challengeId: old.challengeId, response: device.authenticate(old.options) };
    expect((await app.request('POST', '/sessions/passkey', { body: late })).status).toBe(401);
    const as = await freshly(app, person);
    const stepUp = (await app.request('POST', '/sessions/current/passkey-options', { as })).body;
    const misused = { challengeId: stepUp.challengeId, response: device.authenticate(stepUp.options) };
    expect((await app.request('POST', '/sessions/passkey', { body: misused })).status).toBe(401);
  });

  test('of many who send one answer at the same time one gets in', async () => {
    const { challengeId, options } = (await app.request('POST', '/sessions/passkey-options')).body;
    const body = { challengeId, response: device.authenticate(options) };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.request('POST', '/sessions/passkey', { body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test('of copies of one passkey that answer at the same time, each its own challenge, one gets in', async () => {
    const { device: copied } = await register(await somebody());
    const asked = await Promise.all(Array.from({ length: 6 }, () => app.request('POST', '/sessions/passkey-options')));
    const answers = await Promise.all(
      asked.map(({ body: { challengeId, options } }) => {
        const body = { challengeId, response: copied.authenticate(options, { counter: 7 }) };
        return app.request('POST', '/sessions/passkey', { body });
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test('rubbish', async () => {
    const { challengeId } = (await app.request('POST', '/sessions/passkey-options')).body;
    const junk = [
      {},
      { response: {} },
      { id: 7 },
      { id: 'x', response: { userHandle: {}, clientDataJSON: '{' } },
      { id: 'x', response: null },
    ];
    for (const response of junk) {
      const answer = await app.request('POST', '/sessions/passkey', { body: { challengeId, response } });
      expect(answer.status).toBe(401);
    }
  });

  test('a person who was deactivated', async () => {
    const leaver = await somebody();
    const { device: theirs } = await register(leaver);
    await app.request('POST', `/users/${leaver.id}/deactivation`, { as: world.administrator });
    expect((await signIn(theirs)).status).toBe(401);
  });
});

describe('registering is refused', () => {
  test.each([...HOSTILE, ['the ceremony of signing in', { type: 'webauthn.get' }] as [string, Deviations]])(
    '%s',
    async (_, otherwise) => {
      const { answer } = await register(await somebody(), otherwise);
      expect([answer.status, answer.body.errors?.[0]?.code]).toEqual([422, 'passkey-refused']);
    },
  );

  test('with a challenge that somebody else was given', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const { challengeId, options } = (await app.request('POST', '/passkeys/options', { as: other })).body;
    const body = { challengeId, name: 'Mine', response: new SoftwareAuthenticator(ORIGIN).register(options) };
    expect((await app.request('POST', '/passkeys', { as: person, body })).status).toBe(422);
  });

  test('the same passkey twice, by anybody', async () => {
    const { device, answer } = await register(await somebody());
    expect(answer.status).toBe(201);
    const again = await register(await somebody(), {}, device);
    expect(again.answer.body).toMatchObject({ status: 409, code: 'passkey-registered' });
  });

  test('another one, by a session that has not proved the first lately', async () => {
    const person = await somebody();
    await register(person);
    const { answer } = await register(await freshly(app, person, 16));
    expect([answer.status, answer.body.code]).toEqual([403, 'second-factor-needed']);
  });
});

test('a passkey alone signs in, and proves the second factor', async () => {
  const person = await somebody();
  const { device, answer } = await register(person);
  expect(answer.body.session).toMatchObject({ secondFactor: 'PROVED' });
  const signedIn = await signIn(device);
  expect(signedIn).toMatchObject({
    status: 201,
    body: { session: { userId: person.id, method: 'PASSKEY', secondFactor: 'PROVED' } },
  });
  expect(signedIn.headers['set-cookie']).toMatch(
    /^__Host-marac_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

test('it steps a session up, but not somebody else’s', async () => {
  const person = await somebody();
  const { device } = await register(person);
  const stepUp = async (as: TestUser) => {
    const { challengeId, options } = (await app.request('POST', '/sessions/current/passkey-options', { as })).body;
    const body = { passkey: { challengeId, response: device.authenticate(options) } };
    return app.request('POST', '/sessions/current/second-factor', { as, body });
  };
  expect((await stepUp(await freshly(app, person, 30))).status).toBe(201);
  expect((await stepUp(await somebody())).status).toBe(403);
});

test('one’s own are listed and removed, but for the last second factor', async () => {
  const person = await somebody();
  const { answer } = await register(person);
  const me = { ...person, token: answer.body.token };
  const [{ id }] = (await app.request('GET', '/passkeys', { as: me })).body;
  const remove = (as: TestUser) => app.request('DELETE', `/passkeys/${id}`, { as });
  expect((await remove(await freshly(app, await somebody()))).status).toBe(404);
  expect((await remove(await freshly(app, person, 16))).body.code).toBe('second-factor-needed');
  expect((await remove(me)).body).toMatchObject({ status: 409, code: 'last-second-factor' });
  const second = await register(me);
  const now = { ...person, token: second.answer.body.token };
  expect((await remove(now)).status).toBe(204);
  expect((await app.request('GET', '/passkeys', { as: now })).body).toHaveLength(1);
});

test('one network is not given challenges without end', async () => {
  const ask = () => app.request('POST', '/sessions/passkey-options');
  for (let i = 0; i < 300; i++) if ((await ask()).status === 429) return;
  expect((await ask()).status).toBe(429);
});
