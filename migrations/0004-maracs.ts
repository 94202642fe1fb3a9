import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The areas that hold conferences, the agencies that belong to them, and each area's rules, versioned and dated. */
export class Maracs0004 implements MigrationInterface {
  name = 'Maracs1790000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema maracs;
      grant usage on schema maracs to marac_app;

      create table maracs.maracs (
        id          uuid primary key,
        code        text not null check (code ~ '^[A-Z][A-Z0-9]{1,7}$'),
        name        text not null,
        nation      text not null check (nation in ('england-and-wales', 'scotland', 'northern-ireland')),
        created_at  timestamptz not null default now(),
        constraint marac_code_is_taken unique (code)
      );

      create table maracs.agencies (
        id          uuid primary key,
        name        text not null,
        kind        text not null,
        created_at  timestamptz not null default now(),
        version     int not null default 1
      );
      create unique index agency_name_is_taken on maracs.agencies (lower(name));

      create table maracs.members (
        id          uuid primary key,
        marac_id    uuid not null references maracs.maracs,
        agency_id   uuid not null references maracs.agencies,
        joined_on   date not null default current_date,
        left_on     date,
        constraint agency_is_a_member unique (marac_id, agency_id)
      );

      create table maracs.rules (
        id              uuid primary key,
        marac_id        uuid not null references maracs.maracs,
        version         int not null,
        effective_from  date not null,
        sections        jsonb not null,
        reason          text not null,
        decided_by      text not null,
        created_at      timestamptz not null default now(),
        constraint rules_version_is_taken unique (marac_id, version)
      );

      grant select, insert, update on maracs.maracs, maracs.agencies, maracs.members to marac_app;
      grant select, insert on maracs.rules to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
