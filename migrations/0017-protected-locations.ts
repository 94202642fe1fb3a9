import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a victim is safe: sealed by the application, so that whoever reads the database or a backup of it reads nothing. What an
 * earlier version wrote in clear is moved by the application as it runs, which alone has the keys.
 */
export class ProtectedLocations0017 implements MigrationInterface {
  name = 'ProtectedLocations1790000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table persons.locations (
        id           uuid primary key,
        person_id    uuid not null references persons.persons,
        case_id      uuid not null,
        marac_id     uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        kind         text not null check (kind in ('REFUGE', 'NEW_ADDRESS', 'SCHOOL', 'GP', 'WORKPLACE', 'NEW_AREA_AGENCY', 'OTHER')),
        -- name, address, postcode and telephone, under a data key of the row's own; bytes 2 to 5 are the version of the key around it
        sealed       bytea not null check (length(sealed) > 92),
        from_on      date,
        until_on     date check (until_on >= from_on),
        recorded_by  text not null,
        recorded_at  timestamptz not null default now(),
        ended_by     text,
        version      int not null default 1
      );
      create index locations_by_case on persons.locations (case_id);
      create index locations_by_person on persons.locations (person_id);
      create index locations_by_key on persons.locations (substring(sealed from 2 for 4), id);
      select access.guard_table('persons.locations', 'LOCATION_SAFE');
      grant select, insert, update (sealed, until_on, ended_by, version) on persons.locations to marac_app;

      -- nothing of the kind is written in clear again
      alter table persons.contacts add constraint safe_places_are_sealed check (label <> 'LOCATION_SAFE') not valid;
      create policy sealed_by_now on persons.contacts for delete using (
        (select access.is_system()) and label = 'LOCATION_SAFE' and exists (select from persons.locations l where l.id = contacts.id));
      -- keys made with a key that is rotated out go with it
      grant delete on persons.contacts, persons.match_keys to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
