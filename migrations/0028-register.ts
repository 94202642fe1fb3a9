import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What becomes known of a person after the referral: other names, other birth dates, addresses, telephones, numbers; how people of
 * a case are related; and children as persons, the unborn among them. A detail that was wrong is taken back, never changed.
 */
export class Register0028 implements MigrationInterface {
  name = 'Register1790000000028';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(DETAILS);
    await db.query(RELATIONSHIPS);
    await db.query(CHILDREN);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const DETAILS = `
  create table persons.details (
    id               uuid primary key,
    person_id        uuid not null references persons.persons,
    case_id          uuid not null,
    marac_id         uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    -- names, birth dates and numbers go by the person's own label; how somebody is reached by that of their contact; an NHS number is of health
    label            text not null check (label in ('IDENTITY', 'PERPETRATOR', 'CHILD', 'CONTACT', 'HEALTH')),
    what             text not null check (what in ('NAME', 'BIRTH', 'ADDRESS', 'PHONE', 'IDENTIFIER')),
    kind             text not null check (kind = any (array['PREVIOUS', 'MARRIED', 'RELIGIOUS', 'KNOWN_AS', 'OTHER_SCRIPT', 'OTHER',
                                                            'HOME', 'BAIL', 'WORK', 'FAMILY', 'NHS', 'PNC', 'CRN', 'UPRN'])),
    family_name      text not null default '',
    given_names      text not null default '',
    whole_name       text not null default '',
    birth_date       text check (birth_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'),
    birth_precision  text not null default 'UNKNOWN' check (birth_precision in ('DAY', 'MONTH', 'YEAR', 'ESTIMATED', 'UNKNOWN')),
    address          text not null default '',
    postcode         text not null default '',
    from_on          date,
    until_on         date check (until_on >= from_on),
    phone            text not null default '',
    safe_to_call     text not null default 'NOT_KNOWN' check (safe_to_call in ('YES', 'NO', 'NOT_KNOWN')),
    safe_voicemail   text not null default 'NOT_KNOWN' check (safe_voicemail in ('YES', 'NO', 'NOT_KNOWN')),
    safe_text        text not null default 'NOT_KNOWN' check (safe_text in ('YES', 'NO', 'NOT_KNOWN')),
    value            text not null default '',
    recorded_by      text not null,
    recorded_at      timestamptz not null default now(),
    retracted_by     text,
    retracted_at     timestamptz,
    version          int not null default 1,
    check ((retracted_by is null) = (retracted_at is null)),
    -- each says one thing
    check ((what = 'NAME') = (family_name || given_names || whole_name <> '')),
    check ((what = 'BIRTH') = (birth_date is not null)),
    check ((what = 'ADDRESS') = (address || postcode <> '')),
    check ((what = 'PHONE') = (phone <> '')),
    check ((what = 'IDENTIFIER') = (value <> '')),
    check (what = 'IDENTIFIER' or kind not in ('NHS', 'PNC', 'CRN', 'UPRN')),
    check (kind <> 'NHS' or label = 'HEALTH')
  );
  create index details_by_person on persons.details (person_id, id);
  create index details_by_case on persons.details (case_id);
  select access.guard_table('persons.details', '"label"', 'case_id', true);
  grant select, insert on persons.details to marac_app;
  grant update (retracted_by, retracted_at, version) on persons.details to marac_app;
`;

const RELATIONSHIPS = `
  -- What a person is to another of the same case, as a referral says. It goes with the one it starts from: a child's is of the kind CHILD.
  create table persons.relationships (
    id                       uuid primary key,
    person_id                uuid not null references persons.persons,
    other_id                 uuid not null references persons.persons,
    case_id                  uuid not null,
    marac_id                 uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label                    text not null check (label in ('PERPETRATOR', 'CHILD')),
    kind                     text not null check (kind = any (array[
      'CURRENT_PARTNER', 'EX_PARTNER', 'SPOUSE', 'EX_SPOUSE', 'CIVIL_PARTNER', 'EX_CIVIL_PARTNER', 'PARENT', 'CHILD_ADULT', 'CHILD_16_17',
      'SIBLING', 'GRANDPARENT', 'IN_LAW', 'EXTENDED_FAMILY', 'SHARED_CHILD_PARENT', 'CARER_RELATIVE', 'OTHER_CONNECTED', 'NOT_CONNECTED',
      'CHILD', 'STEPCHILD', 'ADOPTED_CHILD', 'FOSTER_CHILD', 'GRANDCHILD', 'NOT_KNOWN'])),
    parental_responsibility  text not null default 'NOT_KNOWN' check (parental_responsibility in ('YES', 'NO', 'NOT_KNOWN')),
    check (person_id <> other_id)
  );
  create index relationships_by_person on persons.relationships (person_id);
  create index relationships_by_other on persons.relationships (other_id);
  create index relationships_by_case on persons.relationships (case_id);
  select access.guard_table('persons.relationships', '"label"', 'case_id', true);
  grant select, insert on persons.relationships to marac_app;

  -- what referrals from before say of their first perpetrator
  insert into persons.relationships (id, person_id, other_id, case_id, marac_id, label, kind)
  select gen_random_uuid(), r.perpetrator_ids[1], r.victim_id, r.case_id, r.marac_id, 'PERPETRATOR', r.relationship
    from referrals.referrals r
   where r.relationship in ('CURRENT_PARTNER', 'EX_PARTNER', 'SPOUSE', 'EX_SPOUSE', 'CIVIL_PARTNER', 'EX_CIVIL_PARTNER', 'PARENT', 'CHILD_ADULT',
                            'CHILD_16_17', 'SIBLING', 'GRANDPARENT', 'IN_LAW', 'EXTENDED_FAMILY', 'SHARED_CHILD_PARENT', 'CARER_RELATIVE',
                            'OTHER_CONNECTED', 'NOT_CONNECTED')
     and cardinality(r.perpetrator_ids) > 0;
`;

const CHILDREN = `
  -- when a child is expected: no birth date, and never compared as one
  alter table persons.persons add expected_on date check (expected_on is null or label = 'CHILD' and birth_date is null);
  alter table referrals.referrals add child_ids uuid[] not null default '{}';
`;
