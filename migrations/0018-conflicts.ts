import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Conflicts of interest, restrictions and emergency openings. Ties of staff to people are kept as keyed hashes alone. What a
 * reader is excluded from is hidden also where a row is not of a case but speaks of one: notices, reports of imports, the record
 * of deeds, and what the repeat check found.
 */
export class Conflicts0018 implements MigrationInterface {
  name = 'Conflicts1790000000018';

  async up(db: QueryRunner): Promise<void> {
    await db.query(CONFLICTS);
    await db.query(BREAK_GLASS);
    await db.query(READER_FACTS);
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(SPEAKING_OF_CASES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const CONFLICTS = `
  create schema conflicts;
  grant usage on schema conflicts to marac_app;

  -- That somebody who works here is, or is close to, a person: entered by themselves, an administrator or a colleague.
  create table conflicts.ties (
    id       uuid primary key,
    user_id  uuid not null references identity.users,
    nature   text not null check (nature in ('SELF', 'RELATIVE', 'PARTNER', 'FRIEND', 'NEIGHBOUR', 'WORKS_WITH', 'OTHER')),
    source   text not null check (source in ('OWN_DETAILS', 'DECLARED', 'REPORTED')),
    made_by  text not null,
    made_at  timestamptz not null default now()
  );
  create index ties_by_user on conflicts.ties (user_id);

  -- What that person is known by, as keyed hashes: compared, never shown.
  create table conflicts.tie_keys (
    key     bigint not null,
    tie_id  uuid not null references conflicts.ties,
    kind    text not null check (kind in ('NAME', 'NAME_BIRTH', 'PHONE', 'ADDRESS')),
    primary key (key, tie_id)
  );
  create index tie_keys_by_tie on conflicts.tie_keys (tie_id);

  -- The same of the people in cases.
  create table conflicts.party_keys (
    person_id  uuid primary key references persons.persons,
    keys       bigint[] not null
  );
  create index party_keys_by_key on conflicts.party_keys using gin (keys);

  -- The register: one line for each person, or agency, and case.
  create table conflicts.conflicts (
    id                uuid primary key,
    case_id           uuid not null,
    marac_id          uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    user_id           uuid references identity.users,
    agency_id         uuid references maracs.agencies,
    except_user_ids   uuid[] not null default '{}',
    nature            text not null check (nature in ('SELF', 'RELATIVE', 'PARTNER', 'FRIEND', 'NEIGHBOUR', 'WORKS_WITH', 'OTHER')),
    evidence          text[] not null check (evidence <@ array['DECLARED', 'REPORTED', 'NAME', 'NAME_BIRTH', 'PHONE', 'ADDRESS',
                        'SAME_PERSON', 'RESTRICTION']),
    tie_ids           uuid[] not null default '{}',
    -- the people of the case whom it is about: a new case of theirs is closed likewise
    person_ids        uuid[] not null default '{}',
    status            text not null check (status in ('QUESTION', 'PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED', 'LIFTED', 'DISMISSED')),
    lift_proposed_by  uuid references identity.users,
    made_by           text not null,
    made_at           timestamptz not null default now(),
    version           int not null default 1,
    check (num_nonnulls(user_id, agency_id) = 1),
    check ((status = 'LIFT_PROPOSED') = (lift_proposed_by is not null))
  );
  create unique index conflict_of_a_person on conflicts.conflicts (case_id, user_id) where user_id is not null;
  create unique index restriction_of_an_agency on conflicts.conflicts (case_id, agency_id) where agency_id is not null;
  create index conflicts_by_marac on conflicts.conflicts (marac_id, id);
  create index conflicts_by_user on conflicts.conflicts (user_id);

  create table conflicts.decisions (
    id           uuid primary key,
    conflict_id  uuid not null references conflicts.conflicts,
    case_id      uuid not null,
    marac_id     uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    step         text not null check (step in ('CONFIRM', 'DISMISS', 'PROPOSE_LIFT', 'AGREE_LIFT', 'REFUSE_LIFT', 'RESTRICT', 'NAME_PEOPLE')),
    reason       text not null,
    made_by      text not null,
    made_at      timestamptz not null default now()
  );
  create index decisions_by_conflict on conflicts.decisions (conflict_id, id);
  create index decisions_by_case on conflicts.decisions (case_id);

  select access.guard_table('conflicts.conflicts', 'IDENTITY');
  select access.guard_table('conflicts.decisions', 'IDENTITY');
  -- Seen by those who stand in the MARAC and are not the one it is about; written by the system, which carries decisions out.
  create policy not_about_the_reader on conflicts.conflicts as restrictive for select using (
    (select access.is_system()) or (user_id is distinct from (select access.reader()) and marac_id = any ((select access.standing())::uuid[])));
  create policy added_by_the_system on conflicts.conflicts as restrictive for insert with check ((select access.is_system()));
  create policy changed_by_the_system on conflicts.conflicts as restrictive for update using ((select access.is_system()));
  create policy of_a_conflict_seen on conflicts.decisions as restrictive for select using (
    (select access.is_system()) or exists (select from conflicts.conflicts c where c.id = conflict_id));
  create policy added_by_the_system on conflicts.decisions as restrictive for insert with check ((select access.is_system()));

  alter table conflicts.ties enable row level security;
  alter table conflicts.ties force row level security;
  create policy by_the_system on conflicts.ties using ((select access.is_system()));
  alter table conflicts.tie_keys enable row level security;
  alter table conflicts.tie_keys force row level security;
  create policy by_the_system on conflicts.tie_keys using ((select access.is_system()));
  alter table conflicts.party_keys enable row level security;
  alter table conflicts.party_keys force row level security;
  create policy by_the_system on conflicts.party_keys using ((select access.is_system()));

  grant select, insert on conflicts.ties, conflicts.tie_keys, conflicts.party_keys, conflicts.conflicts, conflicts.decisions to marac_app;
  grant update (keys) on conflicts.party_keys to marac_app;
  grant update on conflicts.conflicts to marac_app;
`;

const BREAK_GLASS = `
  create schema break_glass;
  grant usage on schema break_glass to marac_app;

  create table break_glass.uses (
    id             uuid primary key,
    case_id        uuid not null,
    marac_id       uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    user_id        uuid not null references identity.users,
    agency_id      uuid not null references maracs.agencies,
    reason_code    text not null check (reason_code in ('LIFE_AT_RISK', 'CHILD_AT_RISK', 'VICTIM_MISSING', 'OUT_OF_HOURS', 'OTHER')),
    reason         text not null,
    opened_at      timestamptz not null default now(),
    ends_at        timestamptz not null,
    review_due_at  timestamptz not null,
    -- 1: the chairs were told that nobody reviews it, 2: the administrators
    escalation     int not null default 0 check (escalation between 0 and 2),
    finding        text check (finding in ('JUSTIFIED', 'NOT_JUSTIFIED', 'TRAINING_NEEDED')),
    review         text,
    reviewed_by    uuid references identity.users,
    reviewed_at    timestamptz,
    version        int not null default 1,
    check (ends_at <= opened_at + interval '60 minutes'),
    check (reviewed_by <> user_id),
    check (num_nonnulls(finding, review, reviewed_by, reviewed_at) in (0, 4))
  );
  create index uses_by_user on break_glass.uses (user_id, opened_at);
  create index uses_by_marac on break_glass.uses (marac_id, id);
  create index uses_by_case on break_glass.uses (case_id);

  -- Tries that found nothing, for the quota. Nothing of what was asked for.
  create table break_glass.misses (
    id       uuid primary key,
    user_id  uuid not null references identity.users,
    at       timestamptz not null default now()
  );
  create index misses_by_user on break_glass.misses (user_id, at);

  select access.guard_table('break_glass.uses', 'IDENTITY');
  create policy for_review on break_glass.uses as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy added_by_the_system on break_glass.uses as restrictive for insert with check ((select access.is_system()));
  create policy changed_by_the_system on break_glass.uses as restrictive for update using ((select access.is_system()));
  alter table break_glass.misses enable row level security;
  alter table break_glass.misses force row level security;
  create policy by_the_system on break_glass.misses using ((select access.is_system()));

  grant select, insert on break_glass.uses, break_glass.misses to marac_app;
  grant update on break_glass.uses to marac_app;
`;

/** platform.enter as before, and for those who audit the ids of everything that belongs to what they are excluded from. */
const READER_FACTS = `
  -- subjects of the record of deeds that this reader must find nothing of
  create function access.excluded_subjects() returns text[] language sql stable parallel safe as
    $$ select access.fact('excluded_subjects')::text[] $$;

  -- For the system's eyes: whether somebody must find nothing of a case.
  create function access.is_excluded(of_user uuid, from_case uuid) returns boolean language sql stable as $$
    select exists (
      select from access.exclusions x
       where x.case_id = from_case and x.lifted_at is null
         and (x.user_id = of_user or x.agency_id = (select u.agency_id from identity.users u where u.id = of_user)
              and of_user <> all (x.except_user_ids))) $$;

  -- For the system's eyes: ids of these cases and of every row that hangs on one, whichever tables there are, and of what was
  -- said about the reader. Deeds name their subject by such an id.
  create function access.subjects_of(cases uuid[], reader uuid) returns text[] language plpgsql stable as $$
  declare
    subjects text[] := cases::text[] || array(select t.id::text from conflicts.ties t where t.user_id = reader)
      || array(select c.id::text from conflicts.conflicts c where c.user_id = reader);
    hangs regclass;
    more text[];
  begin
    if cardinality(cases) = 0 then return subjects; end if;
    for hangs in
      select c.oid::regclass from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped
        join pg_catalog.pg_attribute i on i.attrelid = c.oid and i.attname = 'id' and i.atttypid = 'uuid'::regtype
       where c.relkind in ('r', 'p')
    loop
      execute format('select array_agg(id::text) from %s where case_id = any ($1)', hangs) into more using cases;
      subjects := subjects || coalesce(more, '{}');
    end loop;
    return subjects;
  end $$;

  create or replace function platform.enter(user_id text, is_system boolean, fresh boolean default false) returns void language plpgsql as $$
  declare
    reader uuid := nullif(user_id, '')::uuid;
    agency uuid;
    signed uuid[];
    held record;
    shut uuid[];
    subjects text[];
  begin
    select u.agency_id,
           array(select s.marac_id from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                  where s.agency_id = u.agency_id and s.withdrawn_at is null and current_date between s.signed_on and s.review_due
                    and coalesce(p.signable_until >= current_date, true))
      into agency, signed
      from identity.users u where u.id = reader and u.deactivated_at is null;
    if agency is null then -- a system, or nobody: what the last reader of this transaction knew is forgotten
      perform set_config('app.system', case when is_system then 'on' else '' end, true), set_config('app.user_id', coalesce(reader::text, ''), true);
      perform set_config('app.' || fact, '', true)
         from unnest(array['member_of', 'represents', 'standing', 'coordinates', 'audits', 'audits_all', 'grantees', 'excluded', 'excluded_subjects', 'fresh']) as fact;
      return;
    end if;
    select coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed)), '{}')                                         as member_of,
           coalesce(array_agg(r.marac_id) filter (where r.role in ('COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER')), '{}') as represents,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed) and r.role in ('COORDINATOR', 'CHAIR')), '{}')  as standing,
           coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (signed) and r.role = 'COORDINATOR'), '{}')              as coordinates,
           coalesce(array_agg(r.marac_id) filter (where r.role = 'AUDITOR' and r.marac_id is not null), '{}')                     as audits,
           coalesce(bool_or(r.role = 'AUDITOR' and r.marac_id is null), false)                                                    as audits_all,
           coalesce(bool_or(r.marac_id is null), false)                                                                           as everywhere
      into held
      from identity.user_roles r where r.user_id = reader;
    if held.audits_all then held.audits := array(select m.id from maracs.maracs m); end if;
    perform set_config('app.system', 'on', true); -- exclusions are for the system's eyes, and these for nobody else's
    shut := array(select x.case_id from access.exclusions x where x.user_id = reader and x.lifted_at is null
                  union all
                  select x.case_id from access.exclusions x
                   where x.agency_id = agency and x.lifted_at is null and reader <> all (x.except_user_ids));
    subjects := case when cardinality(held.audits) > 0 then access.subjects_of(shut, reader) else shut::text[] end;
    perform set_config('app.system', '', true), set_config('app.user_id', reader::text, true), -- a person is never the system
      set_config('app.member_of', case when held.everywhere then signed else held.member_of end::text, true),
      set_config('app.represents', held.represents::text, true), set_config('app.standing', held.standing::text, true), set_config('app.coordinates', held.coordinates::text, true),
      set_config('app.audits', held.audits::text, true), set_config('app.audits_all', case when held.audits_all then 'on' else '' end, true),
      set_config('app.grantees', array[agency, reader]::text, true), set_config('app.excluded', shut::text, true), set_config('app.excluded_subjects', subjects::text, true),
      set_config('app.fresh', case when fresh then 'on' else '' end, true);
  end $$;

  create policy not_of_the_excluded on audit.events as restrictive for select using (
    (select access.is_system()) or coalesce(subject_id <> all ((select access.excluded_subjects())::text[]), false));
  grant execute on all functions in schema access, platform to marac_app;
  revoke execute on function access.guard_table from public, marac_app;
`;

/** Rows that are not of one case, yet speak of one: hidden from whoever is excluded from it. Null speaks of none. */
const SPEAKING_OF_CASES = `
  alter table notifications.notices
    add about_case uuid references access.cases,
    drop constraint notices_kind_check, drop constraint notices_subject_kind_check,
    -- which kinds there are is a table of the rules, not of the schema
    add constraint notices_kind_check check (kind ~ '^[A-Z][A-Z_]{2,59}$'),
    add constraint notices_subject_kind_check check (subject_kind ~ '^[a-z][a-z-]{2,39}$');
  update notifications.notices n set about_case = c.id from access.cases c where c.ref = n.case_ref;
  create policy not_of_the_excluded on notifications.notices as restrictive for select using (
    (select access.is_system()) or about_case is null or about_case <> all ((select access.excluded())::uuid[]));
  create policy not_by_the_excluded on notifications.notices as restrictive for update using (
    (select access.is_system()) or about_case is null or about_case <> all ((select access.excluded())::uuid[]));

  alter table referrals.referrals
    -- the case of the earlier referral that the outcome rests on: who is excluded from it is told of no outcome
    add prior_case_id uuid references access.cases,
    -- a reference that is taken by a referral hidden from the referrer is not refused, for that would tell of it
    add ref_copy uuid,
    drop constraint referral_ref_is_taken,
    add constraint referral_ref_is_taken unique nulls not distinct (marac_id, ref, ref_copy);
  update referrals.referrals r set prior_case_id = e.case_id from referrals.referrals e where e.id = r.prior_id;

  alter table referrals.import_rows add about_case uuid references access.cases, add prior_case uuid references access.cases;
  update referrals.import_rows w set about_case = r.case_id, prior_case = r.prior_case_id
    from referrals.referrals r where r.marac_id = w.marac_id and r.ref = w.report->>'ref';
  create policy not_of_the_excluded on referrals.import_rows as restrictive for select using (
    (select access.is_system()) or about_case is null or about_case <> all ((select access.excluded())::uuid[]));
`;
