import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A database that was put back to an earlier moment still owes what went out after that moment. Each such return begins an epoch: what
 * was owed before it reaches nobody outside until a person has said when the lost server stopped.
 */
export class FencingEpochs0041 implements MigrationInterface {
  name = 'FencingEpochs1790000000041';

  async up(db: QueryRunner): Promise<void> {
    await db.query(EPOCHS);
    await db.query(OWED);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const EPOCHS = `
  -- on which server, and which of its histories, we are: another one after a restore, a take-over by a replica, or a move
  create function platform.server_mark() returns text language sql stable as $$
    select s.system_identifier::text || '-' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) from pg_control_system() s $$;

  create table platform.epochs (
    number      integer primary key check (number >= 1),
    server      text not null,
    begun_at    timestamptz not null default clock_timestamp(),
    -- until when the server of the epoch before was at work, as a person said
    lost_at     timestamptz,
    decided_at  timestamptz,
    decided_by  text,
    check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (lost_at is null))
  );
  comment on table platform.epochs is
    'Begun when the database finds itself on another server or history than before. Undecided: what was owed until begun_at is held back.';

  insert into platform.epochs (number, server, lost_at, decided_at, decided_by)
  values (1, platform.server_mark(), '-infinity', clock_timestamp(), 'migration');

  create function platform.is_held_back(owed_since timestamptz) returns boolean language sql stable as $$
    select e.server <> platform.server_mark() or (e.decided_at is null and owed_since <= e.begun_at)
      from platform.epochs e order by e.number desc limit 1 $$;

  grant select, insert (number, server), update (lost_at, decided_at, decided_by) on platform.epochs to marac_app;
  grant execute on function platform.server_mark(), platform.is_held_back(timestamptz) to marac_app;
`;

/**
 * What comes of a promise carries since when that was owed, by itself, where it may matter: whoever keeps one from before an epoch
 * sets app.owed_since for its transaction.
 */
const OWED = `
  create function platform.owed_since() returns timestamptz language sql stable as
    $$ select nullif(current_setting('app.owed_since', true), '')::timestamptz $$;
  grant execute on function platform.owed_since() to marac_app;

  alter table platform.outbox add column owed_since timestamptz default platform.owed_since();
  alter table notifications.mails add column owed_since timestamptz default platform.owed_since();
`;
