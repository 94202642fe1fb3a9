import type pg from 'pg';

const HEADER = `-- The database as its catalogues show it after every migration: to be read and compared, not to be run.
-- Written by UPDATE=1 npm test -- architecture/schema; a change that is not here fails that test.
`;

/** Every schema but PostgreSQL's own, the queue's (made by BullMQ) and public (TypeORM's list of migrations). */
export const OURS = `nspname !~ '^pg_' and nspname not in ('information_schema', 'bullmq', 'public')`;

/** Who may do what by an access list: one row per grantee, without the owner. @param acl SQL of the list, @param owner of its owner */
const grants = (acl: string, owner: string, what: string) => `
  select string_agg(format(E'grant %s on ${what} to %s;', privileges, grantee), E'\\n' order by grantee)
    from (select case when a.grantee = 0 then 'public' else a.grantee::regrole::text end as grantee,
                 string_agg(lower(a.privilege_type) || case when a.is_grantable then ' with grant option' else '' end, ', '
                            order by a.privilege_type) as privileges
            from aclexplode(${acl}) a where a.grantee <> ${owner} group by a.grantee) g`;

const owned = (owner: string, what: string) =>
  `case when ${owner} <> 'marac_owner'::regrole then format(E'alter ${what} owner to %s;\\n', ${owner}::regrole) else '' end`;

/** Each gives rows (schema, name, text); the texts, put in order of schema, kind and name, are the dump. */
const PARTS: Record<string, string> = {
  schema: `
    select n.nspname as schema, '' as name,
           format(E'create schema %I;\\n', n.nspname) || ${owned('n.nspowner', "schema ' || n.nspname || '")}
           || coalesce((${grants('n.nspacl', 'n.nspowner', "schema ' || n.nspname || '")}), '') as text
      from pg_namespace n where ${OURS}`,

  type: `
    select n.nspname as schema, t.typname as name,
           format('create type %s as %s (%s);', t.oid::regtype, t.typtype,
             coalesce((select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
                      format_type(t.typbasetype, t.typtypmod), '')) as text
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
     where ${OURS} and (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and exists (
           select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))`,

  sequence: `
    select n.nspname as schema, c.relname as name,
           format(E'create sequence %s as %s start %s increment %s minvalue %s maxvalue %s cache %s%s;\\n', c.oid::regclass,
             s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' else '' end)
           || coalesce((${grants("coalesce(c.relacl, acldefault('s', c.relowner))", 'c.relowner', "sequence ' || c.oid::regclass || '")}), '') as text
      from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
     where ${OURS}`,

  table: `
    select n.nspname as schema, c.relname as name, concat_ws(E'\\n',
      format(E'create %stable %s (\\n%s\\n)%s;', case c.relpersistence when 'u' then 'unlogged ' else '' end, c.oid::regclass,
        concat_ws(E',\\n', (
          select string_agg(concat_ws(' ', '  ' || a.attname, format_type(a.atttypid, a.atttypmod),
                   case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
                   case when a.attgenerated <> '' then format('generated always as (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                     case a.attgenerated when 's' then 'stored' else 'virtual' end)
                        when a.attidentity <> '' then format('generated %s as identity', case a.attidentity when 'a' then 'always' else 'by default' end)
                        when d.oid is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
                   case when a.attnotnull then 'not null' end), E',\\n' order by a.attnum)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), (
          select string_agg(format('  constraint %s %s', k.conname, pg_get_constraintdef(k.oid)), E',\\n'
                            order by array_position('{p,u,f,c,x}', k.contype), k.conname)
            from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x'))),
        case when c.reloptions is not null then ' with (' || array_to_string(c.reloptions, ', ') || ')' else '' end),
      (select string_agg(pg_get_indexdef(i.indexrelid) || case when i.indisvalid then ';' else '; -- invalid' end, E'\\n' order by i.indexrelid::regclass::text)
         from pg_index i where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))),
      case when c.relrowsecurity then format('alter table %s enable row level security;', c.oid::regclass) end,
      case when c.relforcerowsecurity then format('alter table %s force row level security;', c.oid::regclass) end,
      (select string_agg(format('create policy %s on %s as %s for %s to %s%s%s;', p.polname, c.oid::regclass,
                case when p.polpermissive then 'permissive' else 'restrictive' end,
                case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
                (select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ' order by r) from unnest(p.polroles) r),
                E'\\n  using ' || pg_get_expr(p.polqual, p.polrelid), E'\\n  with check ' || pg_get_expr(p.polwithcheck, p.polrelid)), E'\\n' order by p.polname)
         from pg_policy p where p.polrelid = c.oid),
      (select string_agg(pg_get_triggerdef(g.oid) || ';' || case when g.tgenabled = 'O' then '' else ' -- ' || g.tgenabled::text end, E'\\n' order by g.tgname)
         from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal),
      nullif(${owned('c.relowner', "table ' || c.oid::regclass || '")}, ''),
      (${grants("coalesce(c.relacl, acldefault('r', c.relowner))", 'c.relowner', "' || c.oid::regclass || '")}),
      (select string_agg(format('grant %s (%s) on %s to %s;', lower(x.privilege_type), a.attname, c.oid::regclass,
                case when x.grantee = 0 then 'public' else x.grantee::regrole::text end), E'\\n' order by a.attnum, x.privilege_type)
         from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid and not a.attisdropped),
      (select string_agg(format('comment on %s is %L;', case when s.objsubid = 0 then format('table %s', c.oid::regclass)
                else format('column %s.%s', c.oid::regclass, a.attname) end, s.description), E'\\n' order by s.objsubid)
         from pg_description s left join pg_attribute a on a.attrelid = c.oid and a.attnum = s.objsubid
        where s.objoid = c.oid and s.classoid = 'pg_class'::regclass)) as text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${OURS} and c.relkind in ('r', 'p', 'f')`,

  view: `
    select n.nspname as schema, c.relname as name, concat_ws(E'\\n',
      format(E'create %s %s%s as\\n%s', case c.relkind when 'm' then 'materialized view' else 'view' end, c.oid::regclass,
        case when c.reloptions is not null then ' with (' || array_to_string(c.reloptions, ', ') || ')' else '' end, pg_get_viewdef(c.oid)),
      nullif(${owned('c.relowner', "view ' || c.oid::regclass || '")}, ''),
      (${grants("coalesce(c.relacl, acldefault('r', c.relowner))", 'c.relowner', "' || c.oid::regclass || '")})) as text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${OURS} and c.relkind in ('v', 'm')`,

  function: `
    select n.nspname as schema, p.oid::regprocedure::text as name,
           rtrim(pg_get_functiondef(p.oid), E'\\n') || E';\\n' || ${owned('p.proowner', "function ' || p.oid::regprocedure || '")}
           || coalesce((${grants("coalesce(p.proacl, acldefault('f', p.proowner))", 'p.proowner', "function ' || p.oid::regprocedure || '")}), '') as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where ${OURS} and p.prokind <> 'a'`,
};

/** What belongs to no schema, or would apply to things made later. */
const WHOLE = `
  select format('-- extension %s', extname) as text from pg_extension where extname <> 'plpgsql'
  union all select format('-- event trigger %s %s', evtname, evtevent) from pg_event_trigger
  union all select format('-- rule %s on %s', r.rulename, r.ev_class::regclass) from pg_rewrite r
    join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where ${OURS} and r.rulename <> '_RETURN'
  union all select format('-- default privileges in %s of %s: %s', coalesce(d.defaclnamespace::regnamespace::text, 'all'), d.defaclrole::regrole, d.defaclacl)
    from pg_default_acl d where d.defaclnamespace not in (select oid from pg_namespace where nspname = 'bullmq')
  union all select format('-- role %s: %s', rolname, concat_ws(' ', case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
      case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end, case when rolreplication then 'replication' end,
      case when rolcanlogin then 'login' end, case when rolinherit then 'inherit' end)) from pg_roles where rolname in ('marac_app', 'marac_owner')
  order by 1`;

/** The schema as text, the same for the same schema. @param client signed in as a role that sees every schema */
export async function dumpSchema(client: pg.Client): Promise<string> {
  await client.query(`set search_path = ''`);
  const kinds = Object.keys(PARTS);
  const found: { schema: string; kind: number; name: string; text: string }[] = [];
  for (const [kind, sql] of Object.entries(PARTS)) {
    const { rows } = await client.query<{ schema: string; name: string; text: string }>(sql);
    found.push(...rows.map((row) => ({ ...row, kind: kinds.indexOf(kind) })));
  }
  const whole = (await client.query<{ text: string }>(WHOLE)).rows.map((row) => row.text);
  const key = ({ schema, kind, name }: (typeof found)[number]) => `${schema}\0${kind}\0${name}`;
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const texts = [HEADER.trimEnd(), whole.join('\n'), ...found.map(({ text }) => text.trimEnd())];
  return `${texts.join('\n\n').replace(/[ \t]+$/gm, '')}\n`;
}
