/**
 * Minutes of a meeting: the head for everybody, and of each case a part for each kind of information, guarded by it. A version is
 * assembled by the system, so that a case from which whoever drafts is excluded is in it, and is not read by them. Parts are never changed.
 */
export const MINUTES = `
  create schema minutes;

  create table minutes.versions (
    id                uuid primary key,
    meeting_id        uuid not null references meetings.meetings,
    marac_id          uuid not null references maracs.maracs,
    number            int check (number > 0),
    status            text not null check (status in ('DRAFT', 'SUPERSEDED', 'APPROVED', 'RECALLED')),
    head              text not null,
    content_hash      text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    hash              text check (hash ~ '^[0-9a-f]{64}$'),
    reason            text not null default '',
    drafted_by        text not null,
    drafted_at        timestamptz not null default now(),
    approved_by       text,
    approved_at       timestamptz,
    recalled_by       text,
    recalled_at       timestamptz,
    recalled_because  text,
    version           int not null default 1,
    constraint minutes_number_is_taken unique (meeting_id, number),
    check (num_nonnulls(number, hash, approved_by, approved_at) in (0, 4)),
    check (num_nonnulls(recalled_by, recalled_at, recalled_because) in (0, 3)),
    check (status not in ('APPROVED', 'RECALLED') or number is not null),
    check ((status = 'RECALLED') = (recalled_at is not null)),
    check (approved_by <> drafted_by)
  );
  create unique index minutes_are_drafted_once on minutes.versions (meeting_id) where status = 'DRAFT';
  create unique index minutes_stand_once on minutes.versions (meeting_id) where status = 'APPROVED';
  alter table minutes.versions enable row level security;
  alter table minutes.versions force row level security;
  create policy members_read on minutes.versions for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or (number is not null and marac_id = any ((select access.member_of())::uuid[])));
  create policy standing_adds on minutes.versions for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy standing_changes on minutes.versions for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

  create table minutes.parts (
    id              uuid primary key,
    version_id      uuid not null references minutes.versions,
    agenda_item_id  uuid not null references meetings.agenda_items,
    meeting_id      uuid not null references meetings.meetings,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    label           text not null check (label in ('IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD', 'HEALTH', 'INTELLIGENCE')),
    content         text not null check (content <> ''),
    hash            text not null check (hash ~ '^[0-9a-f]{64}$'),
    constraint part_once unique (version_id, agenda_item_id, label)
  );
  create index parts_by_case on minutes.parts (case_id);

  -- Agencies that were there; an IDVA service needs to know what was decided, there or not
  create function minutes.attended(of_meeting uuid, of_marac uuid) returns boolean language plpgsql stable as $$
  begin
    return of_marac = any (access.holds('{IDVA}')) or exists (
      select from conference.attendance t
       where t.meeting_id = of_meeting and t.agency_id = any (access.grantees()) and t.removed_at is null
         and t.came_as not in ('APOLOGIES', 'OBSERVER'));
  end $$;

  select access.guard_table('minutes.parts', '"label"');
  create policy for_those_who_were_there on minutes.parts as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or (exists (select from minutes.versions v where v.id = parts.version_id and v.status = 'APPROVED')
        and minutes.attended(meeting_id, marac_id) and conference.at_the_table(meeting_id, case_id, marac_id, label)));
  create policy assembled_by_the_system on minutes.parts as restrictive for insert with check ((select access.is_system()));

  create function minutes.stay() returns trigger language plpgsql as $$
  begin
    raise exception 'approved minutes stay as they are';
  end $$;
  create trigger stay before update on minutes.versions for each row when (old.number is not null and (
    (old.number, old.hash, old.approved_by, old.approved_at) is distinct from (new.number, new.hash, new.approved_by, new.approved_at)))
    execute function minutes.stay();

  grant usage on schema minutes to marac_app;
  grant select, insert on minutes.versions, minutes.parts to marac_app;
  grant update (number, status, hash, approved_by, approved_at, recalled_by, recalled_at, recalled_because, version) on minutes.versions to marac_app;
  grant execute on all functions in schema minutes to marac_app;
`;
