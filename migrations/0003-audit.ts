import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who saw and did what, and why. Subjects are opaque text, so that the log outlives what it speaks of.
 * The app role may add and read, never change or remove.
 */
export class Audit0003 implements MigrationInterface {
  name = 'Audit1790000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema audit;
      grant usage on schema audit to marac_app;

      create table audit.events (
        id            uuid primary key,
        at            timestamptz not null default clock_timestamp(),
        actor_kind    text not null check (actor_kind in ('user', 'system', 'operator', 'anonymous')),
        actor_id      text not null,
        agency_id     uuid,
        marac_id      uuid,
        action        text not null,
        subject_kind  text not null,
        subject_id    text not null,
        purpose       text,
        labels        text[],
        outcome       text not null check (outcome in ('DONE', 'REFUSED', 'FAILED')),
        code          text,
        reference     text
      );
      create index events_by_subject on audit.events (subject_id, at);
      create index events_by_actor on audit.events (actor_id, at);
      grant insert, select on audit.events to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the audit is not undone');
  }
}
