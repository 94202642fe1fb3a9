import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Chance } from '../../src/sample/prng.js';
import { atMost, type Bar, type Bench, type Measured, rounded, type Say, scaled } from '../bench/bench.js';
import { benchDatabase, withClient } from '../bench/bench-database.js';
import { program } from '../bench/child.js';
import { type AlertCount, countAlerts, countBare, countTold, untilNone } from './alert-count.js';
import { type AlertHouse, alertHouse, loadActions } from './alert-house.js';
import { addDelayedJobs } from './bare-queue.js';
import { Fleet } from './fleet.js';
import { RedisServer } from './redis-server.js';

const WORKERS = 3;
/** All fall due within a minute at full size; the smaller the run, the fewer seconds, so that as many are due in each. */
const SECONDS = 60;
const LEAD_SECONDS = 6;
const PATIENCE_MS = 60_000;
/** Telling people takes longer than raising: who sees what is asked for each of them. */
const TELLING_PATIENCE_MS = 180_000;

/**
 * Three workers, killed fifty times while ten thousand actions fall due; the same load and kills on delayed jobs alone beside it. Who takes
 * the place of a killed one was started before: two cores would else do little but start processes, and that is not what is asked.
 */
export const alertsKills: Bench = {
  about: '10,000 actions due within 60 s, 3 workers, 50 kills: each alert exactly once and on time',
  run: async (say) => {
    const redis = await RedisServer.start();
    const database = await benchDatabase(say);
    try {
      const house = await alertHouse(database, process.env['REDIS_URL'] ? redis?.url : '');
      try {
        return await measured(house, redis, say);
      } finally {
        house.close();
      }
    } finally {
      await database.release();
      await redis?.release();
    }
  },
};

interface Run {
  alerts: AlertCount;
  kills: number;
}

async function measured(house: AlertHouse, redis: RedisServer | undefined, say: Say): Promise<Measured> {
  const { ours, told, tellingMs } = await withClient(house.adminUrl, async (client) => {
    const fleet = new Fleet(program('test/faults/spare-worker.js'), house.env);
    const raised = await killWhileDue(client, fleet, () => load(client), countAlerts, say);
    const waitedMs = await untilNone(async () => (await countTold(client)).untold, TELLING_PATIENCE_MS);
    await fleet.stop();
    return { ours: raised, told: await countTold(client), tellingMs: waitedMs };
  });
  say('   now the baseline');
  const bare = await withClient(house.adminUrl, async (client) => {
    await client.query(
      'create table if not exists drill.bare (action_id uuid not null, raised_at timestamptz not null default clock_timestamp())',
    );
    const env = { BARE_URL: house.adminUrl, BARE_REDIS: redis?.url ?? '' };
    const fleet = new Fleet(program('test/faults/bare-delayed-jobs.js'), env);
    const prepare = async () => {
      await client.query('truncate drill.loaded');
      await load(client);
      await addDelayedJobs(client, redis?.url, house.adminUrl);
    };
    const run = await killWhileDue(client, fleet, prepare, countBare, say);
    await fleet.stop();
    return run;
  });
  return report(ours, bare, { ...told, tellingMs });
}

function load(client: pg.Client): Promise<void> {
  const [count, overSeconds] = [scaled(10_000), SECONDS * (scaled(10_000) / 10_000)];
  return loadActions(client, { count, inSeconds: LEAD_SECONDS, overSeconds });
}

/** Kills are spread over the time in which alerts fall due; who is killed is chance, from a fixed seed. */
async function killWhileDue(
  client: pg.Client,
  fleet: Fleet,
  prepare: () => Promise<void>,
  count: (client: pg.Client) => Promise<AlertCount>,
  say: Say,
): Promise<Run> {
  const chance = new Chance(11);
  const kills = scaled(50);
  await fleet.startWithSpares(WORKERS, kills);
  await prepare();
  const { rows } = await client.query<{ first: number; last: number }>(
    `select extract(epoch from min(l.due_at) - clock_timestamp())::float8 * 1000 as first,
            extract(epoch from max(l.due_at) - clock_timestamp())::float8 * 1000 as last from drill.loaded l`,
  );
  const { first, last } = rows[0]!;
  const begun = performance.now();
  for (let kill = 0; kill < kills; kill++) {
    const at = first + ((last - first) * (kill + chance.next() * 0.5)) / kills;
    await sleep(Math.max(0, at - (performance.now() - begun)));
    await fleet.killOne((among) => chance.whole(0, among - 1));
  }
  await sleep(Math.max(0, last - (performance.now() - begun)));
  await untilNone(async () => (await count(client)).lost, PATIENCE_MS);
  const alerts = await count(client);
  say(`   ${alerts.due} due, ${fleet.kills} kills, p99 ${rounded(alerts.p99)} ms, max ${rounded(alerts.max)} ms`);
  return { alerts, kills: fleet.kills };
}

const figuresOf = ({ alerts, kills }: Run) => ({
  ...{ 'actions due': alerts.due, kills, lost: alerts.lost, doubled: alerts.doubled, early: alerts.early },
  ...{ 'late p50, ms': rounded(alerts.p50), 'late p99, ms': rounded(alerts.p99), 'late max, ms': rounded(alerts.max) },
});

const none = (bar: string, got: number): Bar => ({ bar, want: '0', got, ok: got === 0 });

function report(
  ours: Run,
  bare: Run,
  told: { announcedTwice: number; untold: number; toldTwice: number; tellingMs: number },
): Measured {
  const { alerts, kills } = ours;
  return {
    figures: { ...figuresOf(ours), 'last notice after the last alert, ms': rounded(told.tellingMs) },
    baselines: figuresOf(bare),
    bars: [
      none('alerts lost', alerts.lost),
      none('alerts raised or announced twice', alerts.doubled + told.announcedTwice),
      none('alerts early', alerts.early),
      none('alerts that nobody was told of', told.untold),
      none('people told twice of one', told.toldTwice),
      atMost('late p99, ms', 250, alerts.p99),
      atMost('late max, ms', 2_000, alerts.max),
      { bar: 'kills', want: `>= ${scaled(50)}`, got: kills, ok: kills >= scaled(50) },
    ],
  };
}
