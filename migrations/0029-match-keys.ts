import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records are found by how names sound and by parts of birth dates. Only the application can make those keys, so the records that
 * were written before are listed here, and each leaves the list as it gets its keys (persons/renewed-keys.ts).
 */
export class MatchKeys0029 implements MigrationInterface {
  name = 'MatchKeys1790000000029';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(`
      -- ten keys a record: a second index, and a look at the record for each, cost more than writing them; records are never removed
      drop index persons.match_keys_by_person;
      alter table persons.match_keys drop constraint match_keys_person_id_fkey;
      create table persons.keys_to_renew (person_id uuid primary key references persons.persons);
      insert into persons.keys_to_renew (person_id) select p.id from persons.persons p;
      alter table persons.keys_to_renew enable row level security;
      alter table persons.keys_to_renew force row level security;
      create policy matching_alone on persons.keys_to_renew using ((select access.is_system()));
      grant select, delete, update on persons.keys_to_renew to marac_app;`);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
