import type pg from 'pg';
import { OURS } from './schema-dump.js';

/** Tables that row-level security need not guard: they hold nothing of a case. Each with the reason why. */
export const UNGUARDED: Record<string, string> = {
  'access.protocols': 'versions of the protocol; the guards themselves read it',
  'access.signatures': 'which agencies signed the protocol; the guards themselves read it',
  'identity.authenticator_apps': 'sealed secrets of colleagues, read before anybody is signed in',
  'identity.passkeys': 'public keys of colleagues, read before anybody is signed in',
  'identity.challenges': 'random numbers, given before anybody is signed in',
  'identity.recoveries': 'which administrators gave whom a second factor back; hashes',
  'identity.setup_codes': 'hashes, looked up before there is anybody',
  'identity.sessions': 'whose session a token is must be found before anybody is signed in',
  'identity.sign_in_attempts': 'counted before anybody is signed in; hashes and times alone',
  'identity.user_roles': 'the guards themselves read it',
  'identity.users': 'the guards themselves read it; colleagues, never victims',
  'maracs.closures': 'days on which an area does not work',
  'maracs.agencies': 'public bodies',
  'maracs.maracs': 'areas',
  'maracs.members': 'which agencies belong to an area',
  'maracs.rules': 'thresholds and deadlines of an area',
  'operations.beats': 'which workers are alive',
  'operations.canaries': 'invented promises: times alone',
  'platform.due': 'ids, kinds and times alone',
  'platform.outbox': 'ids alone, by its own check',
  'platform.epochs': 'servers and times alone',
  'platform.schedule': 'names of jobs and times',
  'platform.stuck_work': 'ids alone, by its own check',
};

/** Tables that the app role may delete from. Everything else is kept, corrected or closed, never removed. */
const FORGETS = [
  'persons.keys_to_renew',
  ...['webhooks.events', 'webhooks.deliveries'],
  ...['platform.kept_answers', 'operations.canaries', 'operations.beats'],
  ...['identity.sessions', 'identity.sign_in_attempts', 'identity.user_roles', 'identity.oidc_logins'],
  ...['identity.authenticator_apps', 'identity.passkeys', 'identity.challenges'],
  // what is sealed elsewhere by then, and hashes made with a key that is rotated out
  ...['persons.contacts', 'persons.match_keys'],
  ...['platform.due', 'platform.outbox', 'platform.schedule', 'platform.stuck_work'],
];

/** Functions that run with their owner's rights. None: each would have to be argued for here. */
const SECURITY_DEFINERS: string[] = [];

const list = (names: string[]) => `array[${names.map((name) => `'${name}'`).join(', ')}]::text[]`;
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'f') and ${OURS}`;
const names = `not (c.oid::regclass::text = any (${list(Object.keys(UNGUARDED))}))`;
const ofACase = `(c.oid = 'access.cases'::regclass or exists (
  select from pg_attribute a where a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped))`;
const reads = `p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')`;

/** Each finds what would let a row reach somebody whom the protocol does not name. */
const FAULTS = [
  `select format('%s: row-level security is not enabled', c.oid::regclass) as fault from ${tables} and ${names} and not c.relrowsecurity`,
  `select format('%s: row-level security does not bind its owner', c.oid::regclass) from ${tables} and ${names} and not c.relforcerowsecurity`,
  `select format('%s: holds cases but is listed as unguarded', c.oid::regclass) from ${tables} and ${ofACase} and not ${names}`,
  `select format('%s: no policy says who reads it', c.oid::regclass) from ${tables} and ${ofACase}
      and not exists (select from pg_policy p where ${reads})`,
  `select format('%s: policy %s reads without asking for the grant, the standing or the system', c.oid::regclass, p.polname)
     from pg_policy p, ${tables} and ${names} and ${reads} and pg_get_expr(p.polqual, p.polrelid) !~ 'access\\.is_system\\(\\)'`,
  `select format('%s: policy %s reads cases without asking for the grant', c.oid::regclass, p.polname)
     from pg_policy p, ${tables} and ${ofACase} and ${reads} and c.oid not in ('access.grants'::regclass, 'access.exclusions'::regclass)
      and pg_get_expr(p.polqual, p.polrelid) !~ '(access|transfers)\\.shared\\(|access\\.(live_)?grants' `,
  `select format('%s: policy %s writes without asking who', c.oid::regclass, p.polname)
     from pg_policy p, ${tables} and ${names} and p.polrelid = c.oid and p.polpermissive and p.polcmd <> 'r' and c.oid <> 'audit.events'::regclass
      and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) !~ 'access\\.is_system\\(\\)'`,
  `select format('%s: case_id does not refer to access.cases', c.oid::regclass) from ${tables} and ${ofACase} and c.oid <> 'access.cases'::regclass
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'access.cases'::regclass)`,
  `select format('%s: case_id or marac_id may be missing', c.oid::regclass) from ${tables} and ${ofACase} and 2 > (
      select count(*) from pg_attribute a where a.attrelid = c.oid and a.attnotnull and not a.attisdropped
         and a.attname in ('marac_id', case when c.oid = 'access.cases'::regclass then 'id' else 'case_id' end))`,
  `select format('%s: a view that reads with its owner''s eyes', c.oid::regclass) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)`,
  `select format('%s: a materialised view keeps rows outside the guards', c.oid::regclass) from pg_class c join pg_namespace n
       on n.oid = c.relnamespace where ${OURS} and c.relkind = 'm'`,
  `select format('%s: runs with its owner''s rights', p.oid::regprocedure) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${OURS} and p.prosecdef and not (p.oid::regprocedure::text = any (${list(SECURITY_DEFINERS)}))`,
  `select format('marac_app owns %s', c.oid::regclass) from pg_class c where c.relkind <> 'i' and c.relowner = 'marac_app'::regrole`,
  `select format('marac_app owns %s', p.oid::regprocedure) from pg_proc p where p.proowner = 'marac_app'::regrole`,
  `select format('marac_app owns schema %s', nspname) from pg_namespace where nspowner = 'marac_app'::regrole`,
  `select format('marac_app is %s', word) from pg_roles, lateral (values (rolsuper, 'a superuser'), (rolbypassrls, 'beyond row-level security'),
       (rolcreaterole, 'a maker of roles'), (rolcreatedb, 'a maker of databases'), (rolreplication, 'a replica')) v (held, word)
    where rolname = 'marac_app' and held`,
  `select format('marac_app may become %s', m.roleid::regrole) from pg_auth_members m where m.member = 'marac_app'::regrole`,
  `select format('marac_app may create in schema %s', nspname) from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'bullmq' and has_schema_privilege('marac_app', oid, 'CREATE')`,
  `select format('marac_app may %s in the database', what) from unnest(array['CREATE', 'TEMP']) what
    where has_database_privilege('marac_app', current_database(), what)`,
  `select format('marac_app may %s %s', lower(what), c.oid::regclass) from unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) what,
       ${tables} and has_table_privilege('marac_app', c.oid, what)
      and not (what = 'DELETE' and c.oid::regclass::text = any (${list(FORGETS)}))`,
  `select format('marac_app may %s audit.events', lower(what)) from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) what
    where has_table_privilege('marac_app', 'audit.events', what)
       or what = 'UPDATE' and has_any_column_privilege('marac_app', 'audit.events', what)`,
  `select format('everybody may use %s', c.oid::regclass) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and exists (select from aclexplode(c.relacl) a where a.grantee = 0)`,
  `select format('%s is listed as unguarded but is not there', name) from unnest(${list(Object.keys(UNGUARDED))}) name
    where to_regclass(name) is null`,
];

/** What is wrong with the guards, as sentences; none when all holds. */
export async function guardFaults(client: pg.Client): Promise<string[]> {
  const faults: string[] = [];
  for (const text of FAULTS) {
    const { rows } = await client.query<[string]>({ text, rowMode: 'array' });
    faults.push(...rows.map(([fault]) => fault));
  }
  return [...new Set(faults)].sort();
}

/** Every table whose rows belong to a case, with the column that names it. */
export async function caseTables(client: pg.Client): Promise<{ table: string; column: string }[]> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.oid::regclass::text as table, case when c.oid = 'access.cases'::regclass then 'id' else 'case_id' end as column
       from ${tables} and ${ofACase} order by 1`,
  );
  return rows;
}
