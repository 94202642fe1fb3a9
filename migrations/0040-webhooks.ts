import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened, as a feed for agencies' own systems, and the addresses to which it is sent. Ids alone: content is read by people. */
export class Webhooks0040 implements MigrationInterface {
  name = 'Webhooks1790000000040';

  async up(db: QueryRunner): Promise<void> {
    await db.query(AGENCY_SEES);
    await db.query(WEBHOOKS);
    await db.query(EVENTS);
    await db.query(DELIVERIES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/**
 * The protocol by the eyes of an agency's system, behind which anybody of the agency may stand: the case is shared with the agency
 * as a whole, and nobody of it is kept out of the case. Coordinators' and chairs' standing is their own and counts for nothing here.
 */
const AGENCY_SEES = `
  create function access.agency_sees(of_agency uuid, of_marac uuid, of_case uuid) returns boolean
    language plpgsql stable as $$
  begin
    if not access.is_system() then
      return false;
    end if;
    return exists (
        select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
         where s.agency_id = of_agency and s.marac_id = of_marac and s.withdrawn_at is null
           and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true))
      and (of_case is null or (
        exists (select from access.live_grants g where g.case_id = of_case and g.grantee_id = of_agency and 'IDENTITY' = any (g.labels))
        and not exists (
          select from access.exclusions x
           where x.case_id = of_case and x.lifted_at is null
             and (x.agency_id = of_agency or x.user_id in (select u.id from identity.users u where u.agency_id = of_agency)))));
  end $$;
`;

const WEBHOOKS = `
  create schema webhooks;
  grant usage on schema webhooks to marac_app;

  create table webhooks.webhooks (
    id                 uuid primary key,
    marac_id           uuid not null references maracs.maracs,
    agency_id          uuid not null references maracs.agencies,
    owner_id           uuid not null references identity.users,
    url                text not null check (length(url) <= 500),
    kinds              text[] not null check (cardinality(kinds) > 0),
    secret             bytea not null,
    -- still signed with, so that the receiver can change over
    old_secret         bytea,
    old_secret_until   timestamptz,
    enabled            boolean not null default true,
    disabled_because   text check (disabled_because ~ '^[a-z][a-z0-9-]{0,59}$'),
    added_at           timestamptz not null default clock_timestamp(),
    removed_at         timestamptz,
    version            integer not null default 1,
    check ((old_secret is null) = (old_secret_until is null)),
    check (not enabled or disabled_because is null)
  );
  create index webhooks_by_agency on webhooks.webhooks (agency_id, id) where removed_at is null;
  create index webhooks_by_marac on webhooks.webhooks (marac_id) where removed_at is null and enabled;
  alter table webhooks.webhooks enable row level security;
  alter table webhooks.webhooks force row level security;
  create policy own on webhooks.webhooks
    using ((select access.is_system()) or (
      agency_id = any ((select access.grantees())::uuid[]) and marac_id = any ((select access.member_of())::uuid[])))
    with check ((select access.is_system()) or (
      agency_id = any ((select access.grantees())::uuid[]) and marac_id = any ((select access.member_of())::uuid[])));
  grant select, insert, update on webhooks.webhooks to marac_app;
`;

const EVENTS = `
  create table webhooks.events (
    id              uuid primary key,
    -- given afterwards, by one at a time, to what is committed: whoever has read up to a place has missed nothing before it
    place           bigint constraint event_has_its_place unique,
    kind            text not null,
    ids             jsonb not null check (platform.holds_ids_only(ids)),
    marac_id        uuid not null references maracs.maracs,
    about_case      uuid references access.cases,
    -- whose business it is, besides those who oversee; null: of all with whom the case, or the area's meetings, are shared
    for_agency      uuid references maracs.agencies,
    happened_at     timestamptz not null default clock_timestamp()
  );
  create index events_without_place on webhooks.events (happened_at, id) where place is null;
  create index events_by_age on webhooks.events (happened_at);
  alter table webhooks.events enable row level security;
  alter table webhooks.events force row level security;
  create policy visible on webhooks.events for select using ((select access.is_system()) or (
    marac_id = any ((select access.member_of())::uuid[])
    and (for_agency is null or for_agency = any ((select access.grantees())::uuid[]) or marac_id = any ((select access.standing())::uuid[]))
    and (about_case is null or (about_case <> all ((select access.excluded())::uuid[])
      and (marac_id = any ((select access.standing())::uuid[]) or access.shared(about_case, marac_id, 'IDENTITY'))))));
  create policy by_the_system on webhooks.events for insert with check ((select access.is_system()));
  create policy placed_by_the_system on webhooks.events for update using ((select access.is_system()));
  create policy forgotten_by_the_system on webhooks.events for delete using ((select access.is_system()));
  grant select, insert, delete on webhooks.events to marac_app;
  grant update (place) on webhooks.events to marac_app;
`;

const DELIVERIES = `
  create table webhooks.deliveries (
    id          uuid primary key,
    webhook_id  uuid not null references webhooks.webhooks,
    event_id    uuid not null references webhooks.events on delete cascade,
    kind        text not null,
    state       text not null default 'WAITING' check (state in ('WAITING', 'SENT', 'FAILED', 'WITHHELD', 'DROPPED')),
    attempts    integer not null default 0,
    retry_at    timestamptz not null default clock_timestamp(),
    error_code  text check (error_code ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'),
    ended_at    timestamptz,
    constraint delivered_once unique (webhook_id, event_id)
  );
  create index deliveries_waiting on webhooks.deliveries (retry_at) where state = 'WAITING';
  create index deliveries_by_event on webhooks.deliveries (event_id);
  create index deliveries_by_webhook on webhooks.deliveries (webhook_id, id desc);
  alter table webhooks.deliveries enable row level security;
  alter table webhooks.deliveries force row level security;
  -- what was withheld is nobody's to know of
  create policy own on webhooks.deliveries for select using ((select access.is_system()) or (
    state <> 'WITHHELD' and exists (select from webhooks.webhooks w where w.id = webhook_id)));
  create policy by_the_system on webhooks.deliveries using ((select access.is_system()));
  grant select, insert, delete on webhooks.deliveries to marac_app;
  grant update (state, attempts, retry_at, error_code, ended_at) on webhooks.deliveries to marac_app;
`;
