import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What agencies agreed to do about a case, by when, and whether they did. Whoever may open the case sees that there are actions
 * (actions.summaries); what they say is seen by the agency that owns the action, the IDVAs, the coordinators and the chairs.
 */
export class Actions0011 implements MigrationInterface {
  name = 'Actions1790000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(SUMMARIES);
    await db.query(GUARDS);
    await db.query(`
      grant usage on schema actions to marac_app;
      grant select, insert, update on actions.actions to marac_app;
      grant select, insert on actions.updates, actions.alerts, actions.summaries to marac_app;
      grant update (due_at, open) on actions.summaries to marac_app;
      grant execute on all functions in schema actions to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const TABLES = `
  create schema actions;

  create table actions.actions (
    id                  uuid primary key,
    case_id             uuid not null,
    marac_id            uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    agenda_item_id      uuid,
    catalogue_code      text,
    text                text not null check (text <> ''),
    risk_addressed      text not null default '',
    target              text not null check (target in ('VICTIM', 'CHILD', 'PERPETRATOR', 'PROFESSIONAL_SAFETY')),
    owner_agency_id     uuid not null references maracs.agencies,
    owner_user_id       uuid references identity.users,
    owner_post          text not null default '',
    set_on              date not null,
    due_on              date not null check (due_on >= set_on),
    due_at              timestamptz not null,
    due_epoch           int not null default 1,
    status              text not null check (status in ('AGREED', 'IN_PROGRESS', 'CLOSED')),
    closure_reason      text check (closure_reason in ('COMPLETED', 'NOT_POSSIBLE_CIRCUMSTANCES', 'NOT_DONE_AGENCY', 'VICTIM_DECLINED',
                          'UNSAFE_TO_DO', 'SUPERSEDED', 'TRANSFERRED_AREA', 'DECEASED', 'DUPLICATE')),
    outcome             text not null default '',
    risk_effect         text check (risk_effect in ('REDUCED', 'SAME', 'INCREASED', 'UNKNOWN')),
    victim_may_be_told  boolean,
    closed_on           date,
    closed_by           text,
    created_by          text not null,
    created_at          timestamptz not null default now(),
    version             int not null default 1,
    constraint action_is_closed_whole check (
      num_nonnulls(closure_reason, risk_effect, victim_may_be_told, closed_on, closed_by) = case status when 'CLOSED' then 5 else 0 end)
  );
  create index actions_by_case on actions.actions (case_id);
  create index actions_by_marac on actions.actions (marac_id, due_at, id);
  create index actions_by_owner on actions.actions (owner_agency_id, due_at, id);
  create index actions_open_by_due on actions.actions (due_at) where status <> 'CLOSED';

  create table actions.updates (
    id          uuid primary key,
    action_id   uuid not null references actions.actions,
    case_id     uuid not null,
    marac_id    uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    note        text not null check (note <> ''),
    made_by     text not null,
    user_id     uuid references identity.users,
    agency_id   uuid references maracs.agencies,
    made_at     timestamptz not null default now()
  );
  create index updates_by_action on actions.updates (action_id, id);

  create table actions.alerts (
    id          uuid primary key,
    action_id   uuid not null references actions.actions,
    case_id     uuid not null,
    marac_id    uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    kind        text not null check (kind in ('OVERDUE')),
    epoch       int not null,
    raised_at   timestamptz not null default clock_timestamp(),
    constraint alert_once unique (action_id, kind, epoch)
  );
`;

/** Kept by the database itself, so that no writer can forget it and a write whose summary is out of reach fails loudly. */
const SUMMARIES = `
  create table actions.summaries (
    id        uuid primary key references actions.actions,
    case_id   uuid not null,
    marac_id  uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    target    text not null,
    due_at    timestamptz not null,
    open      boolean not null
  );
  create index summaries_by_case on actions.summaries (case_id, open, due_at);

  create function actions.summarise() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into actions.summaries (id, case_id, marac_id, target, due_at, open)
      values (new.id, new.case_id, new.marac_id, new.target, new.due_at, new.status <> 'CLOSED');
    elsif (new.due_at, new.status) is distinct from (old.due_at, old.status) then
      update actions.summaries s set due_at = new.due_at, open = new.status <> 'CLOSED' where s.id = new.id;
      if not found then raise exception 'the summary of an action is out of reach'; end if;
    end if;
    return null;
  end $$;
  create trigger summarise after insert or update on actions.actions for each row execute function actions.summarise();
`;

/** The one predicate opens the case; the restrictive policies narrow what an action says to those who carry it out or oversee it. */
const GUARDS = `
  create function actions.idva_in() returns uuid[] language sql stable parallel safe as
    $$ select coalesce(array_agg(r.marac_id), '{}') from identity.user_roles r
        where r.user_id = access.reader() and r.role = 'IDVA' and r.marac_id is not null $$;

  select access.guard_table('actions.summaries', 'IDENTITY');
  select access.guard_table('actions.actions', 'IDENTITY');
  create policy owner_or_overseer on actions.actions as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or owner_agency_id = any ((select access.grantees())::uuid[])
    or marac_id = any ((select actions.idva_in())::uuid[]));
  create policy owner_changes on actions.actions as restrictive for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or owner_agency_id = any ((select access.grantees())::uuid[]));
  create policy set_with_standing on actions.actions as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

  select access.guard_table('actions.updates', 'IDENTITY');
  create policy with_the_action on actions.updates as restrictive for select using (
    exists (select from actions.actions a where a.id = actions.updates.action_id));
  create policy by_owner on actions.updates as restrictive for insert with check (
    exists (select from actions.actions a where a.id = actions.updates.action_id and (
      (select access.is_system()) or a.marac_id = any ((select access.standing())::uuid[])
      or a.owner_agency_id = any ((select access.grantees())::uuid[]))));

  select access.guard_table('actions.alerts', 'IDENTITY');
  create policy with_the_action on actions.alerts as restrictive for select using (
    exists (select from actions.actions a where a.id = actions.alerts.action_id));
  create policy raised_by_the_clock on actions.alerts as restrictive for insert with check ((select access.is_system()));
`;
