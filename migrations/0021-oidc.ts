import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in by an agency's own provider (OpenID Connect): which provider, who somebody is there, and sign-ins under way. */
export class Oidc0021 implements MigrationInterface {
  name = 'Oidc1790000000021';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table identity.oidc_providers (
        id                    uuid primary key,
        agency_id             uuid not null references maracs.agencies,
        issuer                text not null check (length(issuer) <= 500),
        client_id             text not null check (length(client_id) <= 255),
        client_secret_sealed  bytea not null,
        scopes                text[] not null,
        tenant_claim          text,
        tenant_values         text[] not null,
        required_acr          text[] not null,
        second_factor_acr     text[] not null,
        second_factor_amr     text[] not null,
        max_auth_age_minutes  int not null check (max_auth_age_minutes between 1 and 1440),
        enabled               boolean not null,
        version               int not null default 1,
        constraint oidc_provider_of_agency unique (agency_id),
        check ((tenant_claim is null) = (cardinality(tenant_values) = 0))
      );

      create table identity.external_identities (
        id             uuid primary key,
        provider_id    uuid not null references identity.oidc_providers,
        user_id        uuid not null references identity.users,
        issuer         text not null,
        subject        text check (length(subject) between 1 and 255),
        requested_by   uuid not null references identity.users,
        requested_at   timestamptz not null default now(),
        confirmed_by   uuid references identity.users,
        confirmed_at   timestamptz,
        code_hash      bytea,
        expires_at     timestamptz not null,
        linked_at      timestamptz,
        ended_at       timestamptz,
        constraint external_identity_code unique (code_hash),
        check (requested_by <> user_id),
        check (confirmed_by <> user_id and confirmed_by <> requested_by),
        check ((confirmed_by is null) = (confirmed_at is null)),
        check (linked_at is null or (confirmed_at is not null and subject is not null))
      );
      create unique index external_subject_is_linked on identity.external_identities (provider_id, issuer, subject)
        where linked_at is not null and ended_at is null;
      create unique index external_identity_of_user on identity.external_identities (user_id) where ended_at is null;

      create table identity.oidc_logins (
        id            uuid primary key,
        provider_id   uuid not null references identity.oidc_providers,
        state_hash    bytea not null,
        browser_hash  bytea not null,
        network_key   bytea not null,
        session_id    uuid references identity.sessions on delete cascade,
        identity_id   uuid references identity.external_identities,
        started_at    timestamptz not null default now(),
        expires_at    timestamptz not null default now() + interval '10 minutes',
        answers       int not null default 0,
        constraint oidc_login_state unique (state_hash),
        check (session_id is null or identity_id is null)
      );
      create index oidc_logins_by_end on identity.oidc_logins (expires_at);
      create index oidc_logins_by_network on identity.oidc_logins (network_key);
      create index oidc_logins_by_session on identity.oidc_logins (session_id) where session_id is not null;

      grant select, insert, update on identity.oidc_providers, identity.external_identities to marac_app;
      grant select, insert, delete on identity.oidc_logins to marac_app;
      grant update (answers) on identity.oidc_logins to marac_app;
      comment on column identity.oidc_logins.answers is 'Answers that came with this state: the first alone is looked at.';
    `);
    for (const table of ['oidc_providers', 'external_identities', 'oidc_logins']) {
      await db.query(`
        alter table identity.${table} enable row level security;
        alter table identity.${table} force row level security;
        create policy by_the_system on identity.${table} using ((select access.is_system())) with check ((select access.is_system()));
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
