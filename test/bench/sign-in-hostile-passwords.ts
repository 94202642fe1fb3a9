import type { HostileCase } from './sign-in-cases.js';
import { tokenOf } from './sign-in-cases.js';
import { GIVEN, type People } from './sign-in-people.js';
import { type Ask, PASSWORD, type Person, WRONG } from './sign-in-scene.js';

/** Everything right but for what the case changes. */
const given = (
  name: string,
  change: (right: { email: string; password: string; code: string }) => unknown,
): HostileCase => ({
  name,
  async run(people) {
    const { scene } = people;
    const person = await people.person();
    await scene.forgetCodes(person);
    const right = { email: person.email, password: PASSWORD, code: scene.code(person) };
    const changed = change(right);
    const body = typeof changed === 'string' ? { raw: changed } : { body: changed };
    return tokenOf(people, await scene.ask('POST', '/sessions', body));
  },
});

/** Guesses, and then what is right: accepted when that is looked at without a wait. */
const guessed = (name: string, guess: (people: People, victim: Person) => Promise<Ask>): HostileCase => ({
  name,
  async run(people) {
    const { scene } = people;
    const victim = await people.person();
    const last = await guess(people, victim);
    await scene.forgetCodes(victim);
    const right = { email: victim.email, password: PASSWORD, code: scene.code(victim) };
    const { status } = await scene.signIn(right, last);
    return { accepted: status !== 429, status };
  },
});

/** With the password that the administrator chose, and goes on knowing. */
const chosenForThem = (name: string, method: string, path: string, body?: object): HostileCase => ({
  name: `a password that was given: ${name}`,
  async run(people) {
    const { status } = await people.scene.ask(method, path, { token: await people.added(), ...(body && { body }) });
    return { accepted: status < 300, status };
  },
});

const GIVEN_PASSWORD: HostileCase[] = [
  chosenForThem('enrols an authenticator app', 'POST', '/authenticator-app'),
  chosenForThem('begins with a passkey', 'POST', '/passkeys/options'),
  chosenForThem('reads the inbox', 'GET', '/inbox'),
  chosenForThem('lists referrals', 'GET', '/referrals'),
  chosenForThem('keeps it', 'POST', '/sessions/current/password', { current: GIVEN, password: GIVEN }),
];

const BRUTE_FORCE: HostileCase[] = [
  guessed('30 guesses from one place', async ({ scene }, { email }) => {
    const from = scene.network();
    for (let i = 0; i < 30; i++) await scene.signIn({ email, password: `${WRONG} ${i}` }, { from });
    return { from };
  }),
  guessed('60 guesses from one place at the same time', async ({ scene }, { email }) => {
    const from = scene.network();
    const tries = Array.from({ length: 60 }, (_, i) => scene.signIn({ email, password: `${WRONG} ${i}` }, { from }));
    const looked = (await Promise.all(tries)).filter(({ status }) => status === 401).length;
    if (looked > 25) throw new Error(`${looked} of 60 guesses at the same time were looked at`);
    return { from };
  }),
  guessed('40 guesses from 40 places', async ({ scene }, { email }) => {
    for (let i = 0; i < 40; i++) await scene.signIn({ email, password: `${WRONG} ${i}` });
    return {};
  }),
  guessed('30 accounts from one place, signing in oneself in between', async (people) => {
    const { scene } = people;
    const from = scene.network();
    const insider = await people.newcomer();
    for (let i = 0; i < 30; i++) {
      await scene.signIn({ email: `victim-${i}@example.org`, password: WRONG }, { from });
      if (i % 4 === 0) await scene.signIn({ email: insider.email, password: PASSWORD }, { from });
    }
    return { from };
  }),
  ...['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'].map((header) =>
    guessed(`12 guesses, each with another ${header}`, async ({ scene }, { email }) => {
      const forged = (i: number) => ({ [header]: header === 'forwarded' ? `for=192.0.2.${i}` : `192.0.2.${i}` });
      for (let i = 0; i < 12; i++) await scene.signIn({ email, password: WRONG }, { at: 'bare', headers: forged(i) });
      return { at: 'bare', headers: forged(99) };
    }),
  ),
];

const FIELDS: HostileCase[] = [
  given('wrong password', (right) => ({ ...right, password: WRONG })),
  given('the password in capitals', (right) => ({ ...right, password: PASSWORD.toUpperCase() })),
  given('the password with a blank behind', (right) => ({ ...right, password: `${PASSWORD} ` })),
  given('empty password', (right) => ({ ...right, password: '' })),
  given('no password', ({ email, code }) => ({ email, code })),
  given('password null', (right) => ({ ...right, password: null })),
  given('password true', (right) => ({ ...right, password: true })),
  given('password in a list', (right) => ({ ...right, password: [right.password] })),
  given('password as an operator', (right) => ({ ...right, password: { $ne: '' } })),
  given('password and a null byte', (right) => ({ ...right, password: `${right.password}\0` })),
  given('a null byte in front of the rest of an address', (right) => ({ ...right, email: `${right.email}\0x` })),
  given('password of a megabyte', (right) => ({ ...right, password: right.password.repeat(40_000) })),
  given('password of 257 characters', (right) => ({ ...right, password: right.password.padEnd(257, 'x') })),
  given('SQL for an address', (right) => ({ ...right, email: `' or lower(email) = '${right.email}' --` })),
  given('SQL for a password', (right) => ({ ...right, password: `' or '1' = '1` })),
  given('address as an operator', (right) => ({ ...right, email: { $gt: '' } })),
  given('address in a list', (right) => ({ ...right, email: [right.email] })),
  given('a wildcard for an address', (right) => ({ ...right, email: '%' })),
  given('address with a Cyrillic letter', (right) => ({ ...right, email: right.email.replace('e', 'е') })),
  given('address in full-width letters', (right) => ({ ...right, email: right.email.replace('p', 'ｐ') })),
  given('address with a soft hyphen', (right) => ({ ...right, email: right.email.replace('@', '\u00AD@') })),
  given('a property that is not ours', (right) => ({
    ...right,
    password: WRONG,
    secondFactorAt: '2099-01-01T00:00:00Z',
  })),
  given('whose session it is to be', (right) => ({ ...right, password: WRONG, userId: right.email, admin: true })),
  given('one property twice', ({ email, code }) =>
    JSON.stringify({ email, code, password: WRONG }).replace('{', `{"password":${JSON.stringify(PASSWORD)},`),
  ),
  given(
    'a prototype',
    ({ email, code }) => `{"email":"${email}","code":"${code}","__proto__":{"password":"${PASSWORD}"}}`,
  ),
  given('a list in place of an object', (right) => [right]),
  given('broken JSON', (right) => JSON.stringify(right).slice(0, -1)),
];

export const HOSTILE_PASSWORDS: HostileCase[] = [...GIVEN_PASSWORD, ...BRUTE_FORCE, ...FIELDS];
