/**
 * A case moves to another area. Where to is what locates a victim, so it stands in a row of its own, behind that label; what the
 * new area learns before it accepts stands in a third row, which names no case.
 */
export const TRANSFERS = `
  create schema transfers;

  create table transfers.transfers (
    id                 uuid primary key,
    case_id            uuid not null,
    marac_id           uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    kind               text not null check (kind in ('PERMANENT', 'TEMPORARY')),
    reason             text not null check (reason <> ''),
    labels             text[] not null check (cardinality(labels) > 0),
    locations_because  text,
    already_heard      boolean not null,
    list_circulated    boolean not null,
    status             text not null check (status in ('OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
    offered_by         text not null,
    offered_at         timestamptz not null default now(),
    decided_at         timestamptz,
    decided_because    text,
    check (('LOCATION_SAFE' = any (labels)) = (locations_because is not null)),
    check ((decided_at is null) = (status = 'OFFERED'))
  );
  create index transfers_by_case on transfers.transfers (case_id);
  create unique index case_is_on_offer on transfers.transfers (case_id) where status = 'OFFERED';
  select access.guard_table('transfers.transfers', 'IDENTITY');

  create table transfers.destinations (
    id           uuid primary key references transfers.transfers,
    case_id      uuid not null,
    marac_id     uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    to_marac_id  uuid not null references maracs.maracs check (to_marac_id <> marac_id)
  );
  create index destinations_by_case on transfers.destinations (case_id);
  select access.guard_table('transfers.destinations', 'LOCATION_SAFE');

  -- All that the new area sees of an offer: that there is one, from where and since when
  create table transfers.incoming (
    id             uuid primary key,
    to_marac_id    uuid not null references maracs.maracs,
    from_marac_id  uuid not null references maracs.maracs,
    status         text not null check (status in ('OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
    offered_at     timestamptz not null default now(),
    decided_by     text,
    decided_at     timestamptz
  );
  create index incoming_by_marac on transfers.incoming (to_marac_id, id);
  alter table transfers.incoming enable row level security;
  alter table transfers.incoming force row level security;
  create policy coordinators_there on transfers.incoming for select using (
    (select access.is_system()) or to_marac_id = any ((select access.coordinates())::uuid[]));
  create policy by_the_system on transfers.incoming for insert with check ((select access.is_system()));
  create policy decided_by_the_system on transfers.incoming for update using ((select access.is_system()));
`;

/** Tables of which a transfer package shows its part: with the kind of information that their rows are. */
export const VISITED = [
  ['access.cases', 'IDENTITY', 'id'],
  ['persons.persons', '"label"', 'case_id'],
  ['persons.contacts', '"label"', 'case_id'],
  ['persons.locations', 'LOCATION_SAFE', 'case_id'],
  ['referrals.referrals', 'IDENTITY', 'case_id'],
  ['flags.flags', 'IDENTITY', 'case_id'],
  ['transfers.transfers', 'IDENTITY', 'case_id'],
] as const;

export const TRANSFERRED = `
  -- Cases that came to the reader by a transfer to a MARAC that he coordinates to this day
  create function transfers.mine() returns uuid[] language sql stable parallel safe as
    $$ select coalesce(array_agg(g.case_id), '{}') from access.grants g join transfers.incoming i on i.id = g.origin_id
        where g.grantee_id = access.reader() and g.origin = 'TRANSFER' and i.status = 'ACCEPTED'
          and i.to_marac_id = any (access.coordinates())
          and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null $$;

  create function transfers.let_visit(visited regclass, label text, case_column text) returns void language plpgsql as $$
  declare
    varies boolean := label like '"%"';
    label_sql text := case when varies then visited::text || '.' || label else quote_literal(label) end;
  begin
    execute format(
      $sql$create policy visiting_by_transfer on %1$s for select using (
        (select access.is_system()) or (%1$s.%2$I <> all ((select access.excluded())::uuid[])
          and %1$s.%2$I = any ((select transfers.mine())::uuid[]) and (%3$s <> 'LOCATION_SAFE' or (select access.fresh())) and exists (
            select from access.grants g
             where g.case_id = %1$s.%2$I and g.grantee_id = (select access.reader()) and g.origin = 'TRANSFER'
               and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and %3$s = any (g.labels))))$sql$,
      visited, case_column, label_sql);
  end $$;

  create policy overseers_and_idvas on transfers.transfers as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or marac_id = any ((select access.holds('{IDVA}'))::uuid[]) or case_id = any ((select transfers.mine())::uuid[]));
  create policy offered_by_coordinators on transfers.transfers as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.coordinates())::uuid[]));
  create policy decided_by_the_system on transfers.transfers as restrictive for update using ((select access.is_system()));
  create policy offered_by_coordinators on transfers.destinations as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.coordinates())::uuid[]));

  -- With whom a case was shared by a transfer tells where the victim has gone
  create policy where_to on access.grants as restrictive for select using (
    origin <> 'TRANSFER' or (select access.is_system()) or grantee_id = any ((select access.grantees())::uuid[])
    or (marac_id = any ((select access.coordinates())::uuid[]) and (select access.fresh())));

  -- A grant counts where its holder is a member; what came by transfer counts elsewhere, and alone
  create or replace view access.visible with (security_invoker = true) as
    select c.id as case_id, c.marac_id, c.ref,
           case when (select access.is_system()) or c.marac_id = any ((select access.coordinates())::uuid[]) then access.all_labels()
                when c.marac_id = any ((select access.standing())::uuid[]) then array(
                  select unnest(array_remove(access.all_labels(), 'LOCATION_SAFE')) union
                  select 'LOCATION_SAFE' from access.live_grants g
                   where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end) and 'LOCATION_SAFE' = any (g.labels) order by 1)
                else array(select distinct l from access.live_grants g, unnest(g.labels) l
                            where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end)
                              and (c.marac_id = any ((select access.member_of())::uuid[]) or g.origin = 'TRANSFER') order by l)
           end as labels,
           (select access.is_system()) or c.marac_id = any ((select access.standing())::uuid[]) or exists (
             select from access.live_grants g
              where g.case_id = c.id and g.grantee_id = any (case when c.marac_id = any ((select access.represents())::uuid[])
                           then (select access.grantees())::uuid[] else array[(select access.reader())] end) and g.exportable
                              and (c.marac_id = any ((select access.member_of())::uuid[]) or g.origin = 'TRANSFER')) as exportable
      from access.cases c;
`;
