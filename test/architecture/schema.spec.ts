import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { getMetadataArgsStorage } from 'typeorm';
import '../../src/app.module.js';
import { columnName } from '../../src/platform/db/store.js';
import { committed } from '../support/committed.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dumpSchema } from '../support/schema-dump.js';

const FILE = 'migrations/schema.sql';

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

test('the database is what migrations/schema.sql says', async () => {
  const now = await dumpSchema(owner);
  expect(now).toBe(committed(FILE, now));
});

test('every schema of a room is in it', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspowner = 'marac_owner'::regrole and nspname <> 'bullmq' order by 1`,
  );
  const dump = await dumpSchema(owner);
  expect(rows.length).toBeGreaterThanOrEqual(12);
  for (const { name } of rows) expect(dump).toContain(`\ncreate schema ${name};\n`);
});

describe('a change that no migration made shows', () => {
  /** What a schema could drift by, and the line that must then appear or go. */
  const DRIFTS: [string, string][] = [
    ['alter table flags.flags add column drifted text', '+   drifted text'],
    ['alter table flags.flags alter column set_on drop not null', '+   set_on date,'],
    ['alter table flags.flags alter column version set default 2', '+   version integer default 2 not null,'],
    ['alter table access.grants drop constraint grants_labels_check', '-   constraint grants_labels_check CHECK'],
    ['drop index access.grants_by_grantee', '- CREATE INDEX grants_by_grantee'],
    [
      'alter table persons.contacts disable row level security',
      '- alter table persons.contacts enable row level security;',
    ],
    [
      'alter table persons.contacts no force row level security',
      '- alter table persons.contacts force row level security;',
    ],
    [
      'create policy hole on persons.contacts using (true)',
      '+ create policy hole on persons.contacts as permissive for all to public',
    ],
    [
      'drop policy owner_or_overseer on actions.actions',
      '- create policy owner_or_overseer on actions.actions as restrictive',
    ],
    [
      'alter view access.visible set (security_invoker = false)',
      '- create view access.visible with (security_invoker=true) as',
    ],
    ['create view flags.all_flags as select * from flags.flags', '+ create view flags.all_flags as'],
    ['create materialized view flags.kept as select * from flags.flags', '+ create materialized view flags.kept as'],
    ['alter function access.reader() security definer', 'PARALLEL SAFE SECURITY DEFINER'],
    ['grant delete on audit.events to marac_app', '+ grant delete, select on audit.events to marac_app;'],
    ['grant select on persons.match_keys to public', '+ grant select on persons.match_keys to public;'],
    ['grant update (name) on identity.users to public', '+ grant update (name) on identity.users to public;'],
    ['grant execute on function access.guard_table to marac_app', '+ grant execute on function access.guard_table'],
    ['drop trigger summarise on actions.actions', '- CREATE TRIGGER summarise'],
    ['create rule quiet as on insert to flags.flags do instead nothing', '+ -- rule quiet on flags.flags'],
    ['alter default privileges in schema flags grant select on tables to public', '+ -- default privileges in flags'],
    ['create schema annexe', '+ create schema annexe;'],
    ["create type flags.colour as enum ('RED')", '+ create type flags.colour as e (RED);'],
    ['create sequence flags.counter', '+ create sequence flags.counter'],
  ];

  test.each(DRIFTS)('%s', async (change, line) => {
    const before = await dumpSchema(owner);
    await owner.query('begin');
    try {
      await owner.query(change);
      const changed = differences(before, await dumpSchema(owner));
      expect(changed.join('\n')).toContain(line);
    } finally {
      await owner.query('rollback');
    }
    expect(await dumpSchema(owner)).toBe(before);
  });
});

/** Lines that are in one text and not in the other. */
function differences(before: string, after: string): string[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  return [
    ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
  ];
}

describe('what the code maps', () => {
  /** TypeORM's words for a type, and PostgreSQL's that may stand behind them. */
  const TYPES: Record<string, string[]> = {
    uuid: ['uuid'],
    text: ['text'],
    'text[]': ['text[]'],
    'uuid[]': ['uuid[]'],
    date: ['date'],
    timestamptz: ['timestamp with time zone'],
    time: ['time without time zone'],
    int: ['integer'],
    'int[]': ['integer[]'],
    integer: ['integer'],
    bigint: ['bigint'],
    bool: ['boolean'],
    boolean: ['boolean'],
    jsonb: ['jsonb'],
    bytea: ['bytea'],
  };
  const storage = getMetadataArgsStorage();
  const mapped = storage.columns.map((column) => {
    const table = storage.tables.find((t) => t.target === column.target);
    const { type, array, name } = column.options;
    const fallback = column.mode === 'version' ? 'int' : String(type);
    return {
      table: `${table?.schema}.${table?.name}`,
      column: name ?? columnName(column.propertyName),
      type: (typeof type === 'string' ? type : fallback) + (array ? '[]' : ''),
    };
  });

  test('is there, under the same name and of a type that holds it', async () => {
    const { rows } = await owner.query<{ table: string; column: string; type: string }>(
      `select a.attrelid::regclass::text as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
         from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
    );
    const real = new Map(rows.map((row) => [`${row.table}.${row.column}`, row.type]));
    const wrong = mapped.filter(
      ({ table, column, type }) => !TYPES[type]?.includes(real.get(`${table}.${column}`) ?? ''),
    );
    expect(wrong).toEqual([]);
    expect(mapped.length).toBeGreaterThan(150);
  });

  test('can be inserted: no column without a default is left out', async () => {
    const { rows } = await owner.query<{ table: string; column: string }>(
      `select a.attrelid::regclass::text as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relkind = 'r' and a.attnum > 0 and a.attnotnull and not a.atthasdef and a.attidentity = ''`,
    );
    const tables = new Set(mapped.map(({ table }) => table));
    const columns = new Set(mapped.map(({ table, column }) => `${table}.${column}`));
    const left = rows.filter(({ table, column }) => tables.has(table) && !columns.has(`${table}.${column}`));
    expect(left).toEqual([]);
  });
});
