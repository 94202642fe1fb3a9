import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ladders: who is told, and when, of everything that is owed by a time; pauses of actions; and the roles that stand above an agency's
 * representatives.
 */
export class Ladders0036 implements MigrationInterface {
  name = 'Ladders1790000000036';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(LADDERS);
    await db.query(RUNGS);
    await db.query(ACTIONS);
    await db.query(ROLES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** What climbs at all would tell who may not know it that there is a case: for the system's eyes. */
const LADDERS = `
  create schema alerts;
  grant usage on schema alerts to marac_app;

  create table alerts.ladders (
    id          uuid primary key,
    kind        text not null check (kind ~ '^[a-z][a-z-]{2,29}$'),
    subject_id  uuid not null,
    agency_id   uuid references maracs.agencies,
    marac_id    uuid not null references maracs.maracs,
    about_case  uuid,
    foreign key (about_case, marac_id) references access.cases (id, marac_id),
    ladder      text not null check (ladder ~ '^[a-zA-Z]{3,40}$'),
    epoch       int not null,
    due_at      timestamptz not null,
    -- when it began, or got the due moment it has: what passed before is not raised
    since       timestamptz not null,
    -- rungs raised for this due moment, and for when the last of them was planned
    raised      text[] not null default '{}',
    last_at     timestamptz,
    -- null: nothing comes any more, or a pause without an end keeps it back
    next_at     timestamptz,
    ended_at    timestamptz,
    check (ended_at is null or next_at is null)
  );
  create index ladders_next on alerts.ladders (next_at) where ended_at is null and next_at is not null;
  create index ladders_running on alerts.ladders (marac_id, id) where ended_at is null;
  alter table alerts.ladders enable row level security;
  alter table alerts.ladders force row level security;
  create policy by_the_system on alerts.ladders using ((select access.is_system()));

  -- by which rules and closed days the ladders of an area were last counted
  create table alerts.areas (
    marac_id    uuid primary key references maracs.maracs,
    counted_by  text not null
  );
  alter table alerts.areas enable row level security;
  alter table alerts.areas force row level security;
  create policy by_the_system on alerts.areas using ((select access.is_system()));
  grant select, insert, update on alerts.ladders, alerts.areas to marac_app;
`;

const RUNG = `
    id           uuid primary key,
    ladder_id    uuid not null,
    kind         text not null check (kind ~ '^[a-z][a-z-]{2,29}$'),
    subject_id   uuid not null,
    agency_id    uuid references maracs.agencies,
    marac_id     uuid not null references maracs.maracs,
    epoch        int not null,
    rung         text not null check (rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DH])$'),
    step         text not null check (step in ('BEFORE', 'DUE', 'AFTER')),
    tells        text[] not null check (cardinality(tells) > 0),
    urgent       boolean not null,
    passed_over  text[] not null,
    due_at       timestamptz not null,
    planned_at   timestamptz not null,
    raised_at    timestamptz not null default clock_timestamp()`;

/**
 * A rung of a case is filed on the case: for who oversees it, for the agency that owes it while the case is shared with it, and of actions
 * for IDVAs. What concerns no case is for the system's eyes, and told by notices.
 */
const RUNGS = `
  create table alerts.rungs (${RUNG},
    case_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    constraint rung_once unique (ladder_id, epoch, rung)
  );
  create index rungs_by_case on alerts.rungs (case_id, id);
  select access.guard_table('alerts.rungs', 'IDENTITY');
  create policy for_who_oversees_or_owes on alerts.rungs as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or agency_id = any ((select access.grantees())::uuid[])
    or kind = 'action' and marac_id = any (access.holds('{IDVA}')));
  create policy raised_by_the_clock on alerts.rungs as restrictive for insert with check ((select access.is_system()));

  create table alerts.area_rungs (${RUNG},
    constraint area_rung_once unique (ladder_id, epoch, rung)
  );
  alter table alerts.area_rungs enable row level security;
  alter table alerts.area_rungs force row level security;
  create policy by_the_system on alerts.area_rungs using ((select access.is_system()));
  grant select, insert on alerts.rungs, alerts.area_rungs to marac_app;
`;

const ACTIONS = `
  -- each rung is filed on the case; those before are all of the moment it became overdue
  alter table actions.alerts
    drop constraint alerts_kind_check,
    add constraint alerts_kind_check check (kind in ('BEFORE', 'DUE', 'OVERDUE', 'ESCALATED')),
    add rung text not null default 'AFTER-0D' check (rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DH])$'),
    add tells text[] not null default '{REPRESENTATIVE,COORDINATOR}' check (cardinality(tells) > 0),
    drop constraint alert_once,
    add constraint alert_once unique (action_id, epoch, rung);

  create table actions.pauses (
    id          uuid primary key,
    action_id   uuid not null references actions.actions,
    case_id     uuid not null,
    marac_id    uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    reason      text not null check (reason in ('VICTIM_ASKED_TO_WAIT', 'UNSAFE', 'OTHER')),
    note        text not null default '' check (reason <> 'OTHER' or note <> ''),
    paused_at   timestamptz not null default clock_timestamp(),
    paused_by   text not null,
    until       timestamptz not null,
    ended_at    timestamptz,
    ended_by    text,
    check (until > paused_at),
    check (num_nonnulls(ended_at, ended_by) in (0, 2))
  );
  create unique index action_is_paused_once on actions.pauses (action_id) where ended_at is null;
  create index pauses_by_action on actions.pauses (action_id, id);
  create index pauses_by_case on actions.pauses (case_id);
  select access.guard_table('actions.pauses', 'IDENTITY');
  create policy with_the_action on actions.pauses as restrictive for select using (
    exists (select from actions.actions a where a.id = actions.pauses.action_id));
  create policy by_overseer_or_owner on actions.pauses as restrictive for insert with check (
    exists (select from actions.actions a where a.id = actions.pauses.action_id and (
      (select access.is_system()) or a.marac_id = any ((select access.standing())::uuid[])
      or a.owner_agency_id = any ((select access.grantees())::uuid[]))));
  grant select, insert on actions.pauses to marac_app;
  grant update (ended_at, ended_by) on actions.pauses to marac_app;
`;

/** A manager acts for the agency, as its representatives do; a strategic lead and a steering group see no case. */
const ROLES = `
  alter table identity.user_roles drop constraint user_roles_role_check,
    add constraint user_roles_role_check check (role in ('COORDINATOR', 'CHAIR', 'ADMINISTRATOR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER',
      'AUDITOR', 'ANALYST', 'OBSERVER', 'AGENCY_MANAGER', 'STRATEGIC_LEAD', 'STEERING_GROUP'));

  do $do$
  declare
    before text := pg_get_functiondef('platform.enter(text, boolean, boolean)'::regprocedure);
    after text := replace(before, '''AGENCY_REPRESENTATIVE'', ''IDVA'', ''REFERRER''', '''AGENCY_REPRESENTATIVE'', ''AGENCY_MANAGER'', ''IDVA'', ''REFERRER''');
  begin
    if after = before then raise exception 'who acts for an agency is said elsewhere'; end if;
    execute after;
  end $do$;
`;
