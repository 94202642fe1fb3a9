import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, their recovery, sessions that know how they came about, and the first administrator. */
export class SignIn0015 implements MigrationInterface {
  name = 'SignIn1790000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query(SESSIONS);
    await db.query(SECOND_FACTORS);
    await db.query(RECOVERY_AND_SETUP);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const SESSIONS = `
  alter table identity.users
    drop column second_factor, -- never read or written: the tables below say it
    add constraint user_email_is_plain check (email !~ '[^[:ascii:]]');

  alter table identity.sessions
    add column method text not null default 'PASSWORD' check (method in ('PASSWORD', 'PASSKEY', 'OIDC')),
    add column second_factor_at timestamptz,
    add column extended_until timestamptz;
  comment on column identity.sessions.second_factor_at is 'When a second factor was last proved in this session.';
  comment on column identity.sessions.extended_until is 'In a meeting until then: 30 idle minutes end the session instead of 15.';

  alter table identity.sign_in_attempts alter column succeeded drop not null;
  grant update (succeeded) on identity.sign_in_attempts to marac_app;
  comment on column identity.sign_in_attempts.succeeded is 'Null while it is being looked at.';
  create index attempts_by_time on identity.sign_in_attempts (at);
`;

const SECOND_FACTORS = `
  create table identity.authenticator_apps (
    id             uuid primary key,
    user_id        uuid not null references identity.users,
    sealed_secret  bytea not null,
    created_at     timestamptz not null default now(),
    confirmed_at   timestamptz,
    last_step      bigint not null default 0
  );
  create unique index authenticator_app_in_use on identity.authenticator_apps (user_id) where confirmed_at is not null;
  create unique index authenticator_app_offered on identity.authenticator_apps (user_id) where confirmed_at is null;
  comment on column identity.authenticator_apps.last_step is 'The latest time step whose code was taken: none is taken twice.';

  create table identity.passkeys (
    id             uuid primary key,
    user_id        uuid not null references identity.users,
    credential_id  text not null,
    public_key     bytea not null,
    counter        bigint not null,
    transports     text[] not null default '{}',
    name           text not null,
    created_at     timestamptz not null default now(),
    last_used_at   timestamptz,
    constraint passkey_is_registered unique (credential_id)
  );
  create index passkeys_by_user on identity.passkeys (user_id);

  create table identity.challenges (
    id           uuid primary key,
    kind         text not null check (kind in ('REGISTER', 'SIGN_IN', 'STEP_UP')),
    user_id      uuid references identity.users,
    network_key  bytea,
    challenge    text not null,
    expires_at   timestamptz not null,
    check ((kind = 'SIGN_IN') = (user_id is null))
  );
  create index challenges_by_expiry on identity.challenges (expires_at);
  create index challenges_by_user on identity.challenges (user_id);
  create index challenges_by_network on identity.challenges (network_key) where network_key is not null;
  comment on table identity.challenges is 'What a passkey must sign: taken away when it is used, whether it fits or not.';

  grant select, insert, update, delete on identity.authenticator_apps, identity.passkeys to marac_app;
  grant select, insert, delete on identity.challenges to marac_app;
`;

const RECOVERY_AND_SETUP = `
  create table identity.recoveries (
    id            uuid primary key,
    user_id       uuid not null references identity.users,
    asked_by      uuid not null references identity.users,
    asked_at      timestamptz not null default now(),
    confirmed_by  uuid references identity.users,
    confirmed_at  timestamptz,
    code_hash     bytea,
    expires_at    timestamptz not null,
    used_at       timestamptz,
    constraint recovery_is_for_another check (asked_by <> user_id and confirmed_by is distinct from user_id),
    constraint recovery_takes_two check (confirmed_by is distinct from asked_by),
    check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_at is null) = (code_hash is null)),
    check (used_at is null or confirmed_at is not null)
  );
  create index recoveries_by_user on identity.recoveries (user_id, asked_at);
  create index recoveries_by_asker on identity.recoveries (asked_by);
  create index recoveries_by_second on identity.recoveries (confirmed_by);
  comment on table identity.recoveries is 'A lost second factor, given back by two administrators, neither of them the person.';

  create table identity.setup_codes (
    id          uuid primary key,
    code_hash   bytea not null,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null,
    used_at     timestamptz
  );
  comment on table identity.setup_codes is 'Codes for the first administrator: of no use once there is one.';

  grant select, insert on identity.recoveries, identity.setup_codes to marac_app;
  grant update (confirmed_by, confirmed_at, code_hash, expires_at, used_at) on identity.recoveries to marac_app;
  grant update (expires_at, used_at) on identity.setup_codes to marac_app;
`;
