import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The information-sharing protocol as data: versions that agencies sign, exclusions that beat every grant, and a second factor
 * without which nothing that locates a victim is shown. The reader's facts and the one predicate are written anew for them.
 */
export class Protocol0014 implements MigrationInterface {
  name = 'Protocol1790000000014';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(READER_FACTS);
    await db.query(GUARD);
    for (const [table, label] of GUARDED) await db.query(`select access.guard_table('${table}', '${label}')`);
    await db.query(`select access.guard_table('access.cases', 'IDENTITY', 'id')`);
    await db.query(POLICIES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** Tables that stood before, with the kind of information they hold. */
const GUARDED = [
  ['persons.persons', '"label"'],
  ['persons.contacts', '"label"'],
  ['persons.equality', 'EQUALITY'],
  ['persons.links', 'IDENTITY'],
  ['assessments.assessments', 'SOURCE'],
  ['flags.flags', 'IDENTITY'],
  ['referrals.referrals', 'IDENTITY'],
  ['actions.summaries', 'IDENTITY'],
  ['actions.actions', 'IDENTITY'],
  ['actions.updates', 'IDENTITY'],
  ['actions.alerts', 'IDENTITY'],
  ['meetings.agenda_items', 'IDENTITY'],
] as const;

const TABLES = `
  create table access.protocols (
    id            uuid primary key,
    marac_id      uuid not null references maracs.maracs,
    version       int not null check (version > 0),
    title         text not null,
    in_force_from date not null,
    -- last day on which signatures of this version count: a newer one leaves agencies time to sign it
    signable_until date check (signable_until >= in_force_from),
    published_by  text not null,
    published_at  timestamptz not null default now(),
    constraint protocol_version unique (marac_id, version)
  );
  insert into access.protocols (id, marac_id, version, title, in_force_from, published_by)
    select uuidv7(), s.marac_id, 1, min(s.protocol), min(s.signed_on), 'system:migration' from access.signatures s group by s.marac_id;

  alter table access.signatures
    add version int, add recorded_by text not null default 'system:migration', add withdrawn_by text, add withdrawn_because text;
  update access.signatures set version = 1;
  alter table access.signatures alter version set not null, drop column protocol,
    add foreign key (marac_id, version) references access.protocols (marac_id, version);

  -- Who must find nothing of a case, whatever else they hold. A conflict concerns a person or all of an agency; a restriction
  -- shuts out an agency but for the people named.
  create table access.exclusions (
    id               uuid primary key,
    case_id          uuid not null,
    marac_id         uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    user_id          uuid references identity.users,
    agency_id        uuid references maracs.agencies,
    cause            text not null check (cause in ('CONFLICT', 'RESTRICTION')),
    cause_id         uuid not null,
    except_user_ids  uuid[] not null default '{}',
    since            timestamptz not null default now(),
    lifted_at        timestamptz,
    check (num_nonnulls(user_id, agency_id) = 1)
  );
  create index exclusions_by_user on access.exclusions (user_id) include (case_id) where lifted_at is null;
  create index exclusions_by_agency on access.exclusions (agency_id) include (case_id, except_user_ids) where lifted_at is null;
  create index exclusions_by_case on access.exclusions (case_id);
  create index exclusions_by_cause on access.exclusions (cause_id);

  alter table access.grants
    alter lawful_basis type text[] using string_to_array(lawful_basis, ' '),
    add origin text not null default 'DECISION'
      check (origin in ('REFERRAL', 'CIRCULATION', 'RESEARCH', 'ACTION', 'TRANSFER', 'GUEST', 'BREAK_GLASS', 'DECISION')),
    add origin_id uuid,
    -- what was opened in an emergency is not taken away as a file
    add exportable boolean not null default true,
    add consent_id uuid,
    add revoked_by text,
    add revoked_because text,
    add check (cardinality(lawful_basis) > 0),
    add check (origin <> 'BREAK_GLASS' or (not exportable and ends_at <= starts_at + interval '60 minutes'));
  create index grants_by_origin on access.grants (origin_id) where origin_id is not null;

  -- what counts now, said once
  create view access.live_grants with (security_invoker = true) as
    select g.case_id, g.grantee_id, g.labels, g.exportable, g.origin from access.grants g
     where g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null;
  grant select on access.live_grants to marac_app;
`;

/** What the policies need to know of a reader, computed once per unit of work. A missing fact permits nothing. */
const READER_FACTS = `
  -- case ids this reader must find nothing of
  create function access.excluded() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('excluded')::uuid[] $$;
  -- MARACs in which the reader is a coordinator: standing that reaches protected locations, as a chair's does not
  create function access.coordinates() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('coordinates')::uuid[] $$;
  -- MARACs in which the reader acts for their agency, so that what is shared with the agency is shared with them
  create function access.represents() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('represents')::uuid[] $$;
  -- whom a sharing decision in this MARAC must name to count for the reader
  create function access.grantees_in(of_marac uuid) returns uuid[] language sql stable parallel safe as
    $$ select case when of_marac = any (access.represents()) then access.grantees() else array[access.reader()] end $$;
  -- a second factor was proved a moment ago
  create function access.fresh() returns boolean language sql stable parallel safe as
    $$ select coalesce(access.fact('fresh') = 'on', false) $$;

  drop function platform.enter(text, boolean);
  create function platform.enter(user_id text, is_system boolean, fresh boolean default false) returns void language plpgsql as $$
  declare
    reader uuid := nullif(user_id, '')::uuid;
    agency uuid;
    signed uuid[];
    held record;
    shut uuid[];
  begin
    select u.agency_id,
           array(select s.marac_id from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                  where s.agency_id = u.agency_id and s.withdrawn_at is null and current_date between s.signed_on and s.review_due
                    and coalesce(p.signable_until >= current_date, true))
      into agency, signed
      from identity.users u where u.id = reader and u.deactivated_at is null;
    if agency is null then -- a system, or nobody: what the last reader of this transaction knew is forgotten
      perform set_config('app.system', case when is_system then 'on' else '' end, true), set_config('app.user_id', coalesce(reader::text, ''), true);
      perform set_config('app.' || fact, '', true)
         from unnest(array['member_of', 'represents', 'standing', 'coordinates', 'audits', 'audits_all', 'grantees', 'excluded', 'fresh']) as fact;
      return;
    end if;
    select coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed)), '{}')                                         as member_of,
           coalesce(array_agg(r.marac_id) filter (where r.role in ('COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER')), '{}') as represents,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed) and r.role in ('COORDINATOR', 'CHAIR')), '{}')  as standing,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed) and r.role = 'COORDINATOR'), '{}')              as coordinates,
           coalesce(array_agg(r.marac_id) filter (where r.role = 'AUDITOR' and r.marac_id is not null), '{}')                     as audits,
           coalesce(bool_or(r.role = 'AUDITOR' and r.marac_id is null), false)                                                    as audits_all,
           coalesce(bool_or(r.marac_id is null), false)                                                                           as everywhere
      into held
      from identity.user_roles r where r.user_id = reader;
    if held.audits_all then held.audits := array(select m.id from maracs.maracs m); end if;
    perform set_config('app.system', 'on', true); -- exclusions are for the system's eyes, and these for nobody else's
    shut := array(select x.case_id from access.exclusions x where x.user_id = reader and x.lifted_at is null
                  union all
                  select x.case_id from access.exclusions x
                   where x.agency_id = agency and x.lifted_at is null and reader <> all (x.except_user_ids));
    perform set_config('app.system', '', true), set_config('app.user_id', reader::text, true), -- a person is never the system
      set_config('app.member_of', case when held.everywhere then signed else held.member_of end::text, true),
      set_config('app.represents', held.represents::text, true), set_config('app.standing', held.standing::text, true), set_config('app.coordinates', held.coordinates::text, true),
      set_config('app.audits', held.audits::text, true), set_config('app.audits_all', case when held.audits_all then 'on' else '' end, true),
      set_config('app.grantees', array[agency, reader]::text, true), set_config('app.excluded', shut::text, true),
      set_config('app.fresh', case when fresh then 'on' else '' end, true);
  end $$;
  grant execute on all functions in schema access, platform to marac_app;
  revoke execute on function access.guard_table from public, marac_app;
`;

/**
 * guard_table(table, label, case column): row-level security from the one predicate. The label is a constant ('IDENTITY') or,
 * where rows differ, a column of the table in double quotes. An exclusion comes before everything but the system itself.
 */
const GUARD = `
  create or replace function access.may_add(to_case uuid, of_marac uuid, label text) returns boolean language plpgsql stable as $$
  begin
    return to_case <> all (access.excluded()) and (
      of_marac = any (access.standing()) or of_marac = any (access.member_of()) and exists (
        select from access.live_grants g
         where g.case_id = to_case and g.grantee_id = any (access.grantees_in(of_marac)) and label = any (g.labels)));
  end $$;

  create or replace function access.guard_table(guarded regclass, label text, case_column text default 'case_id') returns void language plpgsql as $$
  declare
    varies boolean := label like '"%"';
    label_sql text := case when varies then guarded::text || '.' || label else quote_literal(label) end;
    standing text := case
      when varies then format($sql$(marac_id = any ((select access.standing())::uuid[])
         and (%1$s <> 'LOCATION_SAFE' or marac_id = any ((select access.coordinates())::uuid[])))$sql$, label_sql)
      when label = 'LOCATION_SAFE' then 'marac_id = any ((select access.coordinates())::uuid[])'
      else 'marac_id = any ((select access.standing())::uuid[])' end;
    located text := case
      when varies then format($sql$ and (%s <> 'LOCATION_SAFE' or (select access.fresh()))$sql$, label_sql)
      when label = 'LOCATION_SAFE' then ' and (select access.fresh())'
      else '' end;
    may_read text := format(
      $sql$(select access.is_system()) or (%1$s.%2$I <> all ((select access.excluded())::uuid[])%5$s and (%4$s
       or (marac_id = any ((select access.member_of())::uuid[]) and exists (
             select from access.live_grants g
              where g.case_id = %1$s.%2$I and g.grantee_id = any (case when %1$s.marac_id = any ((select access.represents())::uuid[])
                     then (select access.grantees())::uuid[] else array[(select access.reader())] end) and %3$s = any (g.labels)))))$sql$,
      guarded, case_column, label_sql, standing, located);
  begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format('drop policy if exists visible on %s', guarded);
    execute format('drop policy if exists change on %s', guarded);
    execute format('drop policy if exists add on %s', guarded);
    execute format('create policy visible on %s for select using (%s)', guarded, may_read);
    execute format('create policy change on %s for update using (%s)', guarded, may_read);
    execute format('create policy add on %1$s for insert with check (
      (select access.is_system()) or access.may_add(%1$s.%2$I, %1$s.marac_id, %3$s))', guarded, case_column, label_sql);
  end $$;
`;

const OVERSEES = `(select access.is_system()) or (case_id <> all ((select access.excluded())::uuid[])
  and marac_id = any ((select access.standing())::uuid[]))`;

const POLICIES = `
  alter policy add on meetings.agenda_items with check (${OVERSEES});
  alter policy change on meetings.agenda_items using (${OVERSEES});

  alter policy read_own on access.grants using (
    (select access.is_system()) or (case_id <> all ((select access.excluded())::uuid[])
      and (marac_id = any ((select access.standing())::uuid[]) or grantee_id = (select access.reader())
        or (marac_id = any ((select access.represents())::uuid[]) and grantee_id = any ((select access.grantees())::uuid[])))));
  alter policy write on access.grants with check (${OVERSEES});
  alter policy revoke on access.grants using (${OVERSEES});

  -- Written by the system alone, as it carries out a decision on a conflict. The excluded do not find what hides things from them.
  alter table access.exclusions enable row level security;
  alter table access.exclusions force row level security;
  create policy overseers_read on access.exclusions for select using (${OVERSEES});
  create policy by_the_system on access.exclusions for insert with check ((select access.is_system()));
  create policy lifted_by_the_system on access.exclusions for update using ((select access.is_system()));

  drop view access.visible;
  create view access.visible with (security_invoker = true) as
    select c.id as case_id, c.marac_id, c.ref,
           case when (select access.is_system()) or c.marac_id = any ((select access.coordinates())::uuid[]) then access.all_labels()
                when c.marac_id = any ((select access.standing())::uuid[]) then array(
                  select unnest(array_remove(access.all_labels(), 'LOCATION_SAFE')) union
                  select 'LOCATION_SAFE' from access.live_grants g
                   where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end) and 'LOCATION_SAFE' = any (g.labels) order by 1)
                else array(select distinct l from access.live_grants g, unnest(g.labels) l
                            where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end) order by l)
           end as labels,
           (select access.is_system()) or c.marac_id = any ((select access.standing())::uuid[]) or exists (
             select from access.live_grants g
              where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end) and g.exportable) as exportable
      from access.cases c;

  alter policy read_as_auditor on audit.events using (
    (select access.is_system()) or (coalesce(subject_id <> all ((select access.excluded())::text[]), false) and (
      marac_id = any ((select access.audits())::uuid[])
      or (marac_id is null and ((select access.audits_all()) or actor_kind = 'user' and exists (
            select from identity.user_roles r where r.user_id::text = actor_id and r.marac_id = any ((select access.audits())::uuid[])))))));

  grant select, insert on access.protocols to marac_app;
  grant update (signable_until) on access.protocols to marac_app;
  revoke update on access.signatures from marac_app;
  grant update (withdrawn_at, withdrawn_by, withdrawn_because) on access.signatures to marac_app;
  grant select, insert, update (lifted_at) on access.exclusions to marac_app;
  grant update (revoked_by, revoked_because) on access.grants to marac_app;
  grant select on access.visible to marac_app;
`;
