import type { Say } from './bench.js';
import type { People } from './sign-in-people.js';
import { must, PASSWORD, type Person } from './sign-in-scene.js';

const ROUNDS = 4;

/** Each takes a session away at one process. */
const REVOCATIONS: Record<string, (people: People, person: Person) => Promise<unknown>> = {
  'signed out': ({ scene }, { token }) => must(204, scene.ask('DELETE', '/sessions/current', { token })),
  'ended from another session': async (people, person) => {
    const token = await people.session(person);
    await must(204, people.scene.ask('DELETE', '/sessions', { token }));
  },
  deactivated: ({ scene, administrators: [{ token }] }, { id }) =>
    must(204, scene.ask('POST', `/users/${id}/deactivation`, { token })),
  'password changed': async (people, person) => {
    const token = await people.session(person);
    const body = { current: PASSWORD, password: 'nine dry otters swim out' };
    await must(204, people.scene.ask('POST', '/sessions/current/password', { token, body }));
  },
  recovered: async ({ scene, administrators: [first, second] }, { id }) => {
    await must(201, scene.ask('POST', `/users/${id}/recovery`, { token: first.token }));
    await must(201, scene.ask('POST', `/users/${id}/recovery/confirmation`, { token: second.token }));
  },
};

/**
 * How long the other process still takes a session after one process has answered that it is ended. The session is in constant
 * use there, so that it is as fresh in memory as it can be.
 * @returns milliseconds, one for each revocation
 */
export async function revocations(people: People, say: Say): Promise<number[]> {
  const all: number[] = [];
  for (const [name, revoke] of Object.entries(REVOCATIONS)) {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++) took.push(await inForce(people, revoke));
    say(`   revoked: ${name.padEnd(28)} in force elsewhere after ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    all.push(...took);
  }
  return all;
}

async function inForce(people: People, revoke: (people: People, person: Person) => Promise<unknown>): Promise<number> {
  const { scene } = people;
  const person = await people.person();
  const use = async () => (await scene.ask('GET', '/inbox', { token: person.token, at: 'bare' })).status;
  if ((await use()) !== 200) throw new Error('the session does not work to begin with');
  let latestGood = performance.now();
  let refused = false;
  const using = (async () => {
    while (!refused) {
      const asked = performance.now();
      if ((await use()) === 200) latestGood = asked;
      else refused = true;
    }
  })();
  await revoke(people, person);
  const revoked = performance.now();
  await using;
  return Math.max(0, latestGood - revoked);
}
