import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The key under which conflicts of interest are recognised moves from a file of one machine into the database, sealed: every
 * process of a service on several machines must hash alike, or whoever must not see a case is not recognised.
 * Hashes under the file's key are of no use any more: those of the people in cases are made anew by the nightly sweep, what staff said of
 * themselves has to be said again.
 */
export class ConflictKey0024 implements MigrationInterface {
  name = 'ConflictKey1790000000024';

  async up(db: QueryRunner): Promise<void> {
    await db.query(CONFLICT_KEY);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const CONFLICT_KEY = `
  -- One row, sealed under DATA_KEYS and resealed when they rotate; the key in it stays, and so do the hashes made by it.
  create table conflicts.hash_key (
    id      smallint primary key check (id = 1),
    sealed  bytea not null
  );
  alter table conflicts.hash_key enable row level security;
  alter table conflicts.hash_key force row level security;
  create policy by_the_system on conflicts.hash_key using ((select access.is_system()));
  grant select, insert, update (sealed) on conflicts.hash_key to marac_app;
  truncate conflicts.tie_keys, conflicts.party_keys;
`;
