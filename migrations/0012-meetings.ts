import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings, one by one or in series, and the cases on each one's agenda. */
export class Meetings0012 implements MigrationInterface {
  name = 'Meetings1790000000012';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema meetings;
      grant usage on schema meetings to marac_app;

      create table meetings.series (
        id                uuid primary key,
        marac_id          uuid not null references maracs.maracs,
        name              text not null,
        frequency         text not null check (frequency in ('WEEKLY', 'FORTNIGHTLY', 'FOUR_WEEKLY', 'MONTHLY')),
        weekday           text not null check (weekday in ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY')),
        nth               int check (nth between 1 and 5),
        starts_on         date not null,
        start_time        text not null check (start_time ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
        venue             text not null,
        minutes_per_case  int not null check (minutes_per_case between 1 and 240),
        active            boolean not null default true,
        version           int not null default 1,
        check ((frequency = 'MONTHLY') = (nth is not null))
      );
      create index series_by_marac on meetings.series (marac_id, id);

      create table meetings.meetings (
        id                uuid primary key,
        marac_id          uuid not null references maracs.maracs,
        series_id         uuid references meetings.series,
        occurrence_on     date,
        held_on           date not null,
        starts_at         timestamptz not null,
        venue             text not null,
        status            text not null check (status in ('PLANNED', 'HELD', 'CANCELLED')),
        minutes_per_case  int not null check (minutes_per_case between 1 and 240),
        cap               int not null check (cap > 0),
        order_reason      text,
        created_by        text not null,
        version           int not null default 1,
        check ((series_id is null) = (occurrence_on is null)),
        constraint occurrence_is_planned unique (series_id, occurrence_on)
      );
      create unique index meeting_start_is_taken on meetings.meetings (marac_id, starts_at) where status <> 'CANCELLED';
      create index meetings_by_start on meetings.meetings (starts_at, id);

      create table meetings.agenda_items (
        id            uuid primary key,
        meeting_id    uuid not null references meetings.meetings,
        case_id       uuid not null,
        marac_id      uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        referral_id   uuid not null references referrals.referrals,
        position      int not null check (position > 0),
        minutes       int not null check (minutes between 1 and 240),
        -- Minutes from the start of the meeting to the case's slot: kept, because a reader may not see the cases before it.
        starts_after  int not null check (starts_after >= 0),
        status        text not null check (status in ('LISTED', 'HEARD', 'DEFERRED', 'NOT_HEARD', 'WITHDRAWN')),
        reason        text,
        not_heard     int not null default 0 check (not_heard >= 0),
        heard_on      date,
        version       int not null default 1,
        check ((status = 'HEARD') = (heard_on is not null)),
        check (status not in ('DEFERRED', 'NOT_HEARD') or reason is not null),
        constraint case_is_listed unique (meeting_id, case_id),
        constraint agenda_position_is_taken unique (meeting_id, position) deferrable initially deferred
      );
      create index agenda_items_by_case on meetings.agenda_items (case_id);
      create index agenda_items_by_referral on meetings.agenda_items (referral_id);
    `);
    await db.query(`
      alter table meetings.series enable row level security;
      alter table meetings.series force row level security;
      alter table meetings.meetings enable row level security;
      alter table meetings.meetings force row level security;
      create policy members_read on meetings.series for select using (
        (select access.is_system()) or marac_id = any ((select access.member_of())::uuid[]));
      create policy standing_adds on meetings.series for insert with check (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      create policy standing_changes on meetings.series for update using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      create policy members_read on meetings.meetings for select using (
        (select access.is_system()) or marac_id = any ((select access.member_of())::uuid[]));
      create policy standing_adds on meetings.meetings for insert with check (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      create policy standing_changes on meetings.meetings for update using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

      -- Whoever may see a case sees its place on the agenda; only those who stand in the MARAC change it.
      select access.guard_table('meetings.agenda_items', 'IDENTITY');
      alter policy add on meetings.agenda_items with check (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      alter policy change on meetings.agenda_items using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

      grant select, insert, update on meetings.series, meetings.meetings, meetings.agenda_items to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
