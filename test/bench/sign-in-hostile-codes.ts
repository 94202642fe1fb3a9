import type { HostileCase, Outcome } from './sign-in-cases.js';
import { done, tokenOf } from './sign-in-cases.js';
import type { People } from './sign-in-people.js';
import { PASSWORD, type Person } from './sign-in-scene.js';

/** The right password with a code that is not right. */
const coded = (name: string, code: (people: People, person: Person) => unknown): HostileCase => ({
  name: `code: ${name}`,
  async run(people) {
    const person = await people.person();
    await people.scene.forgetCodes(person);
    const given = { email: person.email, password: PASSWORD, code: await code(people, person) };
    return tokenOf(people, await people.scene.signIn(given));
  },
});

const prove = (people: People, token: string, code: unknown) =>
  people.scene.ask('POST', '/sessions/current/second-factor', { token, body: { code } });

const CODES: HostileCase[] = [
  coded('empty', () => ''),
  coded('blanks', () => '      '),
  coded('000000', () => '000000'),
  coded('a number', ({ scene }, person) => Number(scene.code(person))),
  coded('with a sign', ({ scene }, person) => `+${scene.code(person)}`),
  coded('with a digit more', ({ scene }, person) => `${scene.code(person)}0`),
  coded('a digit short', ({ scene }, person) => scene.code(person).slice(1)),
  coded('in full-width digits', ({ scene }, person) =>
    [...scene.code(person)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
  ),
  coded('letters', () => 'abcdef'),
  coded('SQL', () => `' or 1=1--`),
  coded('a minute and a half late', ({ scene }, person) => scene.code(person, -90)),
  coded('a minute and a half early', ({ scene }, person) => scene.code(person, 90)),
  coded('of an hour ago', ({ scene }, person) => scene.code(person, -3600)),
  coded("of somebody else's app", async (people) => people.scene.code(await people.person())),
];

const REPLAYS: HostileCase[] = [
  {
    name: 'replay: the code of a sign-in, for another',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      await scene.forgetCodes(person);
      const given = { email: person.email, password: PASSWORD, code: scene.code(person) };
      await scene.signIn(given);
      return tokenOf(people, await scene.signIn(given));
    },
  },
  {
    name: 'replay: the code of a sign-in, in a session of its own',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      const token = await people.halfWay(person);
      await scene.forgetCodes(person);
      const code = scene.code(person);
      await scene.signIn({ email: person.email, password: PASSWORD, code });
      return tokenOf(people, await prove(people, token, code));
    },
  },
  {
    name: 'replay: the code of enrolling',
    async run(people) {
      const { email, enrolledWith: code } = await people.person();
      return tokenOf(people, await people.scene.signIn({ email, password: PASSWORD, code }));
    },
  },
  {
    name: 'replay: an earlier code after a later one',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      await scene.forgetCodes(person);
      await scene.signIn({ email: person.email, password: PASSWORD, code: scene.code(person, 30) });
      return tokenOf(people, await scene.signIn({ email: person.email, password: PASSWORD, code: scene.code(person) }));
    },
  },
  {
    name: 'replay: one code, eight times at the same moment, at two processes',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      await scene.forgetCodes(person);
      const given = { email: person.email, password: PASSWORD, code: scene.code(person) };
      const at = (i: number) => (i % 2 === 0 ? 'proxied' : 'bare');
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => scene.signIn(given, { at: at(i) })));
      const letIn = answers.filter(({ status }) => status === 201).length;
      return { accepted: letIn > 1, status: answers.find(({ status }) => status !== 201)?.status ?? 201 };
    },
  },
  {
    name: 'guessing codes, thirty of them, from thirty places',
    async run(people) {
      const person = await people.person();
      const token = await people.halfWay(person);
      for (let i = 0; i < 30; i++) await prove(people, token, String(100_000 + i));
      await people.scene.forgetCodes(person);
      const { status } = await prove(people, token, people.scene.code(person));
      return { accepted: status !== 429, status };
    },
  },
];

/** With the password alone, where a second factor is needed. */
const halfWay = (name: string, method: string, path: string, body?: object): HostileCase => ({
  name: `password alone: ${name}`,
  async run(people): Promise<Outcome> {
    const token = await people.halfWay(await people.person());
    return done(await people.scene.ask(method, path, { token, ...(body && { body }) }));
  },
});

const HALF_WAY: HostileCase[] = [
  halfWay('reads the inbox', 'GET', '/inbox'),
  halfWay('lists referrals', 'GET', '/referrals'),
  halfWay('lists sessions', 'GET', '/sessions'),
  halfWay('ends the other sessions', 'DELETE', '/sessions'),
  halfWay('changes the password', 'POST', '/sessions/current/password', {
    current: PASSWORD,
    password: 'nine dry otters swim out',
  }),
  halfWay('an empty proof', 'POST', '/sessions/current/second-factor', {}),
  {
    name: 'password alone: enrols an app of its own in place of the one that is there',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      const token = await people.halfWay(person);
      const { body } = await scene.ask('POST', '/authenticator-app', { token });
      const code = scene.code({ ...person, secret: body.secret });
      return done(await scene.ask('POST', '/authenticator-app/confirmation', { token, body: { code } }));
    },
  },
];

export const HOSTILE_CODES: HostileCase[] = [...CODES, ...REPLAYS, ...HALF_WAY];
