import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { alertHouse, type AlertHouse, loadActions } from '../faults/alert-house.js';
import { countAlerts, countTold, untilNone } from '../faults/alert-count.js';
import { addDelayedJobs } from '../faults/bare-queue.js';
import { Fleet } from '../faults/fleet.js';
import { RedisServer } from '../faults/redis-server.js';
import { atLeast, atMost, type Bench, type Measured, rounded, type Say, scaled } from './bench.js';
import { benchDatabase, withClient } from './bench-database.js';
import { program } from './child.js';

const WORKERS = 2;
const DUE_AT_ONCE = 20_000;
const FEW = 10_000;
const MANY = 1_000_000;
const A_YEAR_SECONDS = 365 * 86_400;
const PATIENCE_MS = 180_000;
/** Longer than it takes to write what will be due, and to count it. */
const LEAD_SECONDS = 25;
const BARE_CLIENTS = 8;

/**
 * How many alerts a second are raised, with durable commits and the whole product at work (events, notices and mail besides), when
 * thousands fall due at one moment among few and among a million open actions. Baselines: a transaction for each by bare pg, and a
 * row for each by bare BullMQ jobs.
 */
export const alerts: Bench = {
  about: 'alerts a second, among ten thousand and among a million open actions',
  run: async (say) => {
    const redis = await RedisServer.start();
    const database = await benchDatabase(say);
    try {
      const house = await alertHouse(database);
      try {
        return await measure(house, redis, say);
      } finally {
        house.close();
      }
    } finally {
      await database.release();
      await redis?.release();
    }
  },
};

async function measure(house: AlertHouse, redis: RedisServer | undefined, say: Say): Promise<Measured> {
  return withClient(house.adminUrl, async (client) => {
    await openActions(client, scaled(FEW), say);
    const few = await raised(house, client, say);
    const bareTransactions = await bareByTransaction(house.adminUrl, client);
    const bareJobs = await bareByJobs(house.adminUrl, redis, client);
    await openActions(client, scaled(MANY) - scaled(FEW), say);
    const many = await raised(house, client, say);
    return {
      figures: {
        'due at one moment': scaled(DUE_AT_ONCE),
        'open actions, few': scaled(FEW),
        'open actions, many': scaled(MANY),
        'alerts a second among few': rounded(few.perSecond),
        'alerts a second among many': rounded(many.perSecond),
        'notices told of the last alert after, s (few)': rounded(few.toldSeconds),
        'notices told of the last alert after, s (many)': rounded(many.toldSeconds),
      },
      baselines: {
        'a transaction for each by bare pg, a second': rounded(bareTransactions),
        [`a row for each by BullMQ on ${redis ? 'Redis' : 'PostgreSQL'}, a second`]: rounded(bareJobs),
      },
      bars: [
        atLeast('alerts a second among few', 1_000, few.perSecond),
        atLeast('alerts a second among many', 1_000, many.perSecond),
        atMost('few over many', 1.3, few.perSecond / many.perSecond),
      ],
    };
  });
}

/** Actions that fall due over the coming year. */
async function openActions(client: pg.Client, count: number, say: Say): Promise<void> {
  const begun = performance.now();
  const step = 100_000;
  for (let made = 0; made < count; made += step) {
    await loadActions(client, { count: Math.min(step, count - made), inSeconds: 86_400, overSeconds: A_YEAR_SECONDS });
    if (count > step) say(`   ${made + step} open actions`);
  }
  await client.query('truncate drill.loaded');
  await client.query('vacuum analyze');
  say(`   ${count} open actions loaded in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

interface Raised {
  perSecond: number;
  toldSeconds: number;
}

/** From the moment at which all are due to the last alert, by the database's clock. */
async function raised(house: AlertHouse, client: pg.Client, say: Say): Promise<Raised> {
  const fleet = new Fleet(program('src/worker.js'), house.env);
  await fleet.start(WORKERS);
  await client.query('truncate drill.loaded');
  await loadActions(client, { count: scaled(DUE_AT_ONCE), inSeconds: LEAD_SECONDS, overSeconds: 0 });
  await client.query('analyze actions.actions, platform.due');
  const { rows } = await client.query<{ ms: number }>(
    'select extract(epoch from max(l.due_at) - clock_timestamp())::float8 * 1000 as ms from drill.loaded l',
  );
  if (rows[0]!.ms < 0) throw new Error('they were due before they were all there');
  await sleep(rows[0]!.ms);
  const lost = await untilNone(async () => (await countAlerts(client)).lost, PATIENCE_MS);
  const { due, max } = await countAlerts(client);
  if (lost === PATIENCE_MS) throw new Error('not all alerts were raised');
  const perSecond = due / (max / 1_000);
  say(`   ${due} alerts, ${perSecond.toFixed(0)} a second`);
  const toldMs = await untilNone(async () => (await countTold(client)).untold, PATIENCE_MS);
  await fleet.stop();
  say(`   all told ${(toldMs / 1_000).toFixed(1)} s later`);
  return { perSecond, toldSeconds: toldMs / 1_000 };
}

const BARE_TABLES = `
  create table if not exists drill.bare (action_id uuid not null, raised_at timestamptz not null default clock_timestamp());
  create table if not exists drill.bare_due (id uuid primary key, done boolean not null default false);
  truncate drill.bare, drill.bare_due;
  insert into drill.bare_due (id) select l.id from drill.loaded l;`;

/** What a script would do: each alert and its done-mark in a transaction of their own, on several connections at once. */
async function bareByTransaction(adminUrl: string, client: pg.Client): Promise<number> {
  await client.query(BARE_TABLES);
  const { rows } = await client.query<{ id: string }>('select l.id from drill.loaded l limit $1', [scaled(5_000)]);
  const ids = rows.map(({ id }) => id);
  const count = ids.length;
  const begun = performance.now();
  const work = Array.from({ length: BARE_CLIENTS }, () =>
    withClient(adminUrl, async (own) => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        await own.query('begin');
        await own.query({
          name: 'lock',
          text: 'select id from drill.bare_due where id = $1 and not done for update',
          values: [id],
        });
        await own.query({ name: 'raise', text: 'insert into drill.bare (action_id) values ($1)', values: [id] });
        await own.query({ name: 'done', text: 'update drill.bare_due set done = true where id = $1', values: [id] });
        await own.query('commit');
      }
    }),
  );
  await Promise.all(work);
  return (count / (performance.now() - begun)) * 1_000;
}

/** Jobs that are there already, each of which inserts one row, by two processes. */
async function bareByJobs(adminUrl: string, redis: RedisServer | undefined, client: pg.Client): Promise<number> {
  await client.query('truncate drill.bare');
  await client.query(`delete from drill.loaded where id not in (select l.id from drill.loaded l limit $1)`, [
    scaled(5_000),
  ]);
  await client.query('update drill.loaded set due_at = clock_timestamp()');
  await addDelayedJobs(client, redis?.url, adminUrl);
  const env = { BARE_URL: adminUrl, BARE_REDIS: redis?.url ?? '' };
  const fleet = new Fleet(program('test/faults/bare-delayed-jobs.js'), env);
  await fleet.startWithSpares(WORKERS, 0);
  const count = async () => {
    const { rows } = await client.query<{ left: number }>(
      'select (select count(*) from drill.loaded)::int - (select count(distinct b.action_id) from drill.bare b)::int as left',
    );
    return rows[0]!.left;
  };
  await untilNone(count, PATIENCE_MS);
  await fleet.stop();
  const { rows } = await client.query<{ rate: number }>(
    'select count(*) / greatest(extract(epoch from max(b.raised_at) - min(b.raised_at)), 0.001)::float8 as rate from drill.bare b',
  );
  return rows[0]!.rate;
}
