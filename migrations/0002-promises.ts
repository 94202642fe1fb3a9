import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is due, owed or failed. A queue only wakes somebody up; these rows are the promises. Ids and codes only: no case content,
 * hence no row-level security.
 */
export class Promises0002 implements MigrationInterface {
  name = 'Promises1790000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(DUE);
    await db.query(OUTBOX);
    await db.query(WORK);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table platform.due, platform.outbox, platform.stuck_work, platform.schedule;
      drop sequence platform.due_epoch;
      drop function platform.holds_ids_only(jsonb);
    `);
  }
}

const DUE = `
  create schema if not exists platform;

  create function platform.holds_ids_only(payload jsonb) returns boolean
    language sql immutable parallel safe set search_path = pg_catalog
    return jsonb_typeof(payload) = 'object' and payload::text ~
      '^\\{("[a-z][A-Za-z0-9]{0,39}": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"(, )?)*\\}$';

  create sequence platform.due_epoch as integer;

  create table platform.due (
    lane       text not null check (lane in ('TIME', 'EVENT')),
    kind       text not null check (kind ~ '^[a-z][a-z0-9.-]{0,63}$'),
    subject    uuid not null,
    epoch      integer not null default nextval('platform.due_epoch'),
    due_at     timestamptz not null,
    next_at    timestamptz not null,
    state      text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'CLEARED', 'STUCK')),
    attempts   integer not null default 0,
    starts     integer not null default 0,
    was_stuck  boolean not null default false,
    error_code text,
    done_at    timestamptz,
    primary key (lane, kind, subject)
  );
  create index due_waiting on platform.due (lane, next_at) where state = 'WAITING';
  create index due_finished on platform.due (done_at) where state in ('DONE', 'CLEARED');

  comment on table platform.due is
    'A promise to do something about a subject at a time (lane TIME), or to bring an event to a subscriber (lane EVENT).';
  comment on column platform.due.epoch is 'Greater each time the time changes; never used twice, so alerts may be keyed by it.';
  comment on column platform.due.next_at is 'due_at, or later while failures are retried.';
  comment on column platform.due.starts is 'Times begun since the last outcome; more than one means that a process died over it.';
`;

const OUTBOX = `
  create table platform.outbox (
    id           uuid primary key,
    seq          bigint generated always as identity unique,
    name         text not null check (name ~ '^[a-z][a-z0-9.-]{0,63}$'),
    ids          jsonb not null check (platform.holds_ids_only(ids)),
    published_at timestamptz not null default clock_timestamp(),
    relayed_at   timestamptz
  );
  create index outbox_unsent on platform.outbox (seq) where relayed_at is null;
  create index outbox_sent on platform.outbox (relayed_at);
`;

const WORK = `
  create table platform.stuck_work (
    id              uuid primary key,
    fingerprint     text not null,
    lane            text not null check (lane in ('JOB', 'TIME', 'EVENT')),
    name            text not null,
    ids             jsonb not null check (platform.holds_ids_only(ids)),
    error_code      text not null check (error_code ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'),
    failures        integer not null default 1,
    first_failed_at timestamptz not null default clock_timestamp(),
    failed_at       timestamptz not null default clock_timestamp(),
    retry_at        timestamptz,
    retried_by      text,
    resolved_at     timestamptz
  );
  create unique index stuck_work_open on platform.stuck_work (fingerprint) where resolved_at is null;
  create index stuck_work_waiting on platform.stuck_work (id) where resolved_at is null;

  create table platform.schedule (
    job           text primary key,
    first_seen_at timestamptz not null default clock_timestamp(),
    started_at    timestamptz,
    done_at       timestamptz
  );

  grant usage on schema platform to marac_app;
  grant usage on sequence platform.due_epoch to marac_app;
  grant select, insert, update, delete on platform.due, platform.outbox, platform.stuck_work, platform.schedule to marac_app;
`;
