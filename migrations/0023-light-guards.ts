import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The same decisions from lighter guards. What standing answers stays written out in each policy, computed once a statement; what
 * only a sharing decision can answer is asked of a function, which runs for the rows it is asked of and for no others. Written out,
 * it was set up a dozen times for every statement, asked or not: a coordinator's case list spent more on that than on its rows.
 */
export class LightGuards0023 implements MigrationInterface {
  name = 'LightGuards1790000000023';

  async up(db: QueryRunner): Promise<void> {
    await db.query(SHARED);
    await db.query(GUARD);
    for (const [table, label, column = 'case_id', travels = false] of GUARDED)
      await db.query('select access.guard_anew($1, $2, $3, $4)', [table, label, column, travels]);
    await db.query(READER_FACTS);
    await db.query(AFTER);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const TRAVELS = true;

/** Every table with content of cases: what its rows are, the column that names the case, and whether they go along with a transfer. */
const GUARDED: readonly [table: string, label: string, column?: string, travels?: boolean][] = [
  ['access.cases', 'IDENTITY', 'id', TRAVELS],
  ['access.consents', 'CONTACT'],
  ['access.disclosures', '"label"'],
  ['persons.persons', '"label"', 'case_id', TRAVELS],
  ['persons.contacts', '"label"', 'case_id', TRAVELS],
  ['persons.locations', 'LOCATION_SAFE', 'case_id', TRAVELS],
  ['persons.equality', 'EQUALITY'],
  ['persons.links', 'IDENTITY'],
  ['assessments.assessments', 'SOURCE'],
  ['flags.flags', 'IDENTITY', 'case_id', TRAVELS],
  ['referrals.referrals', 'IDENTITY', 'case_id', TRAVELS],
  ['actions.summaries', 'IDENTITY'],
  ['actions.actions', 'IDENTITY'],
  ['actions.updates', 'IDENTITY'],
  ['actions.alerts', 'IDENTITY'],
  ['meetings.agenda_items', 'IDENTITY'],
  ['meetings.guests', 'IDENTITY'],
  ['conflicts.conflicts', 'IDENTITY'],
  ['conflicts.decisions', 'IDENTITY'],
  ['break_glass.uses', 'IDENTITY'],
  ['transfers.transfers', 'IDENTITY', 'case_id', TRAVELS],
  ['transfers.destinations', 'LOCATION_SAFE'],
  ['research.invitations', 'IDENTITY'],
  ['research.requests', 'IDENTITY'],
  ['research.workspaces', 'IDENTITY'],
];

const SHARED = `
  -- A sharing decision in force gives this reader that kind of information about a case of a MARAC they are a member of, unless
  -- they are excluded from it.
  create function access.shared(of_case uuid, of_marac uuid, wanted text) returns boolean language plpgsql stable parallel safe as $$
  begin
    return of_case <> all (access.excluded()) and of_marac = any (access.member_of()) and exists (
      select from access.live_grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels));
  end $$;

  -- Whoever has that kind of information about a case may add to it.
  create or replace function access.may_add(to_case uuid, of_marac uuid, label text) returns boolean language plpgsql stable as $$
  begin
    return to_case <> all (access.excluded()) and (of_marac = any (access.standing()) or access.shared(to_case, of_marac, label));
  end $$;

  -- Cases of which something was given to the reader in person: whether by a transfer, and in force, is for transfers.brought to say.
  create function access.brought() returns uuid[] language sql stable parallel safe as $$ select access.fact('brought')::uuid[] $$;

  -- What came to the reader by a transfer to a MARAC that they coordinate to this day.
  create function transfers.brought(of_case uuid) returns table (labels text[], exportable boolean) language sql stable parallel safe as $$
    select g.labels, g.exportable from access.grants g join transfers.incoming i on i.id = g.origin_id
     where g.case_id = of_case and g.grantee_id = access.reader()
       and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
       and i.status = 'ACCEPTED' and i.to_marac_id = any (access.coordinates()) $$;

  -- A transfer brought the reader that kind of information about a case, unless they are excluded from it.
  create function transfers.shared(of_case uuid, wanted text) returns boolean language plpgsql stable parallel safe as $$
  begin
    return of_case <> all (access.excluded()) and exists (select from transfers.brought(of_case) b where wanted = any (b.labels));
  end $$;

  -- All kinds of information about a case that sharing decisions give this reader.
  create function access.shared_labels(of_case uuid, of_marac uuid) returns text[] language plpgsql stable parallel safe as $$
  begin
    if of_marac = any (access.member_of()) then
      return array(select distinct l from access.live_grants g, unnest(g.labels) l
                    where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) order by l);
    end if;
    return array(select distinct l from transfers.brought(of_case) b, unnest(b.labels) l order by l);
  end $$;

  create function access.shared_for_export(of_case uuid, of_marac uuid) returns boolean language plpgsql stable parallel safe as $$
  begin
    if of_marac = any (access.member_of()) then
      return exists (select from access.live_grants g
                      where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and g.exportable);
    end if;
    return exists (select from transfers.brought(of_case) b where b.exportable);
  end $$;

  -- A chair stands in the MARAC for everything but protected places, which need a decision of their own
  create or replace view access.visible with (security_invoker = true) as
    select c.id as case_id, c.marac_id, c.ref,
           case when (select access.is_system()) or c.marac_id = any ((select access.coordinates())::uuid[]) then access.all_labels()
                when c.marac_id <> all ((select access.standing())::uuid[]) then access.shared_labels(c.id, c.marac_id)
                when 'LOCATION_SAFE' = any (access.shared_labels(c.id, c.marac_id)) then access.all_labels()
                else array_remove(access.all_labels(), 'LOCATION_SAFE')
           end as labels,
           (select access.is_system()) or c.marac_id = any ((select access.standing())::uuid[])
             or access.shared_for_export(c.id, c.marac_id) as exportable
      from access.cases c;

  -- Within every guard: asked outright, since a sub-select would be set up once more for each.
  alter policy read_own on access.grants using (
    access.is_system() or (case_id <> all (access.excluded())
      and (marac_id = any (access.standing()) or grantee_id = any (access.grantees_in(marac_id)))));
  alter policy where_to on access.grants using (
    origin <> 'TRANSFER' or access.is_system() or grantee_id = any (access.grantees())
    or (marac_id = any (access.coordinates()) and access.fresh()));
`;

const GUARD = `
  -- The predicate, written once: standing first, which answers for most who read much; what is an array is worked out once a
  -- statement, and sharing decisions are looked for where one can be. An exclusion comes first, here and in the functions. The label is a constant ('IDENTITY') or, where rows differ, a column of the table in double quotes.
  create function access.guard_sql(guarded regclass, label text, case_column text, travels boolean) returns text language plpgsql stable as $$
  declare
    varies boolean := label like '"%"';
    label_sql text := case when varies then guarded::text || '.' || label else quote_literal(label) end;
    standing text := case
      when varies then format($sql$(marac_id = any ((select access.standing())::uuid[])
         and (%1$s <> 'LOCATION_SAFE' or marac_id = any ((select access.coordinates())::uuid[])))$sql$, label_sql)
      when label = 'LOCATION_SAFE' then 'marac_id = any ((select access.coordinates())::uuid[])'
      else 'marac_id = any ((select access.standing())::uuid[])' end;
    located text := case
      when varies then format($sql$ and (%s <> 'LOCATION_SAFE' or access.fresh())$sql$, label_sql)
      when label = 'LOCATION_SAFE' then ' and access.fresh()'
      else '' end;
  begin
    return format(
      $sql$(%1$s.%2$I <> all ((select access.excluded())::uuid[])%3$s and %4$s)
        or access.is_system() or (%1$s.marac_id = any (access.member_of()) and access.shared(%1$s.%2$I, %1$s.marac_id, %5$s)%3$s)$sql$
      || case when travels then
      $sql$ or (%1$s.%2$I = any (access.brought()) and transfers.shared(%1$s.%2$I, %5$s)%3$s)$sql$ else '' end,
      guarded, case_column, located, standing, label_sql);
  end $$;

  drop function access.guard_table(regclass, text, text);
  -- guard_table(table, label, case column, travels): row-level security from the one predicate. An exclusion comes before everything
  -- but the system itself. What travels is read where a transfer brought it, and changed nowhere.
  create function access.guard_table(guarded regclass, label text, case_column text default 'case_id', travels boolean default false)
    returns void language plpgsql as $$
  begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format('drop policy if exists visible on %s', guarded);
    execute format('drop policy if exists change on %s', guarded);
    execute format('drop policy if exists add on %s', guarded);
    execute format('create policy visible on %s for select using (%s)', guarded, access.guard_sql(guarded, label, case_column, travels));
    execute format('create policy change on %s for update using (%s)', guarded, access.guard_sql(guarded, label, case_column, false));
    execute format('create policy add on %1$s for insert with check (
      (select access.is_system()) or access.may_add(%1$s.%2$I, %1$s.marac_id, %3$s))', guarded, case_column,
      case when label like '"%"' then guarded::text || '.' || label else quote_literal(label) end);
  end $$;

  -- For this migration: rooms have put narrower rules in place of some of their policies, and those stay as they are.
  create function access.guard_anew(guarded regclass, label text, case_column text, travels boolean) returns void language plpgsql as $$
  begin
    if exists (select from pg_policy p where p.polrelid = guarded and p.polname = 'change' and pg_get_expr(p.polqual, p.polrelid) ~ 'live_grants') then
      execute format('alter policy change on %s using (%s)', guarded, access.guard_sql(guarded, label, case_column, false));
    end if;
    execute format('alter policy visible on %s using (%s)', guarded, access.guard_sql(guarded, label, case_column, travels));
    execute format('drop policy if exists visiting_by_transfer on %s', guarded);
  end $$;
`;

/**
 * platform.enter as before, in one look-up instead of three and with settings made by assignment: each `perform` starts an
 * executor of its own, and this runs before everything else that anybody does.
 */
const READER_FACTS = `
  create or replace function platform.enter(user_id text, is_system boolean, fresh boolean default false) returns void language plpgsql as $$
  declare
    reader uuid := nullif(user_id, '')::uuid;
    held record;
    subjects text[];
    fact text;
    ignored text;
    for_now constant boolean := true; -- every fact ends with the transaction
  begin
    ignored := set_config('app.system', 'on', for_now); -- exclusions are for the system's eyes, and these for nobody else's
    select u.agency_id, s.signed, s.shut, s.brought,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed)), '{}')                                         as member_of,
           coalesce(array_agg(r.marac_id) filter (where r.role in ('COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER')), '{}') as represents,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed) and r.role in ('COORDINATOR', 'CHAIR')), '{}')  as standing,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed) and r.role = 'COORDINATOR'), '{}')              as coordinates,
           coalesce(array_agg(r.marac_id) filter (where r.role = 'AUDITOR' and r.marac_id is not null), '{}')                       as audits,
           coalesce(bool_or(r.role = 'AUDITOR' and r.marac_id is null), false)                                                      as audits_all,
           bool_or(r.role is not null and r.marac_id is null)                                                                       as everywhere
      into held
      from identity.users u
     cross join lateral (
       select array(select s.marac_id from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                     where s.agency_id = u.agency_id and s.withdrawn_at is null and current_date between s.signed_on and s.review_due
                       and coalesce(p.signable_until >= current_date, true)) as signed,
              array(select x.case_id from access.exclusions x where x.user_id = u.id and x.lifted_at is null
                    union all
                    select x.case_id from access.exclusions x
                     where x.agency_id = u.agency_id and x.lifted_at is null and u.id <> all (x.except_user_ids)) as shut,
              array(select g.case_id from access.grants g where g.grantee_id = u.id) as brought) as s
      left join identity.user_roles r on r.user_id = u.id
     where u.id = reader and u.deactivated_at is null
     group by u.agency_id, s.signed, s.shut, s.brought;
    if held.agency_id is null then -- a system, or nobody: what the last reader of this transaction knew is forgotten
      ignored := set_config('app.system', case when is_system then 'on' else '' end, for_now);
      ignored := set_config('app.user_id', coalesce(reader::text, ''), for_now);
      foreach fact in array array['member_of', 'represents', 'standing', 'coordinates', 'audits', 'audits_all', 'grantees', 'brought', 'excluded', 'excluded_subjects', 'fresh'] loop
        ignored := set_config('app.' || fact, '', for_now);
      end loop;
      return;
    end if;
    if held.audits_all then held.audits := array(select m.id from maracs.maracs m); end if;
    subjects := case when held.audits <> '{}' then access.subjects_of(held.shut, reader) else held.shut::text[] end;
    ignored := set_config('app.system', '', for_now); -- a person is never the system
    ignored := set_config('app.user_id', reader::text, for_now);
    ignored := set_config('app.member_of', case when held.everywhere then held.signed else held.member_of end::text, for_now);
    ignored := set_config('app.represents', held.represents::text, for_now);
    ignored := set_config('app.standing', held.standing::text, for_now);
    ignored := set_config('app.coordinates', held.coordinates::text, for_now);
    ignored := set_config('app.audits', held.audits::text, for_now);
    ignored := set_config('app.audits_all', case when held.audits_all then 'on' else '' end, for_now);
    ignored := set_config('app.grantees', array[held.agency_id, reader]::text, for_now);
    ignored := set_config('app.brought', held.brought::text, for_now);
    ignored := set_config('app.excluded', held.shut::text, for_now);
    ignored := set_config('app.excluded_subjects', subjects::text, for_now);
    ignored := set_config('app.fresh', case when fresh then 'on' else '' end, for_now);
  end $$;
`;

const AFTER = `
  drop function access.guard_anew(regclass, text, text, boolean);
  drop function transfers.let_visit(regclass, text, text);
  grant execute on all functions in schema access, transfers to marac_app;
  revoke execute on function access.guard_table, access.guard_sql from public, marac_app;
`;
