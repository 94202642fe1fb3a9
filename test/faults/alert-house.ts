import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { Access } from '../../src/access/access.service.js';
import { LadderSweep } from '../../src/alerts/ladder-sweep.service.js';
import { ActionsService } from '../../src/actions/actions.service.js';
import { buildContext } from '../../src/application.js';
import { MaracsReader } from '../../src/maracs/maracs.reader.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { SamplePartnership } from '../../src/sample/partnership.service.js';
import { withClient } from '../bench/bench-database.js';

const CASES = 100;
/** From so many on what triggers write is written by ourselves, and foreign keys are not looked at. */
const BULK = 50_000;
const FAR_AHEAD_MS = 20 * 86_400_000;

/** A sample partnership with a hundred cases, each with an action that is not due for weeks: patterns for thousands that are. */
export interface AlertHouse {
  adminUrl: string;
  appUrl: string;
  /** for every process on it: the same keys, and a folder for what is written as mail */
  env: Record<string, string>;
  folder: string;
  close(): void;
}

/** Founds it on an empty database. @param redisUrl where queues live; in the database when absent */
export async function alertHouse(
  { adminUrl, appUrl }: { adminUrl: string; appUrl: string },
  redisUrl = '',
): Promise<AlertHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marac-alerts-'));
  const env = {
    ...{ NODE_ENV: 'development', LOG_LEVEL: 'info', DATABASE_URL: appUrl, REDIS_URL: redisUrl },
    ...{ MARAC_DATA_DIR: folder, DATA_KEYS: newDataKey(1) },
  };
  await foundPatterns(env);
  await withClient(adminUrl, async (client) => {
    await client.query(DRILL);
  });
  return { adminUrl, appUrl, env, folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

async function foundPatterns(env: Record<string, string>): Promise<void> {
  const app = await buildContext(readSettings({ ...env, LOG_LEVEL: 'warn' }));
  try {
    await app.get(SamplePartnership, { strict: false }).found();
    const [access, actions] = [app.get(Access, { strict: false }), app.get(ActionsService, { strict: false })];
    const dueAt = new Date(Math.ceil((Date.now() + FAR_AHEAD_MS) / 1000) * 1000).toISOString();
    await app.get(UnitOfWork, { strict: false }).run(Actor.operator('drill'), async () => {
      const maracs = app.get(MaracsReader, { strict: false });
      const marac = await maracs.byCode('NB');
      const housing = await tx().one<{ id: string }>(`select g.id from maracs.agencies g where g.name = 'Housing'`);
      const ownerAgencyId = housing!.id;
      for (let n = 0; n < CASES; n++) {
        const open = access.found(marac!.id, 'NB');
        await actions.agree(open, {
          ownerAgencyId,
          ownerPost: 'Duty officer',
          text: 'Fit new locks',
          target: 'VICTIM',
          dueAt,
        });
      }
    });
    // as in an area that has run for a while: its ladders are counted by the rules of today, and not all anew during the drill
    await app.get(LadderSweep, { strict: false }).sweep();
  } finally {
    await app.close();
  }
}

/** What was loaded, for comparison; not a table of the product's. */
const DRILL = `
  create schema drill;
  create table drill.patterns as select a.id, a.due_at, row_number() over (order by a.id) - 1 as nth from actions.actions a;
  create table drill.loaded (id uuid primary key, pattern uuid not null, due_at timestamptz not null)`;

/**
 * Actions made after the patterns, row by row as the product writes them, with what is due for them at their due time and later.
 * Spread evenly over so many seconds from a moment on.
 */
export async function loadActions(
  client: pg.Client,
  { count, inSeconds, overSeconds }: { count: number; inSeconds: number; overSeconds: number },
): Promise<void> {
  await client.query('begin');
  await client.query('create temporary table fresh (like drill.loaded) on commit drop');
  await client.query(
    `insert into fresh (id, pattern, due_at)
     select gen_random_uuid(), p.id, date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $2::float8 + $3::float8 * n / $1)
       from generate_series(0, $1::int - 1) as n join drill.patterns p on p.nth = n % ${CASES}`,
    [count, inSeconds, overSeconds],
  );
  await client.query('insert into drill.loaded select * from fresh');
  const bulk = count >= BULK;
  if (bulk) await client.query(`set local session_replication_role = replica`);
  const due = `greatest(a.set_on, (f.due_at at time zone 'Europe/London')::date)`;
  await copyRows(client, 'actions.actions', { id: 'f.id', due_at: 'f.due_at', due_on: due }, 'a.id = f.pattern');
  const moment = `f.due_at + greatest(a.due_at - p.due_at, interval '0')`; // a reminder before it comes with it
  await copyRows(
    client,
    'platform.due',
    { subject: 'f.id', due_at: moment, next_at: moment, epoch: `nextval('platform.due_epoch')` },
    `a.subject = f.pattern and a.lane = 'TIME'`,
  );
  if (bulk) await copyRows(client, 'actions.summaries', { id: 'f.id', due_at: 'f.due_at' }, 'a.id = f.pattern');
  await copyLadders(client);
  await client.query('commit');
}

/** Where alerts go up a ladder, each action has one. */
async function copyLadders(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select where to_regclass('alerts.ladders') is not null`);
  if (rows.length === 0) return;
  const changed = {
    id: 'f.id',
    subject_id: 'f.id',
    due_at: 'f.due_at',
    next_at: 'f.due_at',
    since: 'clock_timestamp()',
  };
  await copyRows(client, 'alerts.ladders', changed, 'a.id = f.pattern');
}

/** Rows of the patterns again, every column as it is but those given. */
async function copyRows(
  client: pg.Client,
  table: string,
  changed: Readonly<Record<string, string>>,
  where: string,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select a.attname as name from pg_attribute a
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? `a.${name}`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')}
       from fresh f join drill.patterns p on p.id = f.pattern join ${table} a on ${where}`,
  );
}
