import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that may be sent again; stuck work of which somebody is told; and what shows that promises are kept. */
export class Engine0039 implements MigrationInterface {
  name = 'Engine1790000000039';

  async up(db: QueryRunner): Promise<void> {
    await db.query(KEPT_ANSWERS);
    await db.query(OPERATIONS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/**
 * Answers, for a day. They may be of cases, so they are sealed, and found by nobody but the person who asked; of the request there
 * are keyed hashes alone.
 */
const KEPT_ANSWERS = `
  create table platform.kept_answers (
    id            uuid primary key,
    user_id       uuid not null,
    route         text not null check (route ~ '^POST /[A-Za-z0-9/:._-]{1,200}$'),
    key_print     bytea not null,
    request_print bytea not null,
    status        smallint not null check (status between 200 and 299),
    answer        bytea,
    shown_once    boolean not null,
    -- kinds of information by case: what its reader must still be shown to be given the answer again
    shown         jsonb not null check (jsonb_typeof(shown) = 'object'),
    shown_fresh   boolean not null,
    scopes        uuid[],
    answered_at   timestamptz not null default clock_timestamp(),
    constraint answered_once_a_key unique (user_id, route, key_print),
    check (not shown_once or answer is null)
  );
  create index kept_answers_by_age on platform.kept_answers (answered_at);
  alter table platform.kept_answers enable row level security;
  alter table platform.kept_answers force row level security;
  create policy own on platform.kept_answers
    using ((select access.is_system()) or user_id = (select access.reader()))
    with check ((select access.is_system()) or user_id = (select access.reader()));
  grant select, insert, delete on platform.kept_answers to marac_app;
  -- a rotation of keys seals them anew
  grant update (answer) on platform.kept_answers to marac_app;
`;

const OPERATIONS = `
  alter table platform.stuck_work add told_at timestamptz;
  create index stuck_work_untold on platform.stuck_work (id) where resolved_at is null and told_at is null;
  create index stuck_work_by_fingerprint on platform.stuck_work (fingerprint, told_at);

  create schema operations;
  grant usage on schema operations to marac_app;
  -- invented promises that go the way of a real one, each minute
  create table operations.canaries (
    id         uuid primary key,
    set_at     timestamptz not null default clock_timestamp(),
    due_at     timestamptz not null,
    raised_at  timestamptz,
    arrived_at timestamptz
  );
  create index canaries_by_time on operations.canaries (due_at);
  grant select, insert, delete on operations.canaries to marac_app;
  grant update (raised_at, arrived_at) on operations.canaries to marac_app;
  -- a worker that works says so
  create table operations.beats (
    worker_id  uuid primary key,
    at         timestamptz not null default clock_timestamp()
  );
  grant select, insert, update, delete on operations.beats to marac_app;
`;
