import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of the meeting cycle: guests' slots in their own calendars, and who was told of steps that were not taken in time. */
export class MeetingCycle0044 implements MigrationInterface {
  name = 'MeetingCycle1790000000044';

  async up(db: QueryRunner): Promise<void> {
    await db.query(SLOTS);
    await db.query(REMINDERS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** An event of a calendar that changed counts on (RFC 5545, 3.8.7), or the calendar keeps the time that it had before. */
const SLOTS = `
  -- of the slot alone: a meeting's own version tells how often its list changed, which is nothing that a guest hears of
  alter table meetings.guests
    add column sequence    int not null default 0,
    add column changed_at  timestamptz not null default now();

  create function meetings.count_slot_changes() returns trigger language plpgsql as $$
  begin
    if (new.starts_at, new.ended_at) is distinct from (old.starts_at, old.ended_at) then
      new.sequence := old.sequence + 1;
      new.changed_at := now();
    end if;
    return new;
  end $$;
  create trigger slot_changes before update of starts_at, ended_at on meetings.guests
    for each row execute function meetings.count_slot_changes();
`;

/** That people were told of a step around a meeting that was not taken in time: once for each day by which it was due. */
const REMINDERS = `
  create table calendar.reminders (
    id          uuid primary key,
    marac_id    uuid not null references maracs.maracs,
    meeting_id  uuid references meetings.meetings, -- null: of no meeting
    kind        text not null check (kind ~ '^[A-Z][A-Z_]{2,40}$'),
    due_on      date not null,
    raised_at   timestamptz not null default now(),
    constraint reminded_once unique nulls not distinct (marac_id, kind, meeting_id, due_on)
  );
  alter table calendar.reminders enable row level security;
  alter table calendar.reminders force row level security;
  create policy system_alone on calendar.reminders using ((select access.is_system()));
  grant select, insert on calendar.reminders to marac_app;
`;
