import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import { dumpSchema } from '../support/schema-dump.js';
import type { World } from '../support/world.js';

/**
 * What somebody could do who makes our connection say SQL of his own, in the name of a member of the MARAC with whom no case was
 * shared. One thing these walls cannot stop: platform.enter believes whoever calls it, so SQL of one's own making may enter as
 * somebody else. Hence statements are fixed texts (house-rules.spec.ts), and no route takes SQL.
 */
let app: TestApp;
let world: World;
let shared: FullCase;
let admin: pg.Client;
let owner: pg.Client;
let client: pg.Client;
let before: Awaited<ReturnType<typeof state>>;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  shared = await fullCase(app, world);
  const { adminUrl, ownerUrl, appUrl } = app.database;
  [admin, owner, client] = [adminUrl, ownerUrl, appUrl].map((connectionString) => new pg.Client({ connectionString })) as [
    pg.Client, pg.Client, pg.Client,
  ]; // prettier-ignore
  for (const each of [admin, owner, client]) await each.connect();
  await admin.query('analyze');
  before = await state();
});
afterAll(async () => {
  for (const each of [admin, owner, client]) await each?.end();
  await app?.stop();
});

/** Everything that hostile statements might have changed. */
async function state() {
  const { rows } = await admin.query(`
    select (select count(*) from audit.events) as audited, (select count(*) from persons.persons) as people,
           (select md5(string_agg(g::text, ',' order by g.id)) from access.grants g) as grants,
           (select md5(string_agg(f::text, ',' order by f.id)) from flags.flags f) as flags,
           (select md5(string_agg(c::text, ',' order by c.id)) from persons.contacts c) as contacts,
           (select md5(string_agg(r::text, ',' order by r.rolname)) from pg_roles r where r.rolname like 'marac%') as roles`);
  return { rows, schema: await dumpSchema(owner) };
}

const SEEN = `select (select count(*) from access.cases) + (select count(*) from persons.persons) + (select count(*) from persons.contacts)
  + (select count(*) from referrals.referrals) + (select count(*) from actions.actions) as seen`;

/** SQLSTATEs: insufficient_privilege; feature_not_supported; cant_change_runtime_param ... */
const REFUSED = '42501';

/** `refused`, or `nothing`: no row is shown and none is changed. */
const ATTEMPTS: [string, 'refused' | 'nothing'][] = [
  // becoming somebody else
  ['set role marac_owner', 'refused'],
  ['set role pg_read_all_data', 'refused'],
  ['set local role marac_owner', 'refused'],
  ['set session authorization marac_owner', 'refused'],
  [`do $$ begin execute 'set role marac_owner'; end $$`, 'refused'],
  [`select set_config('role', 'marac_owner', false)`, 'refused'],
  [`select set_config('session_authorization', 'marac_owner', false)`, 'refused'],
  ['reset role; SEEN', 'nothing'],
  ['reset session authorization; SEEN', 'nothing'],
  ['reset all; SEEN', 'nothing'],
  ['alter role marac_app bypassrls', 'refused'],
  ['alter role marac_app superuser', 'refused'],
  [`alter role marac_owner password 'mine'`, 'refused'],
  ['create role mine superuser', 'refused'],
  ['grant marac_owner to marac_app', 'refused'],
  ['grant pg_read_all_data to marac_app', 'refused'],
  // taking the walls down
  ['set row_security = off; select * from persons.contacts', 'refused'],
  ['alter table persons.contacts disable row level security', 'refused'],
  ['alter table persons.contacts no force row level security', 'refused'],
  ['alter table persons.contacts owner to marac_app', 'refused'],
  ['drop policy visible on persons.contacts', 'refused'],
  ['alter policy visible on persons.contacts using (true)', 'refused'],
  ['create policy mine on persons.contacts using (true)', 'refused'],
  ['alter view access.visible set (security_invoker = false)', 'refused'],
  [`create or replace function access.is_system() returns boolean language sql as 'select true'`, 'refused'],
  ['alter function access.is_system() security definer', 'refused'],
  [`select access.guard_table('flags.flags', 'IDENTITY')`, 'refused'],
  ['grant select on persons.contacts to public', 'nothing'],
  ['alter default privileges for role marac_owner grant all on tables to public', 'refused'],
  ['alter table audit.events disable trigger all', 'refused'],
  ['drop table audit.events', 'refused'],
  // things of one's own
  [`create function public.mine() returns bigint language sql security definer as 'select 1'`, 'refused'],
  [`create function access.mine() returns bigint language sql security definer as 'select 1'`, 'refused'],
  ['create view flags.mine as select * from persons.contacts', 'refused'],
  ['create temp table cases as select * from persons.contacts', 'refused'],
  [`create function pg_temp.mine(text) returns boolean language sql as 'select true'`, 'refused'],
  ['create schema mine', 'refused'],
  ['create extension dblink schema flags', 'refused'],
  ['create language plpython3u', 'refused'],
  // out of the database
  [`copy persons.contacts to '/tmp/contacts'`, 'refused'],
  [`copy persons.contacts to program 'cat'`, 'refused'],
  [`copy persons.contacts from program 'id'`, 'refused'],
  [`select lo_import('/etc/passwd')`, 'refused'],
  [`select pg_read_file('/etc/passwd')`, 'refused'],
  [`select pg_ls_dir('/')`, 'refused'],
  ['select * from pg_authid', 'refused'],
  ['select * from pg_shadow', 'refused'],
  ['select * from pg_statistic', 'refused'],
  [`select most_common_vals from pg_stats where tablename in ('contacts', 'persons', 'referrals') and most_common_vals is not null`, 'nothing'],
  ['alter database postgres set row_security = off', 'refused'],
  // the record of deeds
  [`update audit.events set actor_id = 'nobody'`, 'refused'],
  ['delete from audit.events', 'refused'],
  ['truncate audit.events', 'refused'],
  ['select * from audit.events', 'nothing'],
  ['lock table audit.events in access exclusive mode', 'refused'],
  [`merge into audit.events e using access.cases c on true when matched then delete`, 'refused'],
  // sharing decisions
  ['delete from access.grants', 'refused'],
  ['truncate access.grants', 'refused'],
  [`update access.grants set revoked_at = null, ends_at = 'infinity' where true`, 'nothing'],
  [`update access.grants set labels = access.all_labels() where true`, 'refused'],
  [`update access.grants set grantee_id = (access.grantees())[1] where true`, 'refused'],
  [
    `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by)
     values (gen_random_uuid(), 'CASE', 'MARAC', (access.grantees())[1], 'AGENCY', access.all_labels(), 'x', '{x}', 'x', 'x')`,
    'refused',
  ],
  // exclusions
  ['select * from access.exclusions', 'nothing'],
  ['delete from access.exclusions', 'refused'],
  [`update access.exclusions set lifted_at = now() where true`, 'nothing'],
  [`update access.exclusions set except_user_ids = array[access.reader()] where true`, 'refused'],
  // cases
  [SEEN, 'nothing'],
  ['select * from access.visible', 'nothing'],
  ['select * from persons.match_keys', 'nothing'],
  ['select content from referrals.imports', 'nothing'],
  ['select * from notifications.mails', 'nothing'],
  ['select * from notifications.notices', 'nothing'],
  [`declare mine cursor with hold for select * from persons.contacts; fetch all from mine`, 'nothing'],
  [`select * from persons.contacts where case_id = 'CASE' for update`, 'refused'],
  ['select * from referrals.referrals for update', 'nothing'],
  [`update referrals.referrals set summary = '' where case_id = 'CASE' returning summary`, 'nothing'],
  [`update actions.actions set status = 'AGREED' where case_id = 'CASE' returning text`, 'nothing'],
  [`insert into flags.flags (id, case_id, marac_id, set_on, expires_on, rule_version) values (gen_random_uuid(), 'CASE', 'MARAC', now(), now(), 1)
     on conflict (case_id) do update set expires_on = now() returning *`, 'refused'],
  [`insert into persons.contacts (id, person_id, case_id, marac_id, label, safe_to_call)
     select gen_random_uuid(), gen_random_uuid(), 'CASE', 'MARAC', 'CONTACT', 'YES'`, 'refused'],
  [`insert into access.cases (id, marac_id, ref) values (gen_random_uuid(), 'MARAC', 'X-1')`, 'refused'],
  ['delete from persons.persons', 'refused'],
  ['truncate persons.persons cascade', 'refused'],
  ['update persons.contacts set address = $$x$$', 'refused'],
  ['alter table persons.contacts add column mine text', 'refused'],
]; // prettier-ignore

test(`${ATTEMPTS.length} attempts are enough to mean something`, () => {
  expect(ATTEMPTS.length).toBeGreaterThanOrEqual(20);
});

describe('in the name of a member with whom nothing was shared', () => {
  test.each(ATTEMPTS)('%s: %s', async (sql, expected) => {
    const text = sql.replaceAll('SEEN', SEEN).replaceAll('CASE', shared.caseId).replaceAll('MARAC', world.maracId);
    await client.query('begin');
    let outcome: string;
    try {
      await client.query('select platform.enter($1, false)', [world.probation.id]);
      outcome = shown(await client.query(text));
      await client.query('commit');
    } catch (error) {
      outcome = (error as { code: string }).code === REFUSED ? 'refused' : String(error);
      await client.query('rollback');
    }
    await client.query('reset all; close all');
    expect(outcome).toBe(expected);
    expect(await state()).toEqual(before);
  });
});

/** What the last of several statements showed: `nothing`, or the rows. */
function shown(result: pg.QueryResult | pg.QueryResult[]): string {
  const last = Array.isArray(result) ? result.at(-1)! : result;
  const rows = last.rows.filter((row: object) => JSON.stringify(row) !== '{"seen":"0"}');
  const changed = last.command !== 'SELECT' && (last.rowCount ?? 0) > 0;
  return rows.length === 0 && !changed ? 'nothing' : `${last.command} ${JSON.stringify(rows)}`;
}

test('settings of the server are out of reach', async () => {
  await expect(client.query('alter system set fsync = off')).rejects.toMatchObject({ code: REFUSED });
});

test('with a random session, and without any, the same statements show nothing', async () => {
  for (const user of [randomUUID(), '']) {
    await client.query('begin');
    await client.query('select platform.enter($1, false)', [user]);
    expect((await client.query(SEEN)).rows).toEqual([{ seen: '0' }]);
    await client.query('rollback');
  }
});

test('the coordinator, by the same door, does see it: the walls were not simply shut', async () => {
  await client.query('begin');
  await client.query('select platform.enter($1, false)', [world.coordinator.id]);
  expect(Number((await client.query(SEEN)).rows[0].seen)).toBeGreaterThan(0);
  await client.query('rollback');
});
