import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DECLARATIONS, GUESTS } from './0019-research-meetings.js';
import { TRANSFERRED, TRANSFERS, VISITED } from './0019-research-transfers.js';

/**
 * The sharing decisions of the meeting cycle: who is invited to which case, what each agency found in its own records (for itself
 * alone), what it shares with the meeting, who is a guest of one slot, who declared confidentiality, and which cases move to
 * another area.
 */
export class Research0019 implements MigrationInterface {
  name = 'Research1790000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query(HOLDS);
    await db.query(DECLARATIONS);
    await db.query(GUESTS);
    await db.query(RESEARCH);
    await db.query(WORKSPACES);
    await db.query(SHARED);
    await db.query(TRANSFERS);
    await db.query(TRANSFERRED);
    for (const [table, label, column] of VISITED) await db.query(visiting(table, label, column));
    await db.query(GRANTS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** What came by transfer is shown by its own policy, if the table is there, so that no other grant adds to the package. */
const visiting = (table: string, label: string, column: string) => `
  do $$ begin if to_regclass('${table}') is not null then perform transfers.let_visit('${table}', '${label}', '${column}'); end if; end $$`;

/** Roles count in the MARAC in which they are held, and only while the agency's signature is in force. */
const HOLDS = `
  create function access.holds(wanted text[]) returns uuid[] language sql stable parallel safe as
    $$ select coalesce(array_agg(r.marac_id), '{}') from identity.user_roles r
        where r.user_id = access.reader() and r.role = any (wanted) and r.marac_id = any (access.member_of()) $$;
`;

const RESEARCH = `
  create schema research;

  -- Agencies needed for a case, chosen by hand: without a row the rules of the area say which
  create table research.invitations (
    id          uuid primary key references meetings.agenda_items,
    case_id     uuid not null,
    marac_id    uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_ids  uuid[] not null check (cardinality(agency_ids) > 0),
    reason      text not null check (reason <> ''),
    decided_by  text not null,
    version     int not null default 1
  );
  select access.guard_table('research.invitations', 'IDENTITY');
  create policy overseers on research.invitations as restrictive using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

  -- That an agency was asked, and how far it is: all that anybody outside it learns of its research
  create table research.requests (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    meeting_id      uuid not null references meetings.meetings,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id       uuid not null references maracs.agencies,
    status          text not null default 'NOT_STARTED' check (status in
                      ('NOT_STARTED', 'IN_PROGRESS', 'NOT_KNOWN_TO_US', 'RETURNED', 'LATE', 'WITHHELD_WITH_REASON')),
    due_on          date not null,
    asked_by        text not null,
    asked_at        timestamptz not null default now(),
    answered_at     timestamptz,
    constraint agency_is_asked_once unique (agenda_item_id, agency_id),
    check ((answered_at is null) = (status in ('NOT_STARTED', 'IN_PROGRESS')))
  );
  create index requests_by_meeting on research.requests (meeting_id, agency_id);
  create index requests_by_case on research.requests (case_id);
  select access.guard_table('research.requests', 'IDENTITY');
  create policy asked_or_overseer on research.requests as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or agency_id = any ((select access.grantees())::uuid[]));
  create policy asked_by_overseer on research.requests as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy answered_by_the_agency on research.requests as restrictive for update using (
    agency_id = any ((select access.grantees())::uuid[]));
`;

/**
 * What an agency found. Nobody outside it reads this: no coordinator, no chair, and not the system either (no is_system() below),
 * so that no job, report or mistake of ours can pool it. Within the agency: whoever represents it, not whoever works there.
 */
const WORKSPACES = `
  create table research.workspaces (
    id                    uuid primary key references research.requests,
    case_id               uuid not null,
    marac_id              uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id             uuid not null references maracs.agencies,
    status                text not null,
    systems_searched      text[] not null default '{}',
    searched_from         date,
    searched_to           date check (searched_to >= searched_from),
    known                 boolean,
    last_contact_on       date,
    current_involvement   text not null default '',
    facts                 text not null default '',
    professional_opinion  text not null default '',
    actions_taken         text not null default '',
    proposed_actions      text not null default '',
    withheld              text not null default '',
    withheld_because      text not null default '',
    victim_contacted      boolean not null default false,
    written_by            uuid not null references identity.users,
    begun_at              timestamptz not null default now(),
    version               int not null default 1,
    check (status <> 'WITHHELD_WITH_REASON' or withheld_because <> ''),
    check (withheld = '' or withheld_because <> '')
  );
  create index workspaces_by_case on research.workspaces (case_id);
  select access.guard_table('research.workspaces', 'IDENTITY');
  create policy own_agency_alone on research.workspaces as restrictive using (
    agency_id = any ((select access.grantees())::uuid[])
    and marac_id = any ((select access.holds('{AGENCY_REPRESENTATIVE,IDVA}'))::uuid[]));

  create function research.tell_status() returns trigger language plpgsql as $$
  begin
    update research.requests r set status = new.status,
           answered_at = case when new.status = 'IN_PROGRESS' then null else coalesce(r.answered_at, now()) end
     where r.id = new.id and r.case_id = new.case_id and r.agency_id = new.agency_id;
    if not found then raise exception 'the request that this answers is out of reach'; end if;
    return null;
  end $$;
  create trigger tell_status after insert or update on research.workspaces for each row execute function research.tell_status();
`;

/**
 * What an agency shares with the meeting on purpose. Its own people, coordinators and chairs read it at once; IDVAs once they
 * declared confidentiality; the others to whom the case was circulated from the day of the meeting on, and once they declared it.
 */
const SHARED = `
  create table research.shared_information (
    id                 uuid primary key,
    agenda_item_id     uuid not null references meetings.agenda_items,
    meeting_id         uuid not null references meetings.meetings,
    case_id            uuid not null,
    marac_id           uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agency_id          uuid not null references maracs.agencies,
    given_by           uuid not null references identity.users,
    given_at           timestamptz not null default now(),
    nature             text not null check (nature in ('FACT', 'OPINION')),
    text               text not null check (text <> ''),
    purpose            text not null check (purpose <> ''),
    marking            text not null check (marking in ('OFFICIAL', 'OFFICIAL_SENSITIVE')),
    caveats            text[] not null check (caveats <@ '{THIRD_PARTY,POLICE_INTEL,CHILD,LEGAL_PRIVILEGE,HBA_RESTRICTED}'),
    -- addresses have a place of their own: nothing here is CONTACT or LOCATION_SAFE
    label              text not null check (label in ('IDENTITY', 'PERPETRATOR', 'CHILD', 'HEALTH', 'INTELLIGENCE')),
    withdrawn_at       timestamptz,
    withdrawn_by       uuid references identity.users,
    withdrawn_because  text,
    check (label = 'INTELLIGENCE' or not 'POLICE_INTEL' = any (caveats)),
    check (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_because) in (0, 3))
  );
  create index shared_information_by_item on research.shared_information (agenda_item_id, id);
  create index shared_information_by_case on research.shared_information (case_id);
  alter table research.shared_information enable row level security;
  alter table research.shared_information force row level security;

  create function research.own(to_case uuid, of_marac uuid, of_agency uuid) returns boolean language plpgsql stable as $$
  begin
    return coalesce(to_case <> all (access.excluded()) and of_marac = any (access.member_of()) and of_agency = any (access.grantees()), false)
      and exists (select from access.grants g
                   where g.case_id = to_case and g.grantee_id = of_agency and g.origin not in ('GUEST', 'TRANSFER')
                     and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and 'IDENTITY' = any (g.labels));
  end $$;
  create policy at_the_table on research.shared_information for select using (
    (select access.is_system()) or (case_id <> all ((select access.excluded())::uuid[]) and (
      marac_id = any ((select access.standing())::uuid[])
      or research.own(case_id, marac_id, agency_id)
      or (marac_id = any ((select access.member_of())::uuid[]) and meeting_id = any ((select meetings.declared())::uuid[]) and exists (
            select from access.grants g
             where g.case_id = shared_information.case_id and g.grantee_id = any (access.grantees_in(shared_information.marac_id))
               and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and shared_information.label = any (g.labels)
               and (shared_information.marac_id = any ((select access.holds('{IDVA}'))::uuid[])
                    or (g.origin = 'CIRCULATION' and g.origin_id = shared_information.meeting_id
                        and shared_information.meeting_id = any ((select meetings.begun())::uuid[]))))))));
  create policy given_by_the_agency on research.shared_information for insert with check (
    (select access.is_system()) or research.own(case_id, marac_id, agency_id));
  create policy withdrawn_by_the_agency on research.shared_information for update using (
    (select access.is_system()) or research.own(case_id, marac_id, agency_id));
`;

const GRANTS = `
  grant usage on schema research, transfers to marac_app;
  grant select, insert on meetings.declarations, meetings.guests to marac_app;
  grant update (starts_at, ends_at, ended_at, ended_because) on meetings.guests to marac_app;
  grant select, insert, update on research.invitations, research.workspaces to marac_app;
  grant select, insert, update (status, answered_at) on research.requests to marac_app;
  -- what was shared stands in the record: it may be withdrawn, never rewritten
  grant select, insert, update (withdrawn_at, withdrawn_by, withdrawn_because) on research.shared_information to marac_app;
  grant select, insert, update (status, decided_at, decided_because) on transfers.transfers to marac_app;
  grant select, insert on transfers.destinations to marac_app;
  grant select, insert, update (status, decided_by, decided_at) on transfers.incoming to marac_app;
  grant execute on all functions in schema access, meetings, research, transfers to marac_app;
  revoke execute on function access.guard_table, transfers.let_visit from public, marac_app;
`;
