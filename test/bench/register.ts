import { availableParallelism } from 'node:os';
import type pg from 'pg';
import type { Say } from './bench.js';
import { type BenchDatabase, withClient } from './bench-database.js';
import { Child, program } from './child.js';
import { idOf, MARACS } from './register-couples.js';

const TABLES = `'access.cases'::regclass, 'persons.persons'::regclass, 'persons.contacts'::regclass, 'persons.match_keys'::regclass, 'referrals.referrals'::regclass`;
const EMPTIED = `truncate access.cases, persons.persons, persons.contacts, persons.match_keys, referrals.referrals cascade`;

/** What is taken away while rows are written, as statements that bring it back: it outlives a load that is broken off. */
const TAKEN_AWAY = `create table public.taken_away as
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as away,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
    from pg_constraint where conrelid = 'persons.match_keys'::regclass and contype = 'p'
  union all
  select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    from pg_index i where i.indrelid in (${TABLES}) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;

/**
 * A register of so many couples, one referral each, spread over the MARACs of the country: what the repeat check reads, and no
 * more. Rows first, by a process for each core, then indexes: as fast as it goes.
 */
export async function loadRegister(database: BenchDatabase, couples: number, say: Say): Promise<void> {
  await withClient(database.adminUrl, async (client) => {
    const broken = await exists(client, `select to_regclass('public.taken_away') is not null as yes`);
    const there = await exists(client, 'select exists (select from referrals.referrals) as yes');
    if (there && !broken) return;
    const begun = performance.now();
    const tell = (what: string) => say(`   ${what}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    const back = broken ? await startAgain(client) : await takeAway(client);
    await writeMaracs(client);
    await writeCouples(database.adminUrl, couples);
    tell(`${couples} couples written`);
    await bringBack(client, back);
    await client.query('vacuum (analyze)');
    tell('indexed and analysed');
  });
}

async function takeAway(client: pg.Client): Promise<string[]> {
  await client.query('begin');
  await client.query(TAKEN_AWAY);
  const { rows } = await client.query<{ away: string; back: string }>('select away, back from public.taken_away');
  for (const { away } of rows) await client.query(away);
  await client.query('commit');
  return rows.map(({ back }) => back);
}

async function startAgain(client: pg.Client): Promise<string[]> {
  await client.query(EMPTIED);
  const { rows } = await client.query<{ back: string }>('select back from public.taken_away');
  return rows.map(({ back }) => back);
}

/** One index after the other, each with the help of a second core; all or none. */
async function bringBack(client: pg.Client, statements: readonly string[]): Promise<void> {
  await client.query(`set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 1`);
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  await client.query('drop table public.taken_away');
  await client.query('commit');
}

async function exists(client: pg.Client, text: string): Promise<boolean> {
  return (await client.query<{ yes: boolean }>(text)).rows[0]!.yes;
}

async function writeMaracs(client: pg.Client): Promise<void> {
  const numbers = Array.from({ length: MARACS }, (_, i) => i);
  await client.query(
    `insert into maracs.maracs (id, code, name, nation)
     select id, 'M' || code, 'MARAC ' || code, 'england-and-wales' from unnest($1::uuid[], $2::int[]) as r(id, code)
     on conflict do nothing`,
    [numbers.map((number) => idOf('marac', number)), numbers],
  );
}

async function writeCouples(url: string, couples: number): Promise<void> {
  const processes = Math.min(4, availableParallelism());
  const share = Math.ceil(couples / processes);
  const children = Array.from({ length: processes }, (_, i) =>
    Child.start(program('test/bench/register-child.js'), [], {
      ...{ REGISTER_URL: url, REGISTER_FROM: String(i * share) },
      REGISTER_TO: String(Math.min(couples, (i + 1) * share)),
    }),
  );
  try {
    await Promise.all(children.map((child) => child.end()));
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}
