import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The whole life of an action: proposed by somebody who knows the case, asked of an agency that was not there, accepted or declined,
 * handed on with its history, ended with what came of it, and followed by another. Who sees them stays as it was: the agency that
 * carries an action out, the IDVAs, the coordinators and the chairs.
 */
export class ActionLifecycle0035 implements MigrationInterface {
  name = 'ActionLifecycle1790000000035';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(ACTIONS);
    await db.query(REQUESTS);
    await db.query(REASSIGNMENTS);
    await db.query(PROPOSALS);
    await db.query(IMPORTED);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const CASE = `
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),`;

/** What was closed before nobody was asked whether it worked. */
const ACTIONS = `
  alter table actions.actions
    drop constraint actions_status_check,
    add constraint actions_status_check check (status in ('REQUESTED', 'DECLINED', 'AGREED', 'IN_PROGRESS', 'CLOSED')),
    add follows_id uuid references actions.actions,
    add worked text check (worked in ('YES', 'PARTLY', 'NO', 'UNKNOWN')),
    -- earlier actions that were the same, at which somebody looked before it was agreed again
    add looked_at uuid[] not null default '{}';
  update actions.actions set worked = 'UNKNOWN' where status = 'CLOSED';
  alter table actions.actions add constraint action_says_whether_it_worked check (worked is null or status = 'CLOSED');
  create index actions_by_earlier on actions.actions (follows_id) where follows_id is not null;
`;

/** What an agency that was not there is asked to do. The action itself alerts when it is due, accepted or not. */
const REQUESTS = `
  create table actions.requests (
    id              uuid primary key,
    action_id       uuid not null references actions.actions,
    ${CASE}
    agency_id       uuid not null references maracs.agencies,
    asked_by        text not null,
    asked_at        timestamptz not null default now(),
    answer_by       timestamptz not null,
    rule_version    int not null,
    -- WITHDRAWN: the action was closed or handed on meanwhile
    answer          text check (answer in ('ACCEPTED', 'DECLINED', 'WITHDRAWN')),
    reason          text not null default '',
    answered_by     text,
    answered_at     timestamptz,
    -- when coordinators and chairs were told that nobody answered
    told_at         timestamptz,
    check (num_nonnulls(answer, answered_by, answered_at) in (0, 3)),
    check (answer <> 'DECLINED' or reason <> '')
  );
  create unique index action_is_asked_once on actions.requests (action_id) where answer is null;
  create index requests_by_case on actions.requests (case_id);
  create index requests_by_action on actions.requests (action_id, id);
  create index requests_unanswered on actions.requests (answer_by) where answer is null and told_at is null;

  select access.guard_table('actions.requests', 'IDENTITY');
  create policy with_the_action on actions.requests as restrictive for select using (
    exists (select from actions.actions a where a.id = actions.requests.action_id));
  create policy asked_with_standing on actions.requests as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy answered_by_owner on actions.requests as restrictive for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or agency_id = any ((select access.grantees())::uuid[]));
  grant select, insert on actions.requests to marac_app;
  grant update (answer, reason, answered_by, answered_at, told_at) on actions.requests to marac_app;
`;

const REASSIGNMENTS = `
  create table actions.reassignments (
    id              uuid primary key,
    action_id       uuid not null references actions.actions,
    ${CASE}
    from_agency_id  uuid not null references maracs.agencies,
    from_user_id    uuid references identity.users,
    from_post       text not null default '',
    to_agency_id    uuid not null references maracs.agencies,
    to_user_id      uuid references identity.users,
    to_post         text not null default '',
    reason          text not null check (reason <> ''),
    made_by         text not null,
    made_at         timestamptz not null default now()
  );
  create index reassignments_by_case on actions.reassignments (case_id);
  create index reassignments_by_action on actions.reassignments (action_id, id);

  select access.guard_table('actions.reassignments', 'IDENTITY');
  create policy with_the_action on actions.reassignments as restrictive for select using (
    exists (select from actions.actions a where a.id = actions.reassignments.action_id));
  -- to another agency: whoever oversees the case; within one, to another person: the agency itself
  create policy made_by on actions.reassignments as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or (from_agency_id = to_agency_id and from_agency_id = any ((select access.grantees())::uuid[])));
  grant select, insert on actions.reassignments to marac_app;
`;

/** What somebody thinks should be done, before an agency agrees to it. No clock runs for it, and it counts among no actions. */
const PROPOSALS = `
  create table actions.proposals (
    id              uuid primary key,
    ${CASE}
    catalogue_code  text,
    text            text not null check (text <> ''),
    risk_addressed  text not null default '',
    target          text not null check (target in ('VICTIM', 'CHILD', 'PERPETRATOR', 'PROFESSIONAL_SAFETY')),
    -- who should do it
    agency_id       uuid not null references maracs.agencies,
    post            text not null default '',
    due_on          date,
    because         text not null default '',
    status          text not null check (status in ('PROPOSED', 'AGREED', 'TURNED_DOWN')),
    action_id       uuid references actions.actions,
    answer          text not null default '',
    answered_by     text,
    answered_at     timestamptz,
    proposed_by     text not null,
    by_agency_id    uuid not null references maracs.agencies,
    proposed_at     timestamptz not null default now(),
    version         int not null default 1,
    check ((status = 'AGREED') = (action_id is not null)),
    check (num_nonnulls(answered_by, answered_at) = case status when 'PROPOSED' then 0 else 2 end),
    check (status <> 'TURNED_DOWN' or answer <> '')
  );
  create index proposals_by_case on actions.proposals (case_id, id);

  select access.guard_table('actions.proposals', 'IDENTITY');
  create policy proposer_or_overseer on actions.proposals as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or by_agency_id = any ((select access.grantees())::uuid[]) or agency_id = any ((select access.grantees())::uuid[])
    or marac_id = any ((select actions.idva_in())::uuid[]));
  create policy for_the_own_agency on actions.proposals as restrictive for insert with check (
    (select access.is_system()) or by_agency_id = any ((select access.grantees())::uuid[]));
  create policy answered_with_standing on actions.proposals as restrictive for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  grant select, insert on actions.proposals to marac_app;
  grant update (status, action_id, answer, answered_by, answered_at, version) on actions.proposals to marac_app;
`;

/** Rows of files that were carried out, as keyed prints: the same row of the same person again changes nothing. */
const IMPORTED = `
  create table actions.imported_rows (
    id              uuid primary key,
    action_id       uuid not null references actions.actions,
    user_id         uuid not null references identity.users,
    print           bytea not null,
    imported_at     timestamptz not null default now(),
    constraint row_is_imported_once unique (user_id, action_id, print)
  );
  alter table actions.imported_rows enable row level security;
  alter table actions.imported_rows force row level security;
  create policy own on actions.imported_rows for select using ((select access.is_system()) or user_id = (select access.reader()));
  create policy adds_own on actions.imported_rows for insert with check ((select access.is_system()) or user_id = (select access.reader()));
  grant select, insert on actions.imported_rows to marac_app;
`;
