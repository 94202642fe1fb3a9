import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record of sharing: what was asked and answered about consent, what was told outside the system, and warnings before a
 * signature ends. And roles that see no case find none through their agency: the reader's facts are written anew for them.
 */
export class SharingRecord0022 implements MigrationInterface {
  name = 'SharingRecord1790000000022';

  async up(db: QueryRunner): Promise<void> {
    await db.query(CONSENTS);
    await db.query(DISCLOSURES);
    await db.query(SIGNATURES);
    await db.query(NOTICES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** Guarded as the account of what happened is: people write where a victim is into what they say of risks. */
const CONSENTS = `
  create table access.consents (
    id                   uuid primary key,
    case_id              uuid not null,
    marac_id             uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    source               text not null check (source in ('REFERRAL', 'RECORD')),
    asked                boolean not null,
    why_not_asked        text check (why_not_asked in ('UNSAFE', 'UNREACHABLE', 'LACKS_CAPACITY')),
    answer               text check (answer in ('GIVEN', 'REFUSED', 'WITHDRAWN')),
    -- a decision to share without consent; all of it or nothing
    bases                text[],
    labels               text[],
    agency_ids           uuid[],
    risk_of_sharing      text,
    risk_of_not_sharing  text,
    necessity            text,
    victim_told_on       date,
    victim_not_told      text,
    review_on            date,
    decided_by           text not null,
    decided_as           text not null default '',
    agency_id            uuid references maracs.agencies,
    decided_at           timestamptz not null default now(),
    constraint consent_of_a_case unique (id, case_id),
    check (asked = (answer is not null)),
    check (asked = (why_not_asked is null)),
    check (num_nonnulls(bases, labels, agency_ids, risk_of_sharing, risk_of_not_sharing, necessity, review_on) in (0, 7)),
    check (bases is null or (num_nonnulls(victim_told_on, victim_not_told) = 1 and answer is distinct from 'GIVEN' and cardinality(bases) > 0))
  );
  create index consents_by_case on access.consents (case_id, id);
  select access.guard_table('access.consents', 'CONTACT');
  grant select, insert on access.consents to marac_app;
  alter table access.grants add constraint grant_rests_on_consent foreign key (consent_id, case_id) references access.consents (id, case_id);

  -- what referrals said before; for the length of this, with the system's eyes
  select set_config('app.system', 'on', true);
  insert into access.consents (id, case_id, marac_id, source, asked, why_not_asked, answer, decided_by, agency_id, decided_at)
    select uuidv7(), r.case_id, r.marac_id, 'REFERRAL',
           r.consent in ('GIVEN', 'REFUSED', 'WITHDRAWN'),
           case r.consent when 'NOT_SOUGHT_UNSAFE' then 'UNSAFE' when 'NOT_SOUGHT_UNREACHABLE' then 'UNREACHABLE' when 'LACKS_CAPACITY' then 'LACKS_CAPACITY' end,
           case when r.consent in ('GIVEN', 'REFUSED', 'WITHDRAWN') then r.consent end, r.created_by, r.referring_agency_id, r.created_at
      from referrals.referrals r where r.consent <> 'NOT_KNOWN' order by r.created_at, r.id;
  select set_config('app.system', '', true);
`;

/** Whom somebody told outside the system. Where naming the receiver tells where the victim is, the row is a protected location. */
const DISCLOSURES = `
  create table access.disclosures (
    id             uuid primary key,
    case_id        uuid not null,
    marac_id       uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label          text not null check (label in ('IDENTITY', 'LOCATION_SAFE')),
    told           text not null,
    labels         text[] not null check (cardinality(labels) > 0),
    lawful_basis   text[] not null check (cardinality(lawful_basis) > 0),
    reason         text not null,
    channel        text not null check (channel in ('MEETING', 'TELEPHONE', 'LETTER', 'SECURE_MAIL')),
    marking        text not null check (marking in ('OFFICIAL', 'OFFICIAL_SENSITIVE')),
    told_at        timestamptz not null,
    told_by        uuid not null references identity.users,
    told_by_agency uuid not null references maracs.agencies,
    recorded_at    timestamptz not null default now()
  );
  create index disclosures_by_case on access.disclosures (case_id, told_at, id);
  select access.guard_table('access.disclosures', '"label"');
  -- an agency accounts for what it told; the whole account is for those who oversee the case or audit it
  create policy own_or_overseer on access.disclosures as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]) or marac_id = any ((select access.audits())::uuid[])
    or told_by_agency = any ((select access.grantees())::uuid[]));
  create policy as_oneself on access.disclosures as restrictive for insert with check (
    (select access.is_system()) or told_by = (select access.reader()));
  grant select, insert on access.disclosures to marac_app;
`;

const SIGNATURES = `
  create index signatures_by_protocol on access.signatures (marac_id, version);
`;

/** Notices about no case, of kinds that the application knows: the list is its own, so that each floor can add to it. */
const NOTICES = `
  alter table notifications.notices
    alter case_ref drop not null,
    drop constraint notices_kind_check, add constraint notices_kind_check check (kind ~ '^[A-Z][A-Z_]{2,59}$'),
    drop constraint notices_subject_kind_check, add constraint notices_subject_kind_check check (subject_kind ~ '^[a-z][a-z-]{2,29}$');
`;
