import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { caseTables, guardFaults } from '../support/guard-check.js';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await database?.drop();
});

test('the guards stand on every table', async () => {
  expect(await guardFaults(admin)).toEqual([]);
  expect((await caseTables(admin)).length).toBeGreaterThanOrEqual(13);
});

/** `flags.planted`, guarded as it should be, so that each test below can leave out one thing. */
const GUARDED = `
  create table flags.planted (id uuid primary key, case_id uuid not null, marac_id uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id));
  select access.guard_table('flags.planted', 'IDENTITY');`;

describe('the check reports', () => {
  test.each<[string, string, string[]]>([
    ['nothing of a guarded table', GUARDED, []],
    [
      'a table of cases without guards',
      'create table flags.planted (id uuid primary key, case_id uuid)',
      [
        'flags.planted: case_id does not refer to access.cases',
        'flags.planted: case_id or marac_id may be missing',
        'flags.planted: no policy says who reads it',
        'flags.planted: row-level security does not bind its owner',
        'flags.planted: row-level security is not enabled',
      ],
    ],
    [
      'a table of anything else without guards, unless it is listed',
      'create table flags.planted (id uuid primary key)',
      ['flags.planted: row-level security does not bind its owner', 'flags.planted: row-level security is not enabled'],
    ],
    [
      'guards that are off',
      `${GUARDED} alter table flags.planted disable row level security`,
      ['flags.planted: row-level security is not enabled'],
    ],
    [
      'guards that do not bind the owner',
      `${GUARDED} alter table flags.planted no force row level security`,
      ['flags.planted: row-level security does not bind its owner'],
    ],
    [
      'a policy for everybody',
      `${GUARDED} create policy hole on flags.planted for select using (true)`,
      [
        'flags.planted: policy hole reads cases without asking for the grant',
        'flags.planted: policy hole reads without asking for the grant, the standing or the system',
      ],
    ],
    [
      'a policy for members without a grant',
      `${GUARDED} create policy hole on flags.planted for select using (access.is_system() or marac_id = any (access.member_of()))`,
      ['flags.planted: policy hole reads cases without asking for the grant'],
    ],
    [
      'a policy that lets everybody write',
      `${GUARDED} create policy hole on flags.planted for insert with check (true)`,
      ['flags.planted: policy hole writes without asking who'],
    ],
    [
      'a foreign key that is gone',
      'alter table flags.flags drop constraint flags_case_id_marac_id_fkey',
      ['flags.flags: case_id does not refer to access.cases'],
    ],
    [
      'a view that reads with its owner’s eyes',
      'create view flags.planted as select * from flags.flags',
      ["flags.planted: a view that reads with its owner's eyes"],
    ],
    [
      'a materialised view',
      'create materialized view flags.planted as select * from flags.flags',
      ['flags.planted: a materialised view keeps rows outside the guards'],
    ],
    [
      'a function with its owner’s rights',
      `create function flags.planted() returns bigint language sql security definer as 'select count(*) from flags.flags'`,
      ["flags.planted(): runs with its owner's rights"],
    ],
    [
      'a table of the app role',
      'alter table flags.flags owner to marac_app',
      [
        ...['delete', 'maintain', 'references', 'trigger', 'truncate'].map(
          (what) => `marac_app may ${what} flags.flags`,
        ),
        'marac_app owns flags.flags',
      ],
    ],
    ['an app role beyond the guards', 'alter role marac_app bypassrls', ['marac_app is beyond row-level security']],
    [
      'an app role that may become another',
      'grant pg_read_all_data to marac_app',
      ['marac_app may become pg_read_all_data'],
    ],
    [
      'an app role that may create',
      'grant create on schema flags to marac_app',
      ['marac_app may create in schema flags'],
    ],
    [
      'grants that can be deleted',
      'grant delete on access.grants to marac_app',
      ['marac_app may delete access.grants'],
    ],
    [
      'an audit that can be emptied',
      'grant truncate on audit.events to marac_app',
      ['marac_app may truncate audit.events'],
    ],
    [
      'an audit that can be changed in one column',
      'grant update (at) on audit.events to marac_app',
      ['marac_app may update audit.events'],
    ],
    ['what everybody may read', 'grant select on identity.users to public', ['everybody may use identity.users']],
  ])('%s', async (_what, planted, faults) => {
    await admin.query('begin');
    try {
      await admin.query(planted);
      expect(await guardFaults(admin)).toEqual([...faults].sort());
    } finally {
      await admin.query('rollback');
    }
  });
});
