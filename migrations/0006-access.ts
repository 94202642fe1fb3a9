import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The case as the unit of sharing. One predicate, written once in access.guard_table, decides for lists, open() and every
 * guarded row. The reader's own facts are computed once, when a unit of work is entered; a missing fact permits nothing.
 */
export class Access0006 implements MigrationInterface {
  name = 'Access1790000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema access;
      grant usage on schema access to marac_app;

      create table access.cases (
        id          uuid primary key,
        marac_id    uuid not null references maracs.maracs,
        ref         text not null,
        created_at  timestamptz not null default now(),
        constraint case_ref_is_taken unique (ref),
        -- what hangs on a case names its MARAC too, and must name the right one
        constraint case_of_a_marac unique (id, marac_id)
      );
      create index cases_by_marac on access.cases (marac_id, id);

      create table access.signatures (
        id            uuid primary key,
        marac_id      uuid not null references maracs.maracs,
        agency_id     uuid not null references maracs.agencies,
        protocol      text not null,
        signatory     text not null,
        signed_on     date not null,
        review_due    date not null check (review_due > signed_on),
        withdrawn_at  timestamptz
      );
      create index signatures_by_agency on access.signatures (agency_id, marac_id);

      create table access.grants (
        id           uuid primary key,
        case_id      uuid not null,
        marac_id     uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        grantee_id   uuid not null,
        grantee_kind text not null check (grantee_kind in ('AGENCY', 'USER')),
        labels       text[] not null check (cardinality(labels) > 0),
        purpose      text not null,
        lawful_basis text not null,
        reason       text not null,
        decided_by   text not null,
        starts_at    timestamptz not null default now(),
        ends_at      timestamptz not null default 'infinity',
        revoked_at   timestamptz
      );
      create index grants_by_case on access.grants (case_id, grantee_id) include (starts_at, ends_at, revoked_at, labels);
      create index grants_by_grantee on access.grants (grantee_id, case_id);
    `);
    await db.query(READER_FACTS);
    await db.query(GUARD);
    await db.query(`
      alter table access.grants enable row level security;
      alter table access.grants force row level security;
      create policy read_own on access.grants for select using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
        or grantee_id = any ((select access.grantees())::uuid[]));
      -- whoever could write one for a case that is hidden from him would open it to himself
      create policy write on access.grants for insert with check (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      create policy revoke on access.grants for update using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      select access.guard_table('access.cases', 'IDENTITY', 'id');

      create view access.visible with (security_invoker = true) as
        select c.id as case_id, c.marac_id, c.ref,
               case when (select access.is_system()) or c.marac_id = any ((select access.standing())::uuid[]) then access.all_labels()
                    else array(select distinct l from access.grants g, unnest(g.labels) l
                                where g.case_id = c.id and g.grantee_id = any ((select access.grantees())::uuid[])
                                  and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null order by l)
               end as labels
          from access.cases c;

      alter table audit.events enable row level security;
      alter table audit.events force row level security;
      create policy append on audit.events for insert with check (true);
      create policy read_as_auditor on audit.events for select using (
        (select access.is_system()) or marac_id = any ((select access.audits())::uuid[])
        or (marac_id is null and ((select access.audits_all()) or actor_kind = 'user' and exists (
              select from identity.user_roles r where r.user_id::text = actor_id and r.marac_id = any ((select access.audits())::uuid[])))));

      grant select, insert on access.cases to marac_app;
      grant select, insert, update on access.signatures to marac_app;
      -- a sharing decision may end or be revoked; with whom and what it shared stands
      grant select, insert, update (starts_at, ends_at, revoked_at) on access.grants to marac_app;
      grant select on access.visible to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** platform.enter() computes the reader's facts once per transaction; the small functions read them back for the policies. */
const READER_FACTS = `
  create function access.all_labels() returns text[] language sql immutable parallel safe as
    $$ select array['CHILD','CONTACT','EQUALITY','HEALTH','IDENTITY','INTELLIGENCE','LOCATION_SAFE','PERPETRATOR','SOURCE'] $$;

  create function access.fact(name text) returns text language sql stable parallel safe as
    $$ select nullif(current_setting('app.' || name, true), '') $$;
  create function access.is_system() returns boolean language sql stable parallel safe as
    $$ select coalesce(access.fact('system') = 'on', false) $$;
  create function access.reader() returns uuid language sql stable parallel safe as
    $$ select access.fact('user_id')::uuid $$;
  create function access.standing() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('standing')::uuid[] $$;
  create function access.member_of() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('member_of')::uuid[] $$;
  create function access.grantees() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('grantees')::uuid[] $$;
  create function access.audits() returns uuid[] language sql stable parallel safe as
    $$ select access.fact('audits')::uuid[] $$;
  create function access.audits_all() returns boolean language sql stable parallel safe as
    $$ select coalesce(access.fact('audits_all') = 'on', false) $$;

  create function platform.enter(user_id text, is_system boolean) returns void language plpgsql as $$
  declare
    reader uuid := nullif(user_id, '')::uuid;
    facts record;
  begin
    perform set_config('app.system', case when is_system then 'on' else '' end, true);
    perform set_config('app.user_id', coalesce(reader::text, ''), true);
    if reader is null then -- a system: what the last reader of this transaction knew is forgotten
      perform set_config('app.' || fact, '', true) from unnest(array['member_of', 'standing', 'audits', 'grantees', 'audits_all']) as fact;
      return;
    end if;
    select coalesce(array_agg(distinct m.id) filter (where signed), '{}')                                            as member_of,
           coalesce(array_agg(distinct m.id) filter (where signed and r.role in ('COORDINATOR', 'CHAIR')), '{}')     as standing,
           coalesce(array_agg(distinct m.id) filter (where r.role = 'AUDITOR'), '{}')                                as audits,
           coalesce(bool_or(r.role = 'AUDITOR' and r.marac_id is null), false)                                       as audits_all,
           coalesce(array_agg(distinct u.agency_id) || reader, '{}')                                                 as grantees
      into facts
      from identity.users u
      join identity.user_roles r on r.user_id = u.id
      join maracs.maracs m on m.id = r.marac_id or r.marac_id is null
      cross join lateral (select exists (
        select from access.signatures s
         where s.agency_id = u.agency_id and s.marac_id = m.id and s.withdrawn_at is null
           and current_date between s.signed_on and s.review_due) as signed) as protocol
     where u.id = reader and u.deactivated_at is null;
    perform set_config('app.member_of', facts.member_of::text, true), set_config('app.standing', facts.standing::text, true),
            set_config('app.audits', facts.audits::text, true), set_config('app.grantees', facts.grantees::text, true),
            set_config('app.audits_all', case when facts.audits_all then 'on' else '' end, true);
  end $$;
  grant execute on all functions in schema access, platform to marac_app;
`;

/**
 * guard_table(table, label, case column): row-level security from the one predicate. The label is a constant ('IDENTITY') or,
 * where rows differ, a column of the table in double quotes.
 */
const GUARD = `
  -- The same predicate as below, for one new row. A function that is not inlined: nearly all rows are added by the system, which
  -- never asks it, and spelt out in the policy it made every insert some 30 % slower.
  create function access.may_add(to_case uuid, of_marac uuid, label text) returns boolean language plpgsql stable as $$
  begin
    return coalesce(of_marac = any (access.standing()), false) or coalesce(of_marac = any (access.member_of()), false) and exists (
      select from access.grants g
       where g.case_id = to_case and g.grantee_id = any (access.grantees())
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and label = any (g.labels));
  end $$;
  grant execute on function access.may_add to marac_app;

  create function access.guard_table(guarded regclass, label text, case_column text default 'case_id') returns void language plpgsql as $$
  declare
    label_sql text := case when label like '"%"' then guarded::text || '.' || label else quote_literal(label) end;
    may_read text := format(
      '(select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
       or (marac_id = any ((select access.member_of())::uuid[]) and exists (
             select from access.grants g
              where g.case_id = %1$s.%2$I and g.grantee_id = any ((select access.grantees())::uuid[])
                and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and %3$s = any (g.labels)))',
      guarded, case_column, label_sql);
  begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format('create policy visible on %s for select using (%s)', guarded, may_read);
    execute format('create policy change on %s for update using (%s)', guarded, may_read);
    execute format('create policy add on %1$s for insert with check (
      (select access.is_system()) or access.may_add(%1$s.%2$I, %1$s.marac_id, %3$s))', guarded, case_column, label_sql);
  end $$;
  revoke execute on function access.guard_table from public, marac_app;
`;
