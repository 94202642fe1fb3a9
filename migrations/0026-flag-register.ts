import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What agencies say of their own markers for a flag, who was reminded, and the feed of what became of flags. An agency finds its
 * own lines, who oversees the MARAC all of them. Rows are added and never changed.
 */
export class FlagRegister0026 implements MigrationInterface {
  name = 'FlagRegister1790000000026';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(FLAGS);
    await db.query(TABLES);
    await db.query(GUARDS);
    await db.query(`
      grant select, insert on flags.acknowledgements, flags.chases, flags.changes to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** Flags of before count as set on the day of this migration: nobody is reminded of what nobody could have answered. */
const FLAGS = `
  alter table flags.flags
    add column changed_at timestamptz not null default now(), -- when it was set or last moved: from then agencies have to mark their files
    add column announced  int not null default 0,             -- the version that the feed has told of
    add column lapsed_at  timestamptz;                        -- when the feed told that it is over; null while it runs
  create index flags_to_announce on flags.flags (marac_id) where announced < version;
  create index flags_to_lapse on flags.flags (marac_id, expires_on) where lapsed_at is null;
  create index flags_by_end on flags.flags (expires_on, id);
`;

const TABLES = `
  create table flags.acknowledgements (
    id            uuid primary key,
    flag_id       uuid not null references flags.flags,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id     uuid not null references maracs.agencies,
    marker        text not null check (marker in ('PLACED', 'REMOVED', 'NOT_HELD')),
    flag_version  int not null,
    expires_on    date not null,
    made_by       text not null,
    made_at       timestamptz not null default now()
  );
  create index acknowledgements_by_flag on flags.acknowledgements (flag_id, agency_id, id);
  create index acknowledgements_by_case on flags.acknowledgements (case_id);

  create table flags.chases (
    id            uuid primary key,
    flag_id       uuid not null references flags.flags,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id     uuid not null references maracs.agencies,
    owed          text not null check (owed in ('PLACING', 'REMOVING')),
    flag_version  int not null,
    raised_at     timestamptz not null default clock_timestamp(),
    constraint chase_once unique (flag_id, flag_version, agency_id, owed)
  );
  create index chases_by_case on flags.chases (case_id);

  create table flags.changes (
    id            uuid primary key,
    flag_id       uuid not null references flags.flags,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    kind          text not null check (kind in ('SET', 'MOVED', 'LAPSED', 'SHARED')),
    agency_id     uuid references maracs.agencies check ((agency_id is null) = (kind <> 'SHARED')), -- with whom it was shared later
    flag_version  int not null,
    set_on        date not null,
    expires_on    date not null,
    at            timestamptz not null,
    -- written by one at a time, each later than the last: a place in the feed, and it tells nothing of what others find there
    constraint change_has_its_moment unique (at),
    constraint change_once unique nulls not distinct (flag_id, flag_version, kind, agency_id)
  );
  create index changes_by_case on flags.changes (case_id);
`;

const GUARDS = `
  select access.guard_table('flags.acknowledgements', 'IDENTITY');
  create policy own_or_overseer on flags.acknowledgements as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or agency_id = any ((select access.grantees())::uuid[]));
  create policy of_the_own_agency on flags.acknowledgements as restrictive for insert with check (
    (select access.is_system()) or agency_id = any ((select access.grantees())::uuid[]));

  select access.guard_table('flags.chases', 'IDENTITY');
  create policy own_or_overseer on flags.chases as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or agency_id = any ((select access.grantees())::uuid[]));
  create policy raised_by_the_clock on flags.chases as restrictive for insert with check ((select access.is_system()));

  -- as the flag itself: who was given a case by transfer finds what becomes of its flag
  select access.guard_table('flags.changes', 'IDENTITY', 'case_id', true);
  create policy of_all_or_own on flags.changes as restrictive for select using (
    (select access.is_system()) or agency_id is null or agency_id = any ((select access.grantees())::uuid[]));
  create policy told_by_the_clock on flags.changes as restrictive for insert with check ((select access.is_system()));
`;
