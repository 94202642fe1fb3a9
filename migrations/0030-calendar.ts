import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The calendar: series that change and end, who chairs, what became of a meeting's time, emergency meetings and their ratification,
 * days on which an area is closed, feeds for people's own calendars, and what a coordinator ticked off by hand.
 */
export class Calendar0030 implements MigrationInterface {
  name = 'Calendar1790000000030';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(CLOSURES);
    await db.query(SERIES);
    await db.query(MEETINGS);
    await db.query(CHANGES);
    await db.query(RATIFICATIONS);
    await db.query(FEEDS);
    await db.query(MARKS);
    await db.query(RESEARCH);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** Days on which an area does not work though its nation does: a proclaimed holiday that came after this version, a town's own. */
const CLOSURES = `
  create table maracs.closures (
    id        uuid primary key,
    marac_id  uuid not null references maracs.maracs,
    day       date not null,
    name      text not null check (name <> ''),
    added_by  text not null,
    added_at  timestamptz not null default now(),
    ended_at  timestamptz,
    ended_by  text,
    check (num_nonnulls(ended_at, ended_by) in (0, 2))
  );
  create unique index closure_is_there on maracs.closures (marac_id, day) where ended_at is null;
  grant select, insert, update (ended_at, ended_by) on maracs.closures to marac_app;
`;

const SERIES = `
  alter table meetings.series
    alter weekday drop not null,
    add column ends_on    date,
    add column link       text,
    add column chair_id   uuid references identity.users,
    add column deputy_id  uuid references identity.users,
    drop constraint series_frequency_check,
    add constraint series_frequency_check check (frequency in ('WEEKLY', 'FORTNIGHTLY', 'FOUR_WEEKLY', 'MONTHLY', 'WORKING_DAYS')),
    add constraint series_names_its_weekday check ((frequency = 'WORKING_DAYS') = (weekday is null)),
    add constraint series_deputy_is_another check (deputy_id is null or chair_id is not null and deputy_id <> chair_id);
`;

/**
 * Who presides is the chair, or the deputy while the chair is absent; nobody presides over two meetings at once, in whatever
 * area. How long a meeting takes is what it can hear.
 */
const MEETINGS = `
  create extension if not exists btree_gist;

  alter table meetings.meetings
    add column kind          text not null default 'ORDINARY' check (kind in ('ORDINARY', 'EMERGENCY')),
    add column ends_at       timestamptz,
    add column link          text,
    add column chair_id      uuid references identity.users,
    add column deputy_id     uuid references identity.users,
    add column chair_absent  boolean not null default false,
    add column presiding_id  uuid generated always as (case when chair_absent then deputy_id else chair_id end) stored,
    add column by_hand       boolean not null default false, -- changed apart from its series, which leaves it alone from then on
    add column cancelled_by  text check (cancelled_by in ('HAND', 'SERIES')),
    -- for calendars of people: how often its time, place or status changed, and when last (RFC 5545, 3.8.7)
    add column sequence      int not null default 0,
    add column changed_at    timestamptz not null default now(),
    add constraint meeting_deputy_is_another check (deputy_id is null or chair_id is not null and deputy_id <> chair_id),
    add constraint emergency_has_no_series check (kind = 'ORDINARY' or series_id is null);

  create function meetings.until_when() returns trigger language plpgsql as $$
  begin
    new.ends_at := new.starts_at + make_interval(mins => new.minutes_per_case * new.cap);
    if tg_op = 'UPDATE' and (new.starts_at, new.status) is distinct from (old.starts_at, old.status)
       and new.sequence = old.sequence then
      new.sequence := old.sequence + 1;
    end if;
    if tg_op = 'UPDATE' and new.sequence <> old.sequence then new.changed_at := now(); end if;
    return new;
  end $$;
  create trigger until_when before insert or update of starts_at, minutes_per_case, cap, status, sequence, venue on meetings.meetings
    for each row execute function meetings.until_when();
  update meetings.meetings m set cap = m.cap, cancelled_by = case m.status when 'CANCELLED' then 'HAND' end;
  alter table meetings.meetings
    alter ends_at set default 'infinity', -- the trigger says when
    alter ends_at set not null,
    add constraint meeting_cancelled_by check ((status = 'CANCELLED') = (cancelled_by is not null)) not valid,
    add constraint chair_is_taken exclude using gist (presiding_id with =, tstzrange(starts_at, ends_at) with &&)
      where (status = 'PLANNED' and presiding_id is not null);
  create index meetings_by_marac on meetings.meetings (marac_id, held_on, id);
  grant execute on function meetings.until_when to marac_app;
`;

/** When and why a meeting was moved, cancelled or given to another chair: for those who manage meetings. */
const CHANGES = `
  create table meetings.changes (
    id          uuid primary key,
    meeting_id  uuid not null references meetings.meetings,
    marac_id    uuid not null references maracs.maracs,
    kind        text not null check (kind in ('MOVED', 'CANCELLED', 'CHAIR')),
    was_on      date not null,
    was_at      timestamptz not null,
    reason      text not null check (reason <> ''),
    made_by     text not null,
    made_at     timestamptz not null default now()
  );
  create index changes_by_meeting on meetings.changes (meeting_id, id);
  alter table meetings.changes enable row level security;
  alter table meetings.changes force row level security;
  create policy overseers_read on meetings.changes for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy overseers_add on meetings.changes for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  grant select, insert on meetings.changes to marac_app;
`;

/** What the next ordinary meeting said of an emergency meeting: once. Its cases were heard then, and are not heard again by this. */
const RATIFICATIONS = `
  create table meetings.ratifications (
    id             uuid primary key references meetings.meetings,
    marac_id       uuid not null references maracs.maracs,
    at_meeting_id  uuid not null references meetings.meetings check (at_meeting_id <> id),
    decision       text not null check (decision in ('RATIFIED', 'NOT_RATIFIED')),
    reason         text,
    decided_by     text not null,
    decided_at     timestamptz not null default now(),
    check (decision = 'RATIFIED' or reason is not null)
  );
  create index ratifications_by_meeting on meetings.ratifications (at_meeting_id);
  alter table meetings.ratifications enable row level security;
  alter table meetings.ratifications force row level security;
  create policy overseers_read on meetings.ratifications for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy overseers_add on meetings.ratifications for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  grant select, insert on meetings.ratifications to marac_app;
`;

/** Of a feed's token only the hash is kept: what stands here lets nobody read a calendar. */
const FEEDS = `
  create schema calendar;
  grant usage on schema calendar to marac_app;

  create table calendar.feeds (
    id            uuid primary key,
    user_id       uuid not null references identity.users,
    name          text not null check (name <> ''),
    token_hash    bytea not null,
    created_at    timestamptz not null default now(),
    last_read_at  timestamptz,
    revoked_at    timestamptz,
    constraint feed_token_is_taken unique (token_hash)
  );
  create index feeds_by_user on calendar.feeds (user_id, id);
  alter table calendar.feeds enable row level security;
  alter table calendar.feeds force row level security;
  create policy own on calendar.feeds for select using ((select access.is_system()) or user_id = (select access.reader()));
  create policy add_own on calendar.feeds for insert with check ((select access.is_system()) or user_id = (select access.reader()));
  create policy change_own on calendar.feeds for update using ((select access.is_system()) or user_id = (select access.reader()));
  grant select, insert, update (last_read_at, revoked_at) on calendar.feeds to marac_app;
`;

/** That a step of the cycle was done of which the tables say nothing by themselves. Taken back, it stays in the record. */
const MARKS = `
  create table calendar.marks (
    id          uuid primary key,
    meeting_id  uuid not null references meetings.meetings,
    marac_id    uuid not null references maracs.maracs,
    kind        text not null check (kind ~ '^[A-Z][A-Z_]{2,40}$'),
    done_by     text not null,
    done_at     timestamptz not null default now(),
    undone_by   text,
    undone_at   timestamptz,
    check (num_nonnulls(undone_by, undone_at) in (0, 2))
  );
  create unique index mark_is_set on calendar.marks (meeting_id, kind) where undone_at is null;
  alter table calendar.marks enable row level security;
  alter table calendar.marks force row level security;
  create policy overseers_read on calendar.marks for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy overseers_add on calendar.marks for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy overseers_change on calendar.marks for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  grant select, insert, update (undone_by, undone_at) on calendar.marks to marac_app;
`;

/** When its meeting moves, so does the day by which research is due: of the answer itself the system still changes nothing. */
const RESEARCH = `
  alter policy answered_by_the_agency on research.requests using (
    (select access.is_system()) or agency_id = any ((select access.grantees())::uuid[]));
  grant update (due_on) on research.requests to marac_app;
`;
