import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PACKAGES } from './0034-transfer-packages.js';

/**
 * What an agency found about each person it searched for; who is reminded of research that is owed, and when; and transfers as
 * signed packages that are acknowledged, taken up and reported back.
 */
export class ResearchTransfers0034 implements MigrationInterface {
  name = 'ResearchTransfers1790000000034';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(SEARCHED);
    await db.query(FINDINGS);
    await db.query(CHASERS);
    await db.query(PACKAGES);
    await db.query(GRANTS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/**
 * Whose records were searched is told to the request, as the status is: that somebody was looked for, never what was found. What was
 * answered before counts as a search for everybody of the referral.
 */
const SEARCHED = `
  alter table research.requests add searched uuid[] not null default '{}';
  update research.requests q
     set searched = (select array[r.victim_id] || r.perpetrator_ids || r.child_ids
                       from meetings.agenda_items i join referrals.referrals r on r.id = i.referral_id where i.id = q.agenda_item_id)
   where q.answered_at is not null;

  -- the day moves with the meeting, by the system; what an agency answered is the agency's alone
  alter policy answered_by_the_agency on research.requests using (
    (select access.is_system()) or agency_id = any ((select access.grantees())::uuid[]));
  create function research.answers_are_the_agencys() returns trigger language plpgsql as $$
  begin
    if access.is_system() and (new.status, new.answered_at, new.searched) is distinct from (old.status, old.answered_at, old.searched) then
      raise exception 'research is answered by the agency that was asked';
    end if;
    return new;
  end $$;
  create trigger answers_are_the_agencys before update on research.requests
    for each row execute function research.answers_are_the_agencys();
`;

/** As research.workspaces: nobody outside the agency, and not the system either. */
const FINDINGS = `
  create table research.findings (
    id                uuid primary key,
    request_id        uuid not null references research.requests,
    person_id         uuid not null references persons.persons,
    case_id           uuid not null,
    marac_id          uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id         uuid not null references maracs.agencies,
    -- the person's own, so that whoever may not see a child finds nothing of the search for it
    label             text not null check (label in ('IDENTITY', 'PERPETRATOR', 'CHILD')),
    known             text not null check (known in ('NOT_YET_SEARCHED', 'NOT_KNOWN', 'KNOWN')),
    facts             text not null default '',
    opinion           text not null default '',
    proposed_actions  text not null default '',
    withheld          text not null default '',
    withheld_because  text not null default '',
    written_by        uuid not null references identity.users,
    version           int not null default 1,
    constraint person_is_searched_once unique (request_id, person_id),
    check (withheld = '' or withheld_because <> ''),
    check (known = 'KNOWN' or facts || opinion || withheld = '')
  );
  create index findings_by_case on research.findings (case_id);
  select access.guard_table('research.findings', '"label"');
  create policy own_agency_alone on research.findings as restrictive using (
    agency_id = any ((select access.grantees())::uuid[])
    and marac_id = any ((select access.holds('{AGENCY_REPRESENTATIVE,IDVA}'))::uuid[]));

  create function research.tell_searched() returns trigger language plpgsql as $$
  begin
    update research.requests q
       set searched = case when new.known = 'NOT_YET_SEARCHED' then array_remove(q.searched, new.person_id)
                           when new.person_id = any (q.searched) then q.searched else q.searched || new.person_id end
     where q.id = new.request_id and q.case_id = new.case_id and q.agency_id = new.agency_id;
    if not found then raise exception 'the request that this answers is out of reach'; end if;
    return null;
  end $$;
  create trigger tell_searched after insert or update on research.findings for each row execute function research.tell_searched();

  -- a snippet says whom it is about and which part of the search it was taken from; none for what was written as such
  alter table research.shared_information
    add person_id uuid references persons.persons,
    add from_part text check (from_part in ('FACTS', 'OPINION', 'PROPOSED_ACTIONS')),
    add check (num_nonnulls(person_id, from_part) in (0, 2));
`;

/**
 * One row for each agency that owes something to a meeting: reminders go by meeting, not by case. For the system's eyes, since a
 * row would tell who may not know it that there is a case.
 */
const CHASERS = `
  create table research.chasers (
    id          uuid primary key,
    meeting_id  uuid not null references meetings.meetings,
    marac_id    uuid not null references maracs.maracs,
    agency_id   uuid not null references maracs.agencies,
    due_on      date not null,
    constraint agency_is_chased_once unique (meeting_id, agency_id)
  );
  alter table research.chasers enable row level security;
  alter table research.chasers force row level security;
  create policy by_the_system on research.chasers using ((select access.is_system()));

  create table research.chases (
    id         uuid primary key,
    chaser_id  uuid not null references research.chasers,
    step       text not null check (step in ('EVE', 'DUE', 'AFTER')),
    due_on     date not null,
    raised_at  timestamptz not null default clock_timestamp(),
    constraint chased_once unique (chaser_id, step, due_on)
  );
  alter table research.chases enable row level security;
  alter table research.chases force row level security;
  create policy by_the_system on research.chases using ((select access.is_system()));

  -- who answers for an agency when its representatives do not: told last
  create table research.managers (
    id         uuid primary key,
    marac_id   uuid not null references maracs.maracs,
    agency_id  uuid not null references maracs.agencies,
    user_id    uuid not null references identity.users,
    named_by   text not null,
    named_at   timestamptz not null default now(),
    version    int not null default 1,
    constraint one_manager_an_agency unique (marac_id, agency_id)
  );
  alter table research.managers enable row level security;
  alter table research.managers force row level security;
  create policy members_read on research.managers for select using (
    (select access.is_system()) or marac_id = any ((select access.member_of())::uuid[]));
  create policy named_by_overseers on research.managers for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy changed_by_overseers on research.managers for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
`;

const GRANTS = `
  grant update (due_on, searched) on research.requests to marac_app;
  grant select, insert, update on research.findings, research.managers to marac_app;
  grant select, insert, update (due_on) on research.chasers to marac_app;
  grant select, insert on research.chases, transfers.parts, transfers.handovers, transfers.chases to marac_app;
  grant update (acknowledged_at, left_on, arrived_on, heard_there_on) on transfers.transfers to marac_app;
  grant update (acknowledged_at, left_on, arrived_on, new_case_id, count_as, rule_says, because, rule_version, flag_set_on, flag_expires_on,
                received_at, received_by) on transfers.incoming to marac_app;
  grant execute on all functions in schema research, transfers to marac_app;
`;
