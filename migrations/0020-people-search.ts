import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Asking for people: by what they are found, how often somebody asked, and the people who exist to be asked for by nobody. */
export class PeopleSearch0020 implements MigrationInterface {
  name = 'PeopleSearch1790000000020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(FOUND_BY);
    await db.query(ASKS);
    await db.query(CANARIES);
    await db.query(NOTICES);
    await db.query(PRIORS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/**
 * Columns of their own, since row-level security keeps an index on an expression from being used: the comparison with a column
 * is known not to leak, a function is not.
 */
const FOUND_BY = `
  -- a name as it is compared: small letters, no accents and apostrophes, one space where words are set apart
  create function persons.plain(name text) returns text language sql immutable parallel safe as $$
    select btrim(regexp_replace(
      replace(replace(replace(translate(
        regexp_replace(lower(normalize(name, NFKD) collate pg_c_utf8), '[''\`´‘’ʼ\\u0300-\\u036f]', '', 'g'),
        'łøđðı', 'loddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
      '[-\\s.,/‐‑–—]+', ' ', 'g')) $$;
  -- a UK number as digits from 0; null for anything else
  create function persons.plain_phone(phone text) returns text language sql immutable parallel safe as $$
    select substring(regexp_replace(regexp_replace(regexp_replace(phone, '[\\s().\\-/‐-―]', '', 'g'), '^(?:\\+|00)?440?(?=[1-9]\\d{8,9}$)', '0'),
      '^(?=[1-9]\\d{9}$)', '0') from '^0\\d{9,10}$') $$;
  grant execute on function persons.plain, persons.plain_phone to marac_app;

  alter table persons.persons
    add plain_family text not null generated always as (persons.plain(family_name)) stored,
    -- people are looked for by the first of their forenames
    add plain_forename text not null generated always as (split_part(persons.plain(given_names), ' ', 1)) stored;
  create index persons_by_birth on persons.persons (plain_family, birth_date);
  create index persons_by_name on persons.persons (plain_family, plain_forename);
  alter table persons.contacts add plain_phone text generated always as (persons.plain_phone(phone)) stored;
  create index contacts_by_phone on persons.contacts (plain_phone) where plain_phone is not null;
`;

const ASKS = `
  -- Every search and repeat check asked, refused ones too: what quotas are counted from. Never for whom.
  create table persons.asks (
    id       uuid primary key,
    user_id  uuid not null references identity.users,
    kind     text not null check (kind in ('REPEAT_CHECK', 'SEARCH')),
    at       timestamptz not null default clock_timestamp()
  );
  create index asks_by_user on persons.asks (user_id, kind, at desc);
  alter table persons.asks enable row level security;
  alter table persons.asks force row level security;
  create policy counted_by_the_system on persons.asks using ((select access.is_system()));
  grant select, insert on persons.asks to marac_app;
`;

const CANARIES = `
  -- Invented people whom nobody has a reason to ask for. Their names are not kept, only keyed hashes of what they would be found by.
  create table persons.canaries (
    id             uuid primary key,
    marac_id       uuid not null references maracs.maracs,
    ref            text not null,
    registered_by  text not null,
    registered_at  timestamptz not null default now(),
    retired_at     timestamptz
  );
  create index canaries_by_marac on persons.canaries (marac_id);
  create table persons.canary_keys (
    key        bytea not null,
    canary_id  uuid not null references persons.canaries,
    primary key (key, canary_id)
  );
  alter table persons.canaries enable row level security;
  alter table persons.canaries force row level security;
  create policy kept_by_the_system on persons.canaries using ((select access.is_system()));
  alter table persons.canary_keys enable row level security;
  alter table persons.canary_keys force row level security;
  create policy kept_by_the_system on persons.canary_keys using ((select access.is_system()));
  grant select, insert on persons.canaries, persons.canary_keys to marac_app;
  grant update (retired_at) on persons.canaries to marac_app;
`;

/** What kinds of notice there are is the application's list. */
const NOTICES = `
  alter table notifications.notices
    drop constraint if exists notices_kind_check, drop constraint if exists notices_subject_kind_check,
    add constraint notices_kind_check check (kind ~ '^[A-Z][A-Z_]{2,40}$'),
    add constraint notices_subject_kind_check check (subject_kind ~ '^[a-z][a-z-]{2,40}$');
`;

/** An earlier referral that a reader does not find is hidden from them, or it is another MARAC's: of that, a coordinator is told. */
const PRIORS = `
  alter table referrals.referrals add prior_elsewhere boolean not null default false;
  select set_config('app.system', 'on', true); -- row-level security binds the owner too
  update referrals.referrals r set prior_elsewhere = true from referrals.referrals e where e.id = r.prior_id and e.marac_id <> r.marac_id;
  select set_config('app.system', '', true);
`;
