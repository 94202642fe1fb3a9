import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calendars of guests follow their slots: an event that changed counts on (RFC 5545), or they keep the time that it had before. */
export class GuestSlots0044 implements MigrationInterface {
  name = 'GuestSlots1790000000044';

  async up(db: QueryRunner): Promise<void> {
    await db.query(SLOTS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

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
