import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A person as one referral describes them: every referral brings records of its own, so no record ever holds two people.
 * Records of one person are linked through canonical_id, never merged, so that a wrong link can be undone.
 */
export class Persons0007 implements MigrationInterface {
  name = 'Persons1790000000007';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema persons;
      grant usage on schema persons to marac_app;

      create table persons.persons (
        id               uuid primary key,
        case_id          uuid not null,
        marac_id         uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        canonical_id     uuid not null references persons.persons deferrable initially deferred,
        label            text not null check (label in ('IDENTITY', 'PERPETRATOR', 'CHILD')),
        family_name      text not null default '',
        given_names      text not null default '',
        aliases          text[] not null default '{}',
        birth_date       text check (birth_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'),
        birth_precision  text not null check (birth_precision in ('DAY', 'POSSIBLY_YEAR_ONLY', 'MONTH', 'YEAR', 'ESTIMATED', 'UNKNOWN')),
        sex              text not null check (sex in ('FEMALE', 'MALE', 'NOT_KNOWN')),
        created_at       timestamptz not null default now(),
        check (family_name <> '' or given_names <> '' or cardinality(aliases) > 0 or label = 'CHILD')
      );
      create index persons_by_canonical on persons.persons (canonical_id);
      create index persons_by_case on persons.persons (case_id);

      create table persons.contacts (
        id            uuid primary key,
        person_id     uuid not null references persons.persons,
        case_id       uuid not null,
        marac_id      uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        label         text not null check (label in ('CONTACT', 'LOCATION_SAFE', 'PERPETRATOR')),
        address       text not null default '',
        postcode      text not null default '',
        phone         text not null default '',
        safe_to_call  text not null check (safe_to_call in ('YES', 'NO', 'NOT_KNOWN'))
      );
      create index contacts_by_person on persons.contacts (person_id);
      create index contacts_by_case on persons.contacts (case_id);

      create table persons.equality (
        id          uuid primary key,
        person_id   uuid not null references persons.persons,
        case_id     uuid not null,
        marac_id    uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        ethnicity   text not null,
        disability  text not null check (disability in ('YES', 'NO', 'NOT_ASKED', 'NOT_KNOWN', 'DECLINED')),
        lgbt        text not null check (lgbt in ('YES', 'NO', 'NOT_ASKED', 'NOT_KNOWN', 'DECLINED'))
      );
      create index equality_by_person on persons.equality (person_id);
      create index equality_by_case on persons.equality (case_id);

      create table persons.links (
        id            uuid primary key,
        person_id     uuid not null references persons.persons,
        canonical_id  uuid not null references persons.persons,
        case_id       uuid not null,
        marac_id      uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        certainty     text not null check (certainty in ('CERTAIN', 'PROBABLE', 'POSSIBLE')),
        evidence      text[] not null,
        decided_by    text not null,
        created_at    timestamptz not null default now(),
        undone_at     timestamptz
      );
      create index links_by_person on persons.links (person_id);
      create index links_by_canonical on persons.links (canonical_id);

      -- Hashed keys by which earlier records of a person are found. Read by matching alone, never on a reader's behalf.
      create table persons.match_keys (
        key        bigint not null,
        person_id  uuid not null references persons.persons,
        primary key (key, person_id)
      );
      create index match_keys_by_person on persons.match_keys (person_id);

      select access.guard_table('persons.persons', '"label"');
      select access.guard_table('persons.contacts', '"label"');
      select access.guard_table('persons.equality', 'EQUALITY');
      select access.guard_table('persons.links', 'IDENTITY');
      alter table persons.match_keys enable row level security;
      alter table persons.match_keys force row level security;
      create policy matching_alone on persons.match_keys using ((select access.is_system()));

      grant select, insert on persons.persons, persons.contacts, persons.equality, persons.links, persons.match_keys to marac_app;
      grant update (canonical_id) on persons.persons to marac_app;
      grant update (undone_at) on persons.links to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
