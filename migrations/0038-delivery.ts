import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How notices go out: at once, in a digest or not at all, as each person prefers; what became of each message, addresses that take
 * none, and times in which none went out. All but a person's own preferences is for the system's eyes.
 */
export class Delivery0038 implements MigrationInterface {
  name = 'Delivery1790000000038';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(DIGESTS);
    await db.query(NOTICES);
    await db.query(MAILS);
    await db.query(PREFERENCES);
    await db.query(UNREACHABLE);
    await db.query(OUTAGES);
    await db.query(PARTIES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** One a person and day, whatever is killed and however often it is looked at. */
const DIGESTS = `
  create table notifications.digests (
    id         uuid primary key,
    user_id    uuid not null references identity.users,
    marac_id   uuid not null references maracs.maracs, -- whose days and hours it was planned by
    day        date not null,
    due_at     timestamptz not null,
    state      text not null default 'OPEN' check (state in ('OPEN', 'MADE', 'EMPTY')),
    made_at    timestamptz,
    constraint one_digest_a_day unique (user_id, day),
    check ((state = 'OPEN') = (made_at is null))
  );
  create index digests_open on notifications.digests (due_at) where state = 'OPEN';
  create index digests_open_by_user on notifications.digests (user_id) where state = 'OPEN';
  alter table notifications.digests enable row level security;
  alter table notifications.digests force row level security;
  create policy by_the_system on notifications.digests using ((select access.is_system()));
  grant select, insert, update (user_id, state, made_at) on notifications.digests to marac_app;
`;

/** What was told before was told at once. */
const NOTICES = `
  alter table notifications.notices
    add way text not null default 'AT_ONCE' check (way in ('AT_ONCE', 'DIGEST', 'INBOX')),
    add digest_id uuid references notifications.digests,
    add check (digest_id is null or way = 'DIGEST');
  create index notices_to_digest on notifications.notices (user_id) where way = 'DIGEST' and digest_id is null and read_at is null;
  create index notices_by_digest on notifications.notices (digest_id) where digest_id is not null;
  create index notices_by_case on notifications.notices (about_case, id desc) where about_case is not null;
  grant update (digest_id) on notifications.notices to marac_app;
`;

const MAILS = `
  alter table notifications.mails
    alter notice_id drop not null,
    add digest_id uuid references notifications.digests,
    add channel text check (channel in ('SMTP', 'FOLDER', 'NOTIFY')),
    add provider_id text, -- what a receipt names it by
    add failed_since timestamptz, -- of the tries since the last success
    add delivered_at timestamptz,
    add constraint digest_mail_once unique (digest_id),
    add constraint mail_is_of_one_thing check (num_nonnulls(notice_id, digest_id) = 1),
    drop constraint mails_state_check,
    add constraint mails_state_check check (state in ('WAITING', 'SENT', 'BOUNCED', 'FAILED', 'DROPPED'));
  create index mails_failing on notifications.mails (failed_since) where state = 'WAITING' and failed_since is not null;
  create index mails_sent on notifications.mails (ended_at) where state = 'SENT';
`;

const PREFERENCES = `
  create table notifications.preferences (
    id           uuid primary key references identity.users,
    usual        text not null check (usual in ('AT_ONCE', 'DIGEST', 'INBOX')),
    ways         jsonb not null,
    quiet_from   text check (quiet_from ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    quiet_until  text check (quiet_until ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    digest_at    text check (digest_at ~ '^([01]\\d|2[0-3]):[0-5]\\d$'),
    version      int not null default 1,
    check (num_nonnulls(quiet_from, quiet_until) in (0, 2))
  );
  alter table notifications.preferences enable row level security;
  alter table notifications.preferences force row level security;
  create policy own on notifications.preferences for select using ((select access.is_system()) or id = (select access.reader()));
  create policy add_own on notifications.preferences for insert with check ((select access.is_system()) or id = (select access.reader()));
  create policy change_own on notifications.preferences for update using ((select access.is_system()) or id = (select access.reader()));
  grant select, insert, update on notifications.preferences to marac_app;
`;

/** Of the address only a hash: when somebody's address changes, the new one is tried. */
const UNREACHABLE = `
  create table notifications.unreachable (
    id            uuid primary key,
    user_id       uuid not null references identity.users,
    address_hash  bytea not null,
    code          text not null,
    since         timestamptz not null default now(),
    cleared_at    timestamptz
  );
  create unique index address_is_unreachable on notifications.unreachable (user_id, address_hash) where cleared_at is null;
  alter table notifications.unreachable enable row level security;
  alter table notifications.unreachable force row level security;
  create policy own on notifications.unreachable for select using ((select access.is_system()) or user_id = (select access.reader()));
  create policy by_the_system on notifications.unreachable for insert with check ((select access.is_system()));
  create policy confirm_own on notifications.unreachable for update using ((select access.is_system()) or user_id = (select access.reader()));
  grant select, insert, update (cleared_at) on notifications.unreachable to marac_app;
`;

/** From when to when no message left the house. */
const OUTAGES = `
  create table notifications.outages (
    id        uuid primary key,
    began_at  timestamptz not null,
    ended_at  timestamptz
  );
  create unique index one_outage_at_a_time on notifications.outages ((true)) where ended_at is null;
  alter table notifications.outages enable row level security;
  alter table notifications.outages force row level security;
  create policy by_the_system on notifications.outages using ((select access.is_system()));
  grant select, insert, update (ended_at) on notifications.outages to marac_app;
`;

/** People whose contact holds an e-mail address are noted anew by the nightly look, which knows it from now on. */
const PARTIES = `
  delete from conflicts.party_keys k
   using persons.contacts c
   where c.person_id = k.person_id and (c.phone || c.address) like '%@%'
     and not exists (select from persons.details d where d.person_id = k.person_id)
     and not exists (select from persons.locations l where l.person_id = k.person_id);
`;
