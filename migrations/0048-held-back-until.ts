import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when what was owed is held back, as one answer for a whole statement: the server's mark is read from a file, which asked of
 * each row was most of what it cost to claim a mail.
 */
export class HeldBackUntil0048 implements MigrationInterface {
  name = 'HeldBackUntil1790000000048';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function platform.held_back_until() returns timestamptz language sql stable as $$
        select case when e.server <> platform.server_mark() then 'infinity'
                    when e.decided_at is null then e.begun_at
                    else '-infinity' end
          from platform.epochs e order by e.number desc limit 1 $$;
      comment on function platform.held_back_until is 'What was owed until then reaches nobody outside: "infinity" on a server that no epoch knows.';
      create or replace function platform.is_held_back(owed_since timestamptz) returns boolean language sql stable as
        $$ select owed_since <= platform.held_back_until() $$;
      grant execute on function platform.held_back_until() to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
