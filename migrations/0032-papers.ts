import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Papers of a meeting: which copy went to whom, with which cases in it, and which copies were called back. The papers themselves are
 * kept nowhere; the hash of a copy tells whether one that turns up is the one that was handed out.
 */
export class Papers0032 implements MigrationInterface {
  name = 'Papers1790000000032';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(TABLES);
    await db.query(GUARDS);
    await db.query(GRANTS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const TABLES = `
  create schema papers;

  -- The last copy's number of a meeting; its row is locked while copies are given a number, handed out or called back
  create table papers.numbers (
    id        uuid primary key references meetings.meetings,
    last      int not null default 0 check (last >= 0)
  );

  create table papers.recalls (
    id           uuid primary key,
    meeting_id   uuid not null references meetings.meetings,
    marac_id     uuid not null references maracs.maracs,
    reason       text not null check (reason in ('PROTECTED_DETAIL', 'WRONG_RECIPIENT', 'CASE_REMOVED', 'OUT_OF_DATE', 'LOST')),
    -- numbers of the copies called back; null: all that there were, and no other leaves before they are released again
    copies       int[] check (cardinality(copies) > 0),
    recalled_by  uuid not null references identity.users,
    recalled_at  timestamptz not null default now(),
    released_by  uuid references identity.users,
    released_at  timestamptz,
    check ((released_by is null) = (released_at is null)),
    check (copies is null or released_at is null)
  );
  create index recalls_by_meeting on papers.recalls (meeting_id, id);
  create unique index papers_are_recalled_once on papers.recalls (meeting_id) where copies is null and released_at is null;

  create table papers.copies (
    id             uuid primary key,
    meeting_id     uuid not null references meetings.meetings,
    marac_id       uuid not null references maracs.maracs,
    number         int not null check (number > 0),
    user_id        uuid not null references identity.users,
    agency_id      uuid not null references maracs.agencies,
    begun_at       timestamptz not null default now(),
    -- null: it was begun and never left
    handed_out_at  timestamptz,
    pages          int check (pages > 0),
    sha256         text check (sha256 ~ '^[0-9a-f]{64}$'),
    recall_id      uuid references papers.recalls,
    destroyed_at   timestamptz,
    constraint copy_has_its_number unique (meeting_id, number),
    check (num_nonnulls(handed_out_at, pages, sha256) in (0, 3)),
    check (destroyed_at is null or handed_out_at is not null)
  );
  create index copies_by_user on papers.copies (user_id, meeting_id);
  create index copies_by_recall on papers.copies (recall_id) where recall_id is not null;

  create table papers.contents (
    id        uuid primary key,
    copy_id   uuid not null references papers.copies,
    case_id   uuid not null,
    marac_id  uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    user_id   uuid not null references identity.users,
    labels    text[] not null,
    constraint case_is_in_a_copy_once unique (copy_id, case_id)
  );
  create index contents_by_case on papers.contents (case_id);
`;

const OWN_OR_OVERSEER = `(select access.is_system()) or user_id = (select access.reader()) or marac_id = any ((select access.standing())::uuid[])`;
const FOR_ONESELF = `(select access.is_system()) or (user_id = (select access.reader()) and marac_id = any ((select access.member_of())::uuid[]))`;
const OVERSEERS = `(select access.is_system()) or marac_id = any ((select access.standing())::uuid[])`;

const GUARDS = `
  alter table papers.numbers enable row level security;
  alter table papers.numbers force row level security;
  create policy by_the_system on papers.numbers using ((select access.is_system()));

  -- every member learns that copies were called back: whoever holds one must
  alter table papers.recalls enable row level security;
  alter table papers.recalls force row level security;
  create policy members_read on papers.recalls for select using (
    (select access.is_system()) or marac_id = any ((select access.member_of())::uuid[]));
  create policy overseers_add on papers.recalls for insert with check (${OVERSEERS});
  create policy overseers_change on papers.recalls for update using (${OVERSEERS});

  alter table papers.copies enable row level security;
  alter table papers.copies force row level security;
  create policy own_or_overseer on papers.copies for select using (${OWN_OR_OVERSEER});
  create policy for_oneself on papers.copies for insert with check (${FOR_ONESELF});
  create policy own_or_overseer_changes on papers.copies for update using (${OWN_OR_OVERSEER});

  select access.guard_table('papers.contents', 'IDENTITY');
  create policy own_or_overseer on papers.contents as restrictive for select using (${OWN_OR_OVERSEER});
  create policy for_oneself on papers.contents as restrictive for insert with check (${FOR_ONESELF});
`;

const GRANTS = `
  grant usage on schema papers to marac_app;
  grant select, insert, update (last) on papers.numbers to marac_app;
  grant select, insert, update (released_by, released_at) on papers.recalls to marac_app;
  -- a copy that left stands in the register as it left
  grant select, insert, update (handed_out_at, pages, sha256, recall_id, destroyed_at) on papers.copies to marac_app;
  grant select, insert on papers.contents to marac_app;
`;
