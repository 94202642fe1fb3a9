import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';
import { Chance, type Facts } from './facts.js';
import { Oracle } from './oracle.js';

/** Somebody with a token, and the only cases that may ever be named to them. */
export interface Asking {
  token: string;
  cases: ReadonlySet<string>;
}

export interface Interleaved {
  requests: number;
  /** rows of cases that the person asking must not find */
  foreign: number;
  /** rows of cases that were shown as they should be */
  own: number;
  /** requests refused in between, so that connections go back in every state */
  broken: number;
}

const PATHS = [
  '/flags',
  '/flags/changes',
  '/referrals',
  '/actions',
  '/flags?active=true',
  '/referrals?status=ACCEPTED',
];
const BREAKING = ['/cases/00000000-0000-4000-8000-000000000000', '/referrals?limit=x', '/actions?after=x'];
const AT_ONCE = 16;

/**
 * Many people's requests through one small pool of connections, in changing order and with failures in between: each answer must
 * name the asker's own cases and no other's.
 */
export async function interleave(
  app: NestFastifyApplication,
  people: readonly Asking[],
  requests: number,
): Promise<Interleaved> {
  const found: Interleaved = { requests: 0, foreign: 0, own: 0, broken: 0 };
  const chance = new Chance(5);
  const worker = async () => {
    while (found.requests < requests) {
      found.requests++;
      const person = chance.of(people);
      const breaks = chance.happens(0.1);
      const url = `/api/v1${chance.of(breaks ? BREAKING : PATHS)}`;
      const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${person.token}` } });
      if (answer.statusCode >= 500) throw new Error(`${url}: ${answer.statusCode}`);
      if (answer.statusCode !== 200) found.broken++;
      else count(found, person, (JSON.parse(answer.payload) as { items: { caseId: string }[] }).items);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

function count(found: Interleaved, person: Asking, items: readonly { caseId: string }[]): void {
  for (const { caseId } of items) {
    if (person.cases.has(caseId)) found.own++;
    else found.foreign++;
  }
}

/** Signs people of a world in, each knowing which cases the oracle lets them find. */
export async function signedIn(admin: pg.Client, facts: Facts): Promise<Asking[]> {
  const oracle = new Oracle(facts);
  return Promise.all(
    facts.people.map(async ({ id }) => {
      const token = newToken();
      await admin.query(
        `insert into identity.sessions (id, user_id, token_hash, expires_at) values (gen_random_uuid(), $1, $2, now() + interval '1 hour')`,
        [id, tokenHash(token)],
      );
      const cases = facts.cases.filter((each) => oracle.labels(id, each.id) !== undefined).map((each) => each.id);
      return { token, cases: new Set(cases) };
    }),
  );
}
