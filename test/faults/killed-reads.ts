import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { Chance } from '../../src/sample/prng.js';
import { Child } from '../bench/child.js';

const CONNECTIONS = 24;
/** A process that starts among others that start. */
const PATIENCE_MS = 180_000;
/** Under load for so long at most before the kill. */
const LONGEST_MS = 300;

/** A server of cases under test: a program, where it answers, and who reads. */
export interface Served {
  program: string;
  env: Record<string, string>;
  /** answered with 200 as soon as it serves */
  ready: string;
  pathOf: (caseId: string) => string;
  headers: Record<string, string>;
  readerId: string;
}

export interface Killed {
  kills: number;
  /** responses of which at least one byte came */
  responses: number;
  /** those that the kill cut off */
  cutOff: number;
  bytes: number;
  /** bytes of responses that no line of the record speaks of */
  bytesWithoutLine: number;
}

/**
 * Starts the server, reads cases through it on many connections, kills it with SIGKILL in the midst, and asks the database, which
 * survives, for a line about each response of which even one byte came. Each case is read once between two kills, so that every line
 * belongs to one response.
 */
export async function killedReads(
  served: Served,
  { adminUrl, caseIds, kills, seed }: { adminUrl: string; caseIds: readonly string[]; kills: number; seed: number },
  onKill: () => void,
): Promise<Killed> {
  const sum: Killed = { kills: 0, responses: 0, cutOff: 0, bytes: 0, bytesWithoutLine: 0 };
  const chance = new Chance(seed);
  const db = new pg.Client({ connectionString: adminUrl });
  db.on('error', () => undefined); // whatever waits for it hears of it
  await db.connect();
  try {
    while (sum.kills < kills) {
      const { rows } = await db.query<{ now: string }>('select clock_timestamp()::text as now');
      const received = await oneKill(served, caseIds, chance.whole(0, LONGEST_MS), chance.whole(0, caseIds.length - 1));
      const lines = await db.query<{ id: string }>(
        `select distinct subject_id as id from audit.events
          where actor_id = $1 and action = 'case.opened' and at >= $2::timestamptz and subject_id = any ($3)`,
        [served.readerId, rows[0]!.now, [...received.keys()]],
      );
      const recorded = new Set(lines.rows.map(({ id }) => id));
      sum.kills++;
      for (const [caseId, { bytes, whole }] of received) {
        sum.responses++;
        sum.bytes += bytes;
        if (!whole) sum.cutOff++;
        if (!recorded.has(caseId)) sum.bytesWithoutLine += bytes;
      }
      onKill();
    }
  } finally {
    await db.end();
  }
  return sum;
}

type Received = Map<string, { bytes: number; whole: boolean }>;

async function oneKill(served: Served, caseIds: readonly string[], afterMs: number, from: number): Promise<Received> {
  const port = await freePort();
  const child = Child.start(served.program, [], { ...served.env, PORT: String(port) });
  const received: Received = new Map();
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await child.answers(`http://127.0.0.1:${port}${served.ready}`, performance.now(), PATIENCE_MS);
    let [next, stopped] = [0, false];
    const reader = async () => {
      while (!stopped && next < caseIds.length) {
        const caseId = caseIds[(from + next++) % caseIds.length]!;
        await read(agent, { port, path: served.pathOf(caseId), headers: served.headers }, (bytes, whole) => {
          const before = received.get(caseId)?.bytes ?? 0;
          received.set(caseId, { bytes: before + bytes, whole });
        });
      }
    };
    const reading = Promise.all(Array.from({ length: CONNECTIONS }, reader));
    // the first answers come late, while the code is still being compiled: the time counts from the first of them
    let ended = false;
    void reading.then(
      () => (ended = true),
      () => (ended = true),
    );
    while (received.size === 0 && !ended) await sleep(1);
    await sleep(afterMs);
    child.process.kill('SIGKILL');
    stopped = true;
    await reading;
    return received;
  } finally {
    agent.destroy();
    child.process.kill('SIGKILL');
    await child.end().catch(() => undefined);
  }
}

/** One request; every piece of a case that comes is told of, also of a response that is cut off. */
function read(
  agent: http.Agent,
  options: http.RequestOptions,
  came: (bytes: number, whole: boolean) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get({ ...options, host: '127.0.0.1', agent }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`a case answered ${response.statusCode}`));
      response.on('data', (chunk: Buffer) => came(chunk.length, false));
      response.on('end', () => came(0, true));
      response.on('error', () => undefined);
      response.on('close', resolve);
    });
    request.on('error', () => resolve());
  });
}
