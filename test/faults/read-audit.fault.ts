import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { SAMPLE_PASSWORD } from '../../src/sample/partnership.service.js';
import { type Bar, type Bench, type Measured, type Say, scaled } from '../bench/bench.js';
import { benchDatabase, withClient } from '../bench/bench-database.js';
import { Child, program } from '../bench/child.js';
import { type Killed, killedReads, type Served } from './killed-reads.js';

/** Servers started, loaded and killed at once: starting takes most of the time. */
const LANES = 2;
const CASES = 3_000;

/**
 * Kills the web process 200 times while cases are read through it, and asks for the line of every response of which a byte came.
 * Baseline: a bare server that answers first and records afterwards, killed as often.
 */
export const readAudit: Bench = {
  about: '200 kills of the web process while cases are read: every byte that was sent has its line',
  run: async (say) => {
    const database = await benchDatabase(say);
    try {
      await seed(database.appUrl, say);
      const { ours, bare } = await readAndKill(database, scaled(200), { LOG_LEVEL: 'fatal' }, say);
      return measured(ours, bare);
    } finally {
      await database.release();
    }
  },
};

async function seed(appUrl: string, say: Say): Promise<void> {
  const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: appUrl }));
  try {
    await app.get(BulkSeed, { strict: false }).run(CASES, { marac: 'NB', onProgress: (line) => say(`   ${line}`) });
  } finally {
    await app.close();
  }
}

/** @param env of the web process besides its database and port */
export async function readAndKill(
  { adminUrl, appUrl }: { adminUrl: string; appUrl: string },
  kills: number,
  env: Record<string, string>,
  say: Say,
): Promise<{ ours: Killed; bare: Killed }> {
  const web = {
    program: program('src/main.js'),
    env: { ...env, DATABASE_URL: appUrl, REDIS_URL: '', SECOND_FACTOR: 'optional' },
  };
  const { token, readerId } = await signIn(web);
  const caseIds = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select c.id from access.cases c join maracs.maracs m on m.id = c.marac_id where m.code = 'NB' order by c.id`,
    );
    return rows.map(({ id }) => id);
  });
  const ours = await inLanes(adminUrl, caseIds, kills, say, {
    ...web,
    readerId,
    ready: '/health/ready',
    pathOf: (caseId) => `/api/v1/cases/${caseId}`,
    headers: { authorization: `Bearer ${token}` },
  });
  say('   now the baseline');
  const bare = await inLanes(adminUrl, caseIds, kills, say, {
    program: program('test/faults/bare-audit-after.js'),
    env: { BARE_URL: adminUrl, READER: readerId },
    readerId,
    ready: '/ready',
    pathOf: (caseId) => `/${caseId}`,
    headers: {},
  });
  return { ours, bare };
}

/** Each lane has cases of its own, so that no line of one is taken for a line of another. */
async function inLanes(adminUrl: string, caseIds: string[], kills: number, say: Say, served: Served): Promise<Killed> {
  let done = 0;
  const onKill = () => void (++done % 25 === 0 && say(`   ${done} kills`));
  const lanes = Array.from({ length: Math.min(LANES, kills) }, (_, lane) => {
    const own = caseIds.filter((_id, i) => i % LANES === lane);
    const share = Math.floor(kills / LANES) + (lane < kills % LANES ? 1 : 0);
    return killedReads(served, { adminUrl, caseIds: own, kills: share, seed: 7 + lane }, onKill);
  });
  const all = await Promise.all(lanes);
  const sum = (of: (killed: Killed) => number) => all.reduce((total, killed) => total + of(killed), 0);
  return {
    kills: sum((each) => each.kills),
    responses: sum((each) => each.responses),
    cutOff: sum((each) => each.cutOff),
    bytes: sum((each) => each.bytes),
    bytesWithoutLine: sum((each) => each.bytesWithoutLine),
  };
}

async function signIn(web: {
  program: string;
  env: Record<string, string>;
}): Promise<{ token: string; readerId: string }> {
  const port = await freePort();
  const child = Child.start(web.program, [], { ...web.env, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  try {
    await child.answers(`${url}/health/ready`, performance.now());
    const session = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'coordinator.nb@example.org', password: SAMPLE_PASSWORD }),
    });
    if (!session.ok) throw new Error(`signing in answered ${session.status}: ${await session.text()}`);
    const { token } = (await session.json()) as { token: string };
    const current = await fetch(`${url}/api/v1/sessions/current`, { headers: { authorization: `Bearer ${token}` } });
    const { userId } = (await current.json()) as { userId: string };
    return { token, readerId: userId };
  } finally {
    await child.stop();
  }
}

const figuresOf = ({ kills, responses, cutOff, bytes, bytesWithoutLine }: Killed) => ({
  kills,
  'responses of which bytes came': responses,
  'responses cut off': cutOff,
  'bytes of cases': bytes,
  'bytes without a line': bytesWithoutLine,
});

function measured(ours: Killed, bare: Killed): Measured {
  const bar = (name: string, want: string, got: number, ok: boolean): Bar => ({ bar: name, want, got, ok });
  return {
    figures: figuresOf(ours),
    baselines: figuresOf(bare),
    bars: [
      bar('bytes without a line', '0', ours.bytesWithoutLine, ours.bytesWithoutLine === 0 && ours.bytes > 0),
      bar('kills', `>= ${scaled(200)}`, ours.kills, ours.kills >= scaled(200)),
    ],
  };
}
