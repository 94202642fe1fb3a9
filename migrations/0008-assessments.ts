import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Risk assessments: immutable and dated, many to a case; the instrument's version is pinned with the answers. */
export class Assessments0008 implements MigrationInterface {
  name = 'Assessments1790000000008';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema assessments;
      grant usage on schema assessments to marac_app;

      create table assessments.assessments (
        id                  uuid primary key,
        case_id             uuid not null,
        marac_id            uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        victim_id           uuid not null references persons.persons,
        instrument          text not null,
        instrument_version  int not null,
        answers             jsonb,
        score               int check (score >= 0),
        grade               text check (grade in ('STANDARD', 'MEDIUM', 'HIGH')),
        raised_to           text check (raised_to in ('MEDIUM', 'HIGH')),
        raised_because      text,
        assessed_on         date not null,
        recorded_by         text not null,
        created_at          timestamptz not null default now(),
        check (score is not null or grade is not null)
      );
      create index assessments_by_case on assessments.assessments (case_id, assessed_on);
      create index assessments_by_victim on assessments.assessments (victim_id);
      select access.guard_table('assessments.assessments', 'SOURCE');
      grant select, insert on assessments.assessments to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
