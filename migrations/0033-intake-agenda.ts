import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How long a referral waits for its screening, what was decided on it, and appeals; and on the list of a meeting: cases that are listed
 * to mark files alone, cases deferred with a check on the victim meanwhile, and when guests can come.
 */
export class IntakeAgenda0033 implements MigrationInterface {
  name = 'IntakeAgenda1790000000033';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(REFERRALS);
    await db.query(CLOCKS);
    await db.query(STEPS);
    await db.query(AGENDA);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const REFERRALS = `
  alter table referrals.referrals
    drop constraint referrals_status_check,
    add constraint referrals_status_check check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN',
      'TRANSFERRED_OUT', 'DUPLICATE', 'REPEAT_NOTED')),
    -- places in the form that the referrer is to complete
    add return_fields text[] not null default '{}',
    -- questions of the form that have no answer, of those that an area may demand
    add unanswered text[] not null default '{}',
    -- keyed hashes of the answers: they tell which changed, and nothing of what they say
    add form_prints text[] not null default '{}',
    add emergency boolean not null default false,
    add signed_off_by text,
    add signed_off_at timestamptz,
    add constraint signed_off_by_another check (signed_off_by <> created_by),
    add check ((signed_off_by is null) = (signed_off_at is null));
`;

/** One for each referral that was submitted; it runs on while the referrer completes it, and stops when it is decided upon. */
const CLOCKS = `
  create table referrals.clocks (
    id            uuid primary key references referrals.referrals,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    received_at   timestamptz not null,
    limit_days    int not null check (limit_days > 0),
    rule_version  int not null,
    due_at        timestamptz not null,
    stopped_at    timestamptz,
    -- when the next alarm is raised; null once the last one was
    alarm_at      timestamptz,
    -- 1: the coordinators were told, 2: the chairs
    alarms        int not null default 0 check (alarms between 0 and 2),
    check (due_at >= received_at)
  );
  create index clocks_running on referrals.clocks (alarm_at) where stopped_at is null and alarm_at is not null;
  create index clocks_by_marac on referrals.clocks (marac_id, due_at, id) where stopped_at is null;
  create index clocks_by_case on referrals.clocks (case_id);
  select access.guard_table('referrals.clocks', 'IDENTITY');
  grant select, insert on referrals.clocks to marac_app;
  grant update (stopped_at, alarm_at, alarms, received_at, limit_days, rule_version, due_at) on referrals.clocks to marac_app;

  -- those who wait already are looked at at once
  insert into referrals.clocks (id, case_id, marac_id, received_at, limit_days, rule_version, due_at, alarm_at)
  select r.id, r.case_id, r.marac_id, r.created_at, 2, 0, r.created_at + interval '2 days', r.created_at + interval '2 days'
    from referrals.referrals r where r.status in ('SUBMITTED', 'RETURNED');
`;

const STEPS = `
  create table referrals.steps (
    id               uuid primary key,
    referral_id      uuid not null references referrals.referrals,
    case_id          uuid not null,
    marac_id         uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    step             text not null check (step in ('submit', 'edit', 'sign-off', 'accept', 'return', 'decline', 'withdraw', 'mark-duplicate',
                       'reopen', 'note-repeat', 'appeal', 'allow-appeal', 'dismiss-appeal')),
    -- names of questions, never answers: those that changed, or that are to be completed
    fields           text[] not null default '{}',
    code             text,
    note             text,
    weighed          text,
    onward_service   text,
    emergency        boolean not null default false,
    duplicate_of     uuid references referrals.referrals,
    rule_version     int not null,
    taken_by         text not null,
    taken_at         timestamptz not null default now(),
    check (step <> 'decline' or (code is not null and note is not null)),
    check (step not in ('return', 'withdraw', 'note-repeat', 'appeal', 'allow-appeal', 'dismiss-appeal') or note is not null)
  );
  create index steps_by_referral on referrals.steps (referral_id, id);
  create index steps_by_case on referrals.steps (case_id);
  select access.guard_table('referrals.steps', 'IDENTITY');
  grant select, insert on referrals.steps to marac_app;

  create table referrals.appeals (
    id            uuid primary key,
    referral_id   uuid not null references referrals.referrals,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    grounds       text not null,
    made_by       text not null,
    made_at       timestamptz not null default now(),
    declined_by   text not null,
    due_at        timestamptz not null,
    alarmed_at    timestamptz,
    outcome       text check (outcome in ('ALLOWED', 'DISMISSED')),
    reason        text,
    decided_by    text,
    decided_at    timestamptz,
    version       int not null default 1,
    constraint appealed_once unique (referral_id),
    check (num_nonnulls(outcome, reason, decided_by, decided_at) in (0, 4)),
    constraint decided_by_another check (decided_by <> all (array[declined_by, made_by]))
  );
  create index appeals_open on referrals.appeals (due_at) where outcome is null;
  create index appeals_by_case on referrals.appeals (case_id);
  select access.guard_table('referrals.appeals', 'IDENTITY');
  grant select, insert on referrals.appeals to marac_app;
  grant update (alarmed_at, outcome, reason, decided_by, decided_at, version) on referrals.appeals to marac_app;
`;

const AGENDA = `
  alter table meetings.agenda_items
    drop constraint agenda_items_minutes_check,
    -- on the list so that agencies mark their files, and not discussed
    add alert_only boolean not null default false,
    add alert_because text,
    -- the children's team that comes for it: its cases are heard one after the other
    add children_team text,
    -- why it was listed after the list went out
    add late_because text,
    -- not heard so often that the chair was told
    add escalated boolean not null default false,
    add constraint agenda_items_minutes_check check (minutes between 0 and 240 and (minutes = 0) = alert_only),
    add check (alert_only = (alert_because is not null));

  alter table meetings.guests
    add available_from timestamptz,
    add available_until timestamptz,
    add check (available_until > available_from);
  grant update (available_from, available_until) on meetings.guests to marac_app;

  create table meetings.deferrals (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    -- null: no meeting was planned, and the case waits among the unlisted
    to_meeting_id   uuid references meetings.meetings,
    reason          text not null,
    because         text not null,
    -- who looks after the victim until then, by when: an action like any other, overdue alerts and all
    action_id       uuid references actions.actions,
    decided_by      text not null,
    decided_at      timestamptz not null default now(),
    constraint deferred_once unique (agenda_item_id)
  );
  create index deferrals_by_case on meetings.deferrals (case_id);
  select access.guard_table('meetings.deferrals', 'IDENTITY');
  create policy overseers on meetings.deferrals as restrictive using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  grant select, insert on meetings.deferrals to marac_app;
`;
