import { type Deviations, SoftwareAuthenticator } from '../support/software-authenticator.js';
import type { HostileCase } from './sign-in-cases.js';
import { done, tokenOf } from './sign-in-cases.js';
import type { People } from './sign-in-people.js';
import { type Answer, must, ORIGIN, type Person } from './sign-in-scene.js';

/** A passkey of a person, registered as it should be. */
async function registered({ scene }: People, { token }: Person): Promise<SoftwareAuthenticator> {
  const device = new SoftwareAuthenticator(ORIGIN);
  const { challengeId, options } = await must(201, scene.ask('POST', '/passkeys/options', { token }));
  const body = { challengeId, name: 'Work telephone', response: device.register(options) };
  await must(201, scene.ask('POST', '/passkeys', { token, body }));
  return device;
}

async function signIn({ scene }: People, device: SoftwareAuthenticator, otherwise?: Deviations): Promise<Answer> {
  const { challengeId, options } = await must(201, scene.ask('POST', '/sessions/passkey-options'));
  return scene.ask('POST', '/sessions/passkey', {
    body: { challengeId, response: device.authenticate(options, otherwise) },
  });
}

/** A passkey that was used once, and deviates the second time. */
const deviating = (name: string, otherwise: Deviations): HostileCase => ({
  name: `passkey: ${name}`,
  async run(people) {
    const device = await registered(people, await people.person());
    await must(201, signIn(people, device));
    return tokenOf(people, await signIn(people, device, otherwise));
  },
});

const registering = (name: string, otherwise: Deviations): HostileCase => ({
  name: `passkey to be: ${name}`,
  async run(people) {
    const { token } = await people.person();
    const { challengeId, options } = await must(201, people.scene.ask('POST', '/passkeys/options', { token }));
    const response = new SoftwareAuthenticator(ORIGIN).register(options, otherwise);
    return done(await people.scene.ask('POST', '/passkeys', { token, body: { challengeId, name: 'x', response } }));
  },
});

const BOTH: [string, Deviations][] = [
  ['made for another origin', { origin: `${ORIGIN}.evil.example` }],
  ['made over plain HTTP', { origin: ORIGIN.replace('https', 'http') }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['with a challenge of its own', { challenge: 'A'.repeat(43) }],
  ['whose holder was not verified', { unverified: true }],
  ['with nobody there', { absent: true }],
  ["in another site's frame", { crossOrigin: true }],
];

const SIGN_INS: HostileCase[] = [
  deviating('the ceremony of registering', { type: 'webauthn.create' }),
  deviating('signed with another key', { otherKey: true }),
  deviating('changed after signing', { spoilt: true }),
  deviating('a counter that stands still', { counter: 1 }),
  deviating('a counter that goes back', { counter: 0 }),
  deviating('no holder named', { userHandle: null }),
  deviating('unknown', { credentialId: 'bm90aGluZw' }),
  deviating('SQL', { credentialId: `' or 1=1 --` }),
  {
    name: "passkey: somebody else's, under one's own name",
    async run(people) {
      const victim = await registered(people, await people.person());
      const mine = await registered(people, await people.person());
      return tokenOf(people, await signIn(people, mine, { userHandle: victim.userHandle }));
    },
  },
  {
    name: 'passkey: an answer that was used',
    async run(people) {
      const { scene } = people;
      const device = await registered(people, await people.person());
      const { challengeId, options } = await must(201, scene.ask('POST', '/sessions/passkey-options'));
      const body = { challengeId, response: device.authenticate(options) };
      await must(201, scene.ask('POST', '/sessions/passkey', { body }));
      return tokenOf(people, await scene.ask('POST', '/sessions/passkey', { body }));
    },
  },
  {
    name: 'passkey: one answer, eight times at the same moment, at two processes',
    async run(people) {
      const { scene } = people;
      const device = await registered(people, await people.person());
      const { challengeId, options } = await must(201, scene.ask('POST', '/sessions/passkey-options'));
      const body = { challengeId, response: device.authenticate(options) };
      const at = (i: number) => (i % 2 === 0 ? 'proxied' : 'bare');
      const tries = Array.from({ length: 8 }, (_, i) => scene.ask('POST', '/sessions/passkey', { body, at: at(i) }));
      const answers = await Promise.all(tries);
      const refused = answers.find(({ status }) => status !== 201);
      return { accepted: answers.filter(({ status }) => status === 201).length > 1, status: refused?.status ?? 201 };
    },
  },
  {
    name: 'passkey: a challenge for stepping up, to sign in',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      const device = await registered(people, person);
      const token = await people.halfWay(person);
      const { challengeId, options } = await must(
        201,
        scene.ask('POST', '/sessions/current/passkey-options', { token }),
      );
      const body = { challengeId, response: device.authenticate(options) };
      return tokenOf(people, await scene.ask('POST', '/sessions/passkey', { body }));
    },
  },
  {
    name: "passkey: one's own, to step up somebody else's session",
    async run(people) {
      const { scene } = people;
      const mine = await registered(people, await people.person());
      const token = await people.halfWay(await people.person());
      const { challengeId, options } = await must(
        201,
        scene.ask('POST', '/sessions/current/passkey-options', { token }),
      );
      const passkey = { challengeId, response: mine.authenticate(options) };
      return tokenOf(people, await scene.ask('POST', '/sessions/current/second-factor', { token, body: { passkey } }));
    },
  },
  {
    name: 'passkey: of somebody deactivated',
    async run(people) {
      const person = await people.person();
      const device = await registered(people, person);
      const { token } = people.administrators[0];
      await must(204, people.scene.ask('POST', `/users/${person.id}/deactivation`, { token }));
      return tokenOf(people, await signIn(people, device));
    },
  },
];

/** The same ceremony without any deviation: it does sign in, or the refusals would prove nothing. */
export async function honestPasskey(people: People): Promise<boolean> {
  const device = await registered(people, await people.person());
  return (await tokenOf(people, await signIn(people, device))).accepted;
}

export const HOSTILE_PASSKEYS: HostileCase[] = [
  ...BOTH.map(([name, otherwise]) => deviating(name, otherwise)),
  ...BOTH.map(([name, otherwise]) => registering(name, otherwise)),
  ...SIGN_INS,
];
