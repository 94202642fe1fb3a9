import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { SAMPLE_PASSWORD } from '../../src/sample/partnership.service.js';
import { atLeast, type Bench, type Measured, median, rounded, type Say, scaled } from './bench.js';
import { benchDatabase, type BenchDatabase, withClient } from './bench-database.js';
import { Child, program } from './child.js';

const CONNECTIONS = 16;
const ROUNDS = 9;
const ROUND_SECONDS = 2;
/** Requests answered before anything is measured: as many as V8 needs to compile what is hot (processor time a request halves). */
const WARM_UP = 8_000;

interface Round {
  perSecond: number;
  p50: number;
  p99: number;
  /** processor time of the Node process a request, ms */
  cpuMs: number;
}

/**
 * A coordinator reads a meeting's case list of thirty cases among 300,000 referrals, through the real application in a process of
 * its own: session, permissions, row-level guards and audit line included. Baseline: bare node:http and pg with one prepared
 * statement, without any of that (bare-case-list.ts). Both are warm, as a service is that runs for days, and their rounds are interleaved,
 * so that a busy machine is busy for both.
 */
export const caseList: Bench = {
  about: 'the case list of a meeting among 300,000 referrals, beside bare node:http + pg',
  run: async (say) => {
    const referrals = Math.max(1_000, scaled(300_000));
    const database = await benchDatabase(say, `case_list_${referrals}`);
    try {
      await load(database, referrals, say);
      return await measure(database, say);
    } finally {
      await database.release();
    }
  },
};

async function load(database: BenchDatabase, referrals: number, say: Say): Promise<void> {
  const there = await withClient(database.adminUrl, (client) =>
    client.query('select from audit.events where action = $1 limit 1', ['sample.seeded']),
  );
  if (there.rowCount) return;
  const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
  try {
    await app.get(BulkSeed, { strict: false }).run(referrals, { marac: 'NB', onProgress: (line) => say(`   ${line}`) });
  } finally {
    await app.close();
  }
  await withClient(database.adminUrl, (client) => client.query('vacuum (analyze)'));
}

async function measure(database: BenchDatabase, say: Say): Promise<Measured> {
  const meeting = await withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; cases: number }>(
      `select m.id, count(*)::int as cases from meetings.meetings m join meetings.agenda_items i on i.meeting_id = m.id
        where m.status = 'PLANNED' group by m.id order by 2 desc limit 1`,
    );
    return rows[0]!;
  });
  const [port, barePort] = [await freePort(), await freePort()];
  const app = Child.start(program('src/main.js'), [], {
    DATABASE_URL: database.appUrl,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    REDIS_URL: '',
  });
  const bare = Child.start(program('test/bench/bare-case-list.js'), [], {
    BARE_URL: database.adminUrl,
    PORT: String(barePort),
    MEETING: meeting.id,
  });
  try {
    const begun = performance.now();
    await app.answers(`http://127.0.0.1:${port}/health/ready`, begun);
    await bare.answers(`http://127.0.0.1:${barePort}`, begun);
    const token = await signIn(port);
    const url = `http://127.0.0.1:${port}/api/v1/meetings/${meeting.id}/case-list`;
    await same(url, token, `http://127.0.0.1:${barePort}`);
    return await compare(
      () => round(app, url, token),
      () => round(bare, `http://127.0.0.1:${barePort}`),
      { cases: meeting.cases },
      say,
    );
  } finally {
    await Promise.all([app.stop(), bare.stop()]);
  }
}

async function compare(
  ours: () => Promise<Round>,
  theirs: () => Promise<Round>,
  figures: Record<string, number>,
  say: Say,
): Promise<Measured> {
  for (const each of [theirs, ours])
    for (let answered = 0; answered < WARM_UP;) answered += (await each()).perSecond * ROUND_SECONDS;
  const own: Round[] = [];
  const bare: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await theirs());
    own.push(await ours());
    say(`   round ${i + 1}: ${own[i]!.perSecond.toFixed(0)} a second, bare ${bare[i]!.perSecond.toFixed(0)}`);
  }
  const ratio = median(own.map((each, i) => each.perSecond / bare[i]!.perSecond));
  return {
    figures: { ...figures, ...summary(own), 'ratio to the baseline': rounded(ratio) },
    baselines: summary(bare),
    bars: [atLeast('ratio to the baseline', 0.5, ratio)],
  };
}

function summary(rounds: readonly Round[]): Record<string, number> {
  const of = (figure: keyof Round) => rounded(median(rounds.map((each) => each[figure])));
  return {
    'requests a second': of('perSecond'),
    'p50, ms': of('p50'),
    'p99, ms': of('p99'),
    'processor time a request, ms': of('cpuMs'),
  };
}

async function round(server: Child, url: string, token?: string): Promise<Round> {
  const before = server.cpuSeconds();
  const headers = token ? { authorization: `Bearer ${token}` } : undefined;
  const { requests, latency, non2xx, errors } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: ROUND_SECONDS,
    headers,
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed`);
  const cpuMs = ((server.cpuSeconds() - before) * 1000) / requests.total;
  return { perSecond: requests.total / ROUND_SECONDS, p50: latency.p50, p99: latency.p99, cpuMs };
}

async function signIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'coordinator.nb@example.org', password: SAMPLE_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}

/** Both must give the same list, or the comparison means nothing. */
async function same(url: string, token: string, bareUrl: string): Promise<void> {
  const own = await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
  const bare = await (await fetch(bareUrl)).text();
  if (!isDeepStrictEqual(JSON.parse(own), JSON.parse(bare)))
    throw new Error('the application and the baseline give different lists');
}
