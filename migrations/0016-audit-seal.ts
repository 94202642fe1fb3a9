import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record of deeds becomes provable: a Merkle tree over its rows, sealed after they are committed, and signed checkpoints. The
 * tables refuse change to whoever owns them too; against somebody who takes that refusal away stand the checkpoints kept outside.
 */
export class AuditSeal0016 implements MigrationInterface {
  name = 'AuditSeal1790000000016';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(APPEND_ONLY);
    await db.query(OWN_NAME_ALONE);
    await db.query(WATCH);
    await db.query(NOTICES);
  }

  async down(): Promise<void> {
    throw new Error('the audit is not undone');
  }
}

const TABLES = `
  -- which log this is: checkpoints name it, so that one database cannot be passed off as another
  create table audit.log (
    id      uuid primary key default gen_random_uuid(),
    single  boolean not null default true check (single),
    constraint one_log unique (single)
  );
  insert into audit.log default values;

  -- a row's place in the tree, given when it is sealed: rows commit late and out of order, and no place is ever given twice
  create table audit.leaves (
    position  bigint primary key check (position >= 0),
    event_id  uuid not null,
    hash      bytea not null check (octet_length(hash) = 32),
    constraint sealed_once unique (event_id)
  );

  -- roots of whole blocks of 256 leaves, so that a proof need not read every leaf
  create table audit.blocks (
    number  bigint primary key check (number >= 0),
    hash    bytea not null check (octet_length(hash) = 32)
  );

  -- signed notes, and the tree's right edge so that it can be grown without reading it
  create table audit.checkpoints (
    number  bigint primary key check (number >= 0),
    size    bigint not null check (size > 0),
    edge    bytea not null check (octet_length(edge) % 32 = 0),
    note    text not null
  );

  grant select on audit.log to marac_app;
  grant select, insert on audit.leaves, audit.blocks, audit.checkpoints to marac_app;
`;

/** For whoever owns the tables; the app role has no right to try. */
const APPEND_ONLY = `
  create function audit.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
  end $$;

  create trigger append_only before update or delete or truncate on audit.events for each statement execute function audit.refuse_change();
  create trigger append_only before update or delete or truncate on audit.log for each statement execute function audit.refuse_change();
  create trigger append_only before update or delete or truncate on audit.leaves for each statement execute function audit.refuse_change();
  create trigger append_only before update or delete or truncate on audit.blocks for each statement execute function audit.refuse_change();
  create trigger append_only before update or delete or truncate on audit.checkpoints for each statement execute function audit.refuse_change();

  alter table audit.log enable row level security;
  alter table audit.log force row level security;
  create policy by_the_system on audit.log using ((select access.is_system()));
  alter table audit.leaves enable row level security;
  alter table audit.leaves force row level security;
  create policy by_the_system on audit.leaves using ((select access.is_system()));
  alter table audit.blocks enable row level security;
  alter table audit.blocks force row level security;
  create policy by_the_system on audit.blocks using ((select access.is_system()));
  alter table audit.checkpoints enable row level security;
  alter table audit.checkpoints force row level security;
  create policy by_the_system on audit.checkpoints using ((select access.is_system()));
`;

/**
 * A reader's unit of work writes lines in the reader's own name alone, and never chooses their time. Written with the settings
 * themselves, the reader first, as it is asked of every line.
 */
const OWN_NAME_ALONE = `
  drop policy append on audit.events;
  create policy append on audit.events for insert with check (
    (actor_kind = 'user' and actor_id = current_setting('app.user_id', true)) or current_setting('app.system', true) = 'on');
  revoke insert on audit.events from marac_app;
  grant insert (id, actor_kind, actor_id, agency_id, marac_id, action, subject_kind, subject_id, purpose, labels, outcome, code, reference)
    on audit.events to marac_app;
`;

/** Unusual reading: which lines looked unusual by which rule, for auditors. Ids and counts alone. */
const WATCH = `
  create schema watch;
  grant usage on schema watch to marac_app;

  -- how far the sealed log has been looked through: each line has one place in it, so that none is missed
  create table watch.progress (
    single    boolean primary key default true check (single),
    position  bigint not null
  );
  insert into watch.progress (position) values (0);

  create table watch.findings (
    id            uuid primary key,
    marac_id      uuid not null references maracs.maracs,
    rule          text not null check (rule in ('SAME_SURNAME', 'NO_RELATION', 'AT_NIGHT', 'IN_BULK', 'REFUSED_OFTEN')),
    user_id       uuid not null references identity.users,
    subject_kind  text not null,
    subject_id    text not null,
    event_id      uuid not null,
    -- the day in the area's time zone: one finding of a kind about one thing a day
    day           date not null,
    count         int not null check (count > 0),
    rule_version  int not null,
    raised_at     timestamptz not null default clock_timestamp(),
    acknowledged_at  timestamptz,
    acknowledged_by  uuid references identity.users,
    reason           text,
    version          int not null default 1,
    constraint finding_once unique (marac_id, rule, user_id, subject_id, day),
    check (num_nulls(acknowledged_at, acknowledged_by, reason) in (0, 3)),
    constraint not_by_oneself check (acknowledged_by <> user_id)
  );
  create index findings_open on watch.findings (marac_id, id desc) where acknowledged_at is null;

  alter table watch.progress enable row level security;
  alter table watch.progress force row level security;
  create policy by_the_system on watch.progress using ((select access.is_system()));
  alter table watch.findings enable row level security;
  alter table watch.findings force row level security;
  -- nobody reads what is found about themselves, or of a case that is shut to them
  create policy read_as_auditor on watch.findings for select using (
    (select access.is_system()) or (marac_id = any ((select access.audits())::uuid[]) and user_id <> (select access.reader())
      and coalesce(subject_id <> all ((select access.excluded())::text[]), false)));
  create policy acknowledge on watch.findings for update using (
    (select access.is_system()) or (marac_id = any ((select access.audits())::uuid[]) and user_id <> (select access.reader())
      and coalesce(subject_id <> all ((select access.excluded())::text[]), false)));
  create policy by_the_system on watch.findings for insert with check ((select access.is_system()));

  grant select, update on watch.progress to marac_app;
  grant select, insert, update (count, acknowledged_at, acknowledged_by, reason, version) on watch.findings to marac_app;
`;

/** A notice may be about something that is no case. What kinds there are is the application's list. */
const NOTICES = `
  alter table notifications.notices alter case_ref drop not null;
  alter table notifications.notices drop constraint notices_kind_check, drop constraint notices_subject_kind_check,
    add constraint notices_kind_check check (kind ~ '^[A-Z][A-Z_]{2,40}$'),
    add constraint notices_subject_kind_check check (subject_kind ~ '^[a-z][a-z-]{2,40}$');
`;
