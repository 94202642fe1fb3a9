import type { HostileCase, Outcome } from './sign-in-cases.js';
import { done, tokenOf } from './sign-in-cases.js';
import type { People } from './sign-in-people.js';
import { must, PASSWORD, type Person, WRONG } from './sign-in-scene.js';

const ask = ({ scene }: People, by: Person, person: Person) =>
  scene.ask('POST', `/users/${person.id}/recovery`, { token: by.token });
const confirm = ({ scene }: People, by: Person, person: Person) =>
  scene.ask('POST', `/users/${person.id}/recovery/confirmation`, { token: by.token });

async function recovered(people: People, person: Person): Promise<string> {
  const [first, second] = people.administrators;
  await must(201, ask(people, first, person));
  return (await must(201, confirm(people, second, person))).code;
}

/** With the password, tries to enrol an app and to get in by it. */
async function enrols(people: People, person: Person, enrolmentCode?: string): Promise<Outcome> {
  const { scene } = people;
  const token = await people.halfWay(person);
  const { secret } = await must(201, scene.ask('POST', '/authenticator-app', { token }));
  const body = { code: scene.code({ ...person, secret }), ...(enrolmentCode && { enrolmentCode }) };
  return tokenOf(people, await scene.ask('POST', '/authenticator-app/confirmation', { token, body }));
}

const RECOVERY: HostileCase[] = [
  {
    name: 'recovery: by one administrator alone',
    async run(people) {
      const [first] = people.administrators;
      const person = await people.person();
      await must(201, ask(people, first, person));
      return done(await confirm(people, first, person));
    },
  },
  {
    name: 'recovery: by one administrator in two sessions',
    async run(people) {
      const [first] = people.administrators;
      const person = await people.person();
      await must(201, ask(people, first, person));
      return done(await confirm(people, { ...first, token: await people.session(first) }, person));
    },
  },
  {
    name: 'recovery: confirmed without being asked for',
    run: async (people) => done(await confirm(people, people.administrators[0], await people.person())),
  },
  {
    name: 'recovery: of oneself',
    run: async (people) => done(await ask(people, people.administrators[0], people.administrators[0])),
  },
  {
    name: 'recovery: of oneself, asked for by another',
    async run(people) {
      const [first, second] = people.administrators;
      await must(201, ask(people, first, second));
      return done(await confirm(people, second, second));
    },
  },
  {
    name: 'recovery: by a colleague',
    run: async (people) => done(await ask(people, await people.person(), await people.person())),
  },
  {
    name: 'recovery: by an administrator with the password alone',
    async run(people) {
      const [first] = people.administrators;
      const token = await people.halfWay(first);
      return done(await ask(people, { ...first, token }, await people.person()));
    },
  },
  {
    name: 'recovered: enrols without the code',
    async run(people) {
      const person = await people.person();
      await recovered(people, person);
      return enrols(people, person);
    },
  },
  {
    name: 'recovered: enrols with a code made up',
    async run(people) {
      const person = await people.person();
      await recovered(people, person);
      return enrols(people, person, 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE');
    },
  },
  {
    name: "recovered: enrols with somebody else's code",
    async run(people) {
      const [mine, theirs] = [await people.person(), await people.person()];
      const code = await recovered(people, mine);
      await recovered(people, theirs);
      return enrols(people, theirs, code);
    },
  },
  {
    name: 'recovered: signs in with the app that was taken away',
    async run(people) {
      const { scene } = people;
      const person = await people.person();
      await recovered(people, person);
      return tokenOf(people, await scene.signIn({ email: person.email, password: PASSWORD, code: scene.code(person) }));
    },
  },
];

/** Somebody's first administrator after there is one. */
const setUp = ({ scene }: People, code: string) => {
  const body = {
    code,
    name: 'Mallory',
    email: scene.address(),
    password: 'nine dry otters swim out',
    agency: 'Mallory',
  };
  return scene.ask('POST', '/setup', { body });
};

const SET_UP: HostileCase[] = [
  {
    name: 'set-up: the code a second time',
    run: async (people) => done(await setUp(people, await people.scene.setupCode())),
  },
  {
    name: 'set-up: the printed code, eight times at the same moment, at two processes',
    run: async ({ setUps }) => ({
      accepted: setUps.filter((status) => status === 201).length !== 1,
      status: Math.max(...setUps),
    }),
  },
  { name: 'set-up: a code made up', run: async (people) => done(await setUp(people, 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE')) },
  { name: 'set-up: an empty code', run: async (people) => done(await setUp(people, '')) },
  {
    name: 'password: changed without the current one',
    async run(people) {
      const { scene } = people;
      const { token } = await people.person();
      const body = { current: WRONG, password: 'nine dry otters swim out' };
      return done(await scene.ask('POST', '/sessions/current/password', { token, body }));
    },
  },
  {
    name: 'password: changed to one that leaked',
    async run(people) {
      const { scene } = people;
      const { token } = await people.person();
      const body = { current: PASSWORD, password: '1qaz2wsx3edc4rfv' };
      return done(await scene.ask('POST', '/sessions/current/password', { token, body }));
    },
  },
  {
    name: 'sign-in: of somebody deactivated',
    async run(people) {
      const { scene, administrators } = people;
      const person = await people.person();
      await must(204, scene.ask('POST', `/users/${person.id}/deactivation`, { token: administrators[0].token }));
      await scene.forgetCodes(person);
      return tokenOf(people, await scene.signIn({ email: person.email, password: PASSWORD, code: scene.code(person) }));
    },
  },
];

/** With the code of two administrators a person does get in again. */
export async function honestRecovery(people: People): Promise<boolean> {
  const person = await people.person();
  return (await enrols(people, person, await recovered(people, person))).accepted;
}

export const HOSTILE_RECOVERIES: HostileCase[] = [...RECOVERY, ...SET_UP];
