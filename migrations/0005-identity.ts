import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who sign in, the roles they hold in a MARAC (or, for administrators, in all), and their sessions. */
export class Identity0005 implements MigrationInterface {
  name = 'Identity1790000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema identity;
      grant usage on schema identity to marac_app;

      create table identity.users (
        id               uuid primary key,
        agency_id        uuid not null references maracs.agencies,
        email            text not null,
        name             text not null,
        password_hash    text,
        second_factor    text check (second_factor in ('TOTP', 'PASSKEY')),
        deactivated_at   timestamptz,
        created_at       timestamptz not null default now(),
        version          int not null default 1
      );
      create unique index user_email_is_taken on identity.users (lower(email));

      create table identity.user_roles (
        id         uuid primary key,
        user_id    uuid not null references identity.users,
        marac_id   uuid references maracs.maracs,
        role       text not null check (role in ('COORDINATOR', 'CHAIR', 'ADMINISTRATOR', 'AGENCY_REPRESENTATIVE',
                     'IDVA', 'REFERRER', 'AUDITOR', 'ANALYST', 'OBSERVER')),
        given_at   timestamptz not null default now(),
        constraint role_is_held unique nulls not distinct (user_id, marac_id, role),
        check (marac_id is not null or role in ('ADMINISTRATOR', 'AUDITOR'))
      );
      create index user_roles_by_marac on identity.user_roles (marac_id, role);

      create table identity.sessions (
        id            uuid primary key,
        user_id       uuid not null references identity.users,
        token_hash    bytea not null,
        created_at    timestamptz not null default now(),
        last_seen_at  timestamptz not null default now(),
        expires_at    timestamptz not null,
        ended_at      timestamptz,
        constraint session_token unique (token_hash)
      );
      create index sessions_by_user on identity.sessions (user_id) where ended_at is null;

      create table identity.sign_in_attempts (
        id           uuid primary key,
        account_key  bytea not null,
        network_key  bytea not null,
        at           timestamptz not null default now(),
        succeeded    boolean not null
      );
      create index attempts_by_account on identity.sign_in_attempts (account_key, at);
      create index attempts_by_network on identity.sign_in_attempts (network_key, at);

      grant select, insert, update on identity.users, identity.sessions to marac_app;
      grant select, insert, delete on identity.user_roles, identity.sign_in_attempts to marac_app;
      grant delete on identity.sessions to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
