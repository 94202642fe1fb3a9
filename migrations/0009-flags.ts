import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The flag a case carries for (usually) twelve months after its latest referral, so that a new incident is recognised as a repeat. */
export class Flags0009 implements MigrationInterface {
  name = 'Flags1790000000009';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema flags;
      grant usage on schema flags to marac_app;

      create table flags.flags (
        id            uuid primary key,
        case_id       uuid not null,
        marac_id      uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        set_on        date not null,
        expires_on    date not null check (expires_on >= set_on),
        rule_version  int not null,
        renewed_at    timestamptz,
        version       int not null default 1,
        constraint one_flag_per_case unique (case_id)
      );
      create index flags_by_expiry on flags.flags (marac_id, expires_on);
      select access.guard_table('flags.flags', 'IDENTITY');
      grant select, insert, update on flags.flags to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
