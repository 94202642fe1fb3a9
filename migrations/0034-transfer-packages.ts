/**
 * What goes along with a transfer, as the old area chose and signed it; what becomes of it there. Where to stands in
 * transfers.destinations and in what the new area sees, as before: nothing below joins the case to it.
 */
export const PACKAGES = `
  alter table transfers.transfers
    drop constraint transfers_status_check, drop constraint transfers_check1,
    add constraint transfers_status_check check (status in ('OFFERED', 'ACKNOWLEDGED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
    add constraint decided_once check ((decided_at is null) = (status in ('OFFERED', 'ACKNOWLEDGED'))),
    add acknowledged_at timestamptz,
    -- of the canonical form of the package: what was offered before has none
    add signature bytea,
    add agreed_because text,
    -- when the victim's IDVA here, and the one there, confirmed that she was handed over
    add left_on date,
    add arrived_on date,
    -- all that the old area learns of what became of the case: a date
    add heard_there_on date;
  drop index transfers.case_is_on_offer;
  create unique index case_is_on_offer on transfers.transfers (case_id) where status in ('OFFERED', 'ACKNOWLEDGED');

  create table transfers.parts (
    id           uuid primary key,
    transfer_id  uuid not null references transfers.transfers,
    case_id      uuid not null,
    marac_id     uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    part         text not null check (part in ('HEARINGS', 'ACTIONS', 'ASSESSMENTS', 'ANSWERS', 'FLAGS', 'SHARED_INFORMATION')),
    content      text not null,
    constraint part_goes_once unique (transfer_id, part)
  );
  create index parts_by_case on transfers.parts (case_id);
  select access.guard_table('transfers.parts', 'IDENTITY', 'case_id', true);
  create policy overseers_and_new_area on transfers.parts as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]) or (case_id = any (access.brought()) and transfers.shared(case_id, 'IDENTITY')));
  create policy chosen_by_coordinators on transfers.parts as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.coordinates())::uuid[]));

  alter table transfers.incoming
    drop constraint incoming_status_check,
    add constraint incoming_status_check check (status in ('OFFERED', 'ACKNOWLEDGED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')),
    add acknowledged_at timestamptz,
    add left_on date,
    add arrived_on date,
    -- the record that the new area has of its own, and how it counts there
    add new_case_id uuid,
    add foreign key (new_case_id, to_marac_id) references access.cases (id, marac_id),
    add count_as text check (count_as in ('NEW', 'REPEAT')),
    add rule_says text check (rule_says in ('NEW', 'REPEAT')),
    add because text,
    add rule_version int,
    -- the flag of the old area, handed over: there it runs on as it did
    add flag_set_on date,
    add flag_expires_on date,
    add received_at timestamptz,
    add received_by text,
    add constraint received_whole check (num_nonnulls(new_case_id, count_as, rule_says, rule_version, received_at, received_by) in (0, 6));
  create index incoming_by_new_case on transfers.incoming (new_case_id) where new_case_id is not null;

  -- which IDVA confirmed the handover: each area finds its own
  create table transfers.handovers (
    id            uuid primary key,
    transfer_id   uuid not null references transfers.incoming,
    side          text not null check (side in ('LEAVING', 'ARRIVING')),
    marac_id      uuid not null references maracs.maracs,
    user_id       uuid not null references identity.users,
    spoke_on      date not null,
    confirmed_at  timestamptz not null default now(),
    constraint side_confirms_once unique (transfer_id, side)
  );
  alter table transfers.handovers enable row level security;
  alter table transfers.handovers force row level security;
  create policy own_side on transfers.handovers for select using (
    (select access.is_system()) or marac_id = any ((select access.holds('{IDVA,COORDINATOR}'))::uuid[]));
  create policy by_the_system on transfers.handovers for insert with check ((select access.is_system()));

  -- who was reminded of a transfer that nobody answers or takes up. For the system's eyes
  create table transfers.chases (
    id           uuid primary key,
    transfer_id  uuid not null references transfers.incoming,
    step         text not null check (step in ('UNANSWERED', 'STILL_UNANSWERED', 'NOT_TAKEN_UP')),
    raised_at    timestamptz not null default clock_timestamp(),
    constraint transfer_is_chased_once unique (transfer_id, step)
  );
  alter table transfers.chases enable row level security;
  alter table transfers.chases force row level security;
  create policy by_the_system on transfers.chases using ((select access.is_system()));

  -- the agenda marks where a case came from (MARAC-to-MARAC guidance)
  alter table meetings.agenda_items add came_from_marac_id uuid references maracs.maracs;
`;
