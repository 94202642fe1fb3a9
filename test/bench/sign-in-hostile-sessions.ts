import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newToken } from '../../src/platform/crypto/tokens.js';
import type { HostileCase } from './sign-in-cases.js';
import { done } from './sign-in-cases.js';
import type { People } from './sign-in-people.js';
import { must, ORIGIN, PASSWORD, type Person } from './sign-in-scene.js';

const COOKIE = '__Host-marac_session';
/** longer than a session is taken to be good without being looked up */
const FORGOTTEN_MS = 700;

/** A session that was good, and what happens to it; accepted when it still opens anything. */
const gone = (name: string, end: (people: People, person: Person, token: string) => Promise<unknown>): HostileCase => ({
  name: `token: ${name}`,
  async run(people) {
    const { scene } = people;
    const person = await people.person();
    await end(people, person, person.token);
    await sleep(FORGOTTEN_MS);
    return done(await scene.ask('GET', '/inbox', { token: person.token }));
  },
});

const moved = (column: string, by: string) => (people: People, person: Person) =>
  people.scene.sql(`update identity.sessions set ${column} = ${column} - $2::interval where user_id = $1`, [
    person.id,
    by,
  ]);

const ENDED: HostileCase[] = [
  gone('signed out', ({ scene }, _, token) => scene.ask('DELETE', '/sessions/current', { token })),
  gone('of thirteen hours ago', moved('expires_at', '13 hours')),
  gone('idle for sixteen minutes', moved('last_seen_at', '16 minutes')),
  gone('of somebody deactivated', ({ scene, administrators: [first] }, { id }) =>
    must(204, scene.ask('POST', `/users/${id}/deactivation`, { token: first.token })),
  ),
  gone('from before the second factor was proved anew', async (people, person, token) => {
    await people.scene.forgetCodes(person);
    const body = { code: people.scene.code(person) };
    await must(201, people.scene.ask('POST', '/sessions/current/second-factor', { token, body }));
  }),
  gone('after the password was changed elsewhere', async (people, person) => {
    const token = await people.session(person);
    const body = { current: PASSWORD, password: 'nine dry otters swim out' };
    await must(204, people.scene.ask('POST', '/sessions/current/password', { token, body }));
  }),
];

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** What is sent in place of a token. */
const sent = (name: string, headers: (person: Person) => Record<string, string>): HostileCase => ({
  name: `token: ${name}`,
  async run(people) {
    const person = await people.person();
    return done(await people.scene.ask('GET', '/inbox', { headers: headers(person) }));
  },
});

const FORGED: HostileCase[] = [
  sent('made up', () => ({ authorization: `Bearer ${newToken()}` })),
  sent('a JWT with alg none', ({ id }) => ({
    authorization: `Bearer ${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ sub: id, role: 'ADMINISTRATOR' })}.`,
  })),
  sent('its last character changed', ({ token }) => ({
    authorization: `Bearer ${token.slice(0, -2)}${token.endsWith('A') ? 'BB' : 'AA'}`,
  })),
  sent('the id of the person', ({ id }) => ({ authorization: `Bearer ${id}` })),
  sent('SQL', () => ({ authorization: `Bearer '||(select token_hash from identity.sessions limit 1)||'` })),
  sent('address and password (Basic)', ({ email }) => ({
    authorization: `Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}`,
  })),
  sent('none, but a header that names the person', ({ id }) => ({ 'x-user-id': id, 'x-forwarded-user': id })),
  sent('in the cookie that a neighbouring host could set', ({ token }) => ({ cookie: `marac_session=${token}` })),
  sent('made up, beside a good cookie', ({ token }) => ({
    authorization: `Bearer ${newToken()}`,
    cookie: `${COOKIE}=${token}`,
  })),
  {
    name: 'token: in the address',
    run: async (people) => {
      const { token } = await people.person();
      return done(await people.scene.ask('GET', `/inbox?token=${token}&access_token=${token}`));
    },
  },
];

/** A good cookie that another site made the browser send along. */
const crossSite = (name: string, headers: Record<string, string>): HostileCase => ({
  name: `cross-site: ${name}`,
  async run(people) {
    const { token } = await people.person();
    const all = { cookie: `${COOKIE}=${token}`, ...headers };
    return done(await people.scene.ask('POST', '/sessions/current/meeting-mode', { headers: all }));
  },
});

const CROSS_SITE: HostileCase[] = [
  crossSite('without a word about where from', {}),
  crossSite('from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }),
  crossSite('from a neighbouring host', { 'sec-fetch-site': 'same-site' }),
  crossSite('from another site, with our header guessed', { 'sec-fetch-site': 'cross-site', 'x-marac-csrf': '1' }),
  crossSite('from an origin that begins like ours', { origin: `${ORIGIN}.evil.example` }),
  crossSite('from nowhere', { origin: 'null' }),
];

/** A token planted before somebody signs in; accepted when it is theirs afterwards. */
const fixed = (name: string, headers: (planted: string) => Record<string, string>): HostileCase => ({
  name: `fixation: by ${name}`,
  async run(people) {
    const { scene } = people;
    const person = await people.person();
    const planted = randomBytes(32).toString('base64url');
    await scene.forgetCodes(person);
    const given = { email: person.email, password: PASSWORD, code: scene.code(person) };
    const { token } = await must(201, scene.signIn(given, { headers: headers(planted) }));
    const { status } = await scene.ask('GET', '/inbox', { token: planted });
    return { accepted: token === planted || status === 200, status };
  },
});

const FIXATION: HostileCase[] = [
  fixed('cookie', (planted) => ({ cookie: `${COOKIE}=${planted}` })),
  fixed('bearer', (planted) => ({ authorization: `Bearer ${planted}` })),
  fixed('both', (planted) => ({ authorization: `Bearer ${planted}`, cookie: `${COOKIE}=${planted}` })),
  {
    name: "fixation: by the cookie of one's own session",
    async run(people) {
      const { scene } = people;
      const [mine, theirs] = [await people.person(), await people.person()];
      await scene.forgetCodes(theirs);
      const given = { email: theirs.email, password: PASSWORD, code: scene.code(theirs) };
      await must(201, scene.signIn(given, { headers: { cookie: `${COOKIE}=${mine.token}` } }));
      // signing in ends the session that the browser had: who planted it keeps nothing
      const { status } = await scene.ask('GET', '/sessions/current', { token: mine.token });
      return { accepted: status === 200, status };
    },
  },
  {
    name: "session: ends somebody else's",
    async run(people) {
      const { scene } = people;
      const [mine, theirs] = [await people.person(), await people.person()];
      const [{ id }] = await must(200, scene.ask('GET', '/sessions', { token: theirs.token }));
      return done(await scene.ask('DELETE', `/sessions/${id}`, { token: mine.token }));
    },
  },
];

export const HOSTILE_SESSIONS: HostileCase[] = [...ENDED, ...FORGED, ...CROSS_SITE, ...FIXATION];
