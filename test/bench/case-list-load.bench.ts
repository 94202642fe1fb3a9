import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { atMost, type Bench, type Measured, rounded, type Say, scaled, under } from './bench.js';
import { benchDatabase, type BenchDatabase } from './bench-database.js';
import { AGENCIES, type BigMeeting, bigMeeting, CASES, goesOut, seeded } from './big-meeting.js';
import { Child, program } from './child.js';

const SMALL = 3_000;
const BIG = 300_000;
const READERS = 100;
const ROUNDS = 8;
/** Each round reads this many lists from each, two at a time. */
const A_ROUND = 150;
const SECONDS_OF_OPENING = 10;
const TIMES_SMALL = 1.5;
const OPENING_MS = 500;

interface Side {
  database: BenchDatabase;
  meeting: BigMeeting;
  app: Child;
  url: string;
}

/**
 * The case list of forty cases as representatives of fifteen agencies read it, among 3,000 referrals (the baseline) and among 300,000, in turns:
 * what is slow must be the list and not what lies beside it. Then a hundred people open it within one second, as they do when a meeting
 * begins.
 */
export const caseListLoad: Bench = {
  about:
    'the case list of 40 cases for 15 agencies: among 300,000 referrals beside 3,000, and 100 readers in one second',
  run: async (say) => {
    const sides: Side[] = [];
    try {
      for (const referrals of [SMALL, Math.max(SMALL, scaled(BIG))]) sides.push(await side(referrals, say));
      const [small, big] = sides as [Side, Side];
      return await measure(small, big, say);
    } finally {
      for (const { app } of sides) await app.stop();
      for (const { database } of sides) await database.release();
    }
  },
};

async function side(referrals: number, say: Say): Promise<Side> {
  const database = await benchDatabase(say);
  await seeded(database, referrals, say);
  const meeting = await bigMeeting(database, READERS);
  const port = await freePort();
  const app = Child.start(program('src/main.js'), [], {
    DATABASE_URL: database.appUrl,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    REDIS_URL: '',
  });
  const url = `http://127.0.0.1:${port}`;
  await app.answers(`${url}/health/ready`, performance.now());
  await goesOut(database, meeting, url);
  return { database, meeting, app, url: `${url}/api/v1/meetings/${meeting.id}/case-list` };
}

async function measure(small: Side, big: Side, say: Say): Promise<Measured> {
  for (const one of [small, big]) await checked(one);
  const times: Record<'small' | 'big', number[]> = { small: [], big: [] };
  for (const one of [small, big]) for (let i = 0; i < 4; i++) await round(one); // compiled and cached, as after an hour's work
  for (let i = 0; i < ROUNDS; i++) {
    times.small.push(...(await round(small)));
    times.big.push(...(await round(big)));
    say(
      `   round ${i + 1}: p99 so far ${at(times.small, 0.99).toFixed(1)} ms small, ${at(times.big, 0.99).toFixed(1)} ms big`,
    );
  }
  const opening: number[] = [];
  for (let second = 0; second < SECONDS_OF_OPENING; second++) {
    opening.push(...(await opened(big, 1000)));
    await sleep(200);
  }
  const atOnce = await opened(big, 0);
  const ratio = at(times.big, 0.99) / at(times.small, 0.99);
  return {
    figures: {
      'p50 among the many, ms': rounded(at(times.big, 0.5)),
      'p99 among the many, ms': rounded(at(times.big, 0.99)),
      'p99 beside that among the few': rounded(ratio),
      '100 readers in a second: p50, ms': rounded(at(opening, 0.5)),
      '100 readers in a second: p99, ms': rounded(at(opening, 0.99)),
      '100 readers at the same moment: p99, ms': rounded(at(atOnce, 0.99)),
    },
    baselines: {
      'p50 among the few, ms': rounded(at(times.small, 0.5)),
      'p99 among the few, ms': rounded(at(times.small, 0.99)),
    },
    bars: [
      atMost('p99 beside that among the few', TIMES_SMALL, ratio),
      under('100 readers in a second: p99, ms', OPENING_MS, at(opening, 0.99)),
    ],
  };
}

/** Milliseconds of each list, two under way at a time, a reader after the other. @throws when one is refused or fails */
async function round({ url, meeting }: Side): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < A_ROUND) times.push(await timed(url, meeting.readers[next++ % READERS]!));
  };
  await Promise.all([lane(), lane()]);
  return times;
}

/** Everybody opens the list at a moment of their own within so many milliseconds. */
function opened({ url, meeting }: Side, within: number): Promise<number[]> {
  return Promise.all(
    meeting.readers.map(async (token, i) => {
      await sleep((i * within) / READERS + Math.random() * (within / READERS));
      return timed(url, token);
    }),
  );
}

async function timed(url: string, token: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`a list answered ${answer.status}`);
  return performance.now() - begun;
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** A list for each agency, with every case on it. */
async function checked({ url, meeting }: Side): Promise<void> {
  for (const token of meeting.readers.slice(0, AGENCIES)) {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const { items } = (await answer.json()) as { items?: unknown[] };
    if (items?.length !== CASES) throw new Error(`a list of ${items?.length} cases, answered with ${answer.status}`);
  }
}
