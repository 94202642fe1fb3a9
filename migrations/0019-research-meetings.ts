/** Who declared confidentiality for a meeting: its papers are shown to nobody else but those who make them. */
export const DECLARATIONS = `
  alter table meetings.meetings add circulated_at timestamptz;

  create table meetings.declarations (
    id                 uuid primary key,
    meeting_id         uuid not null references meetings.meetings,
    marac_id           uuid not null references maracs.maracs,
    user_id            uuid not null references identity.users,
    agency_id          uuid not null references maracs.agencies,
    statement_version  int not null check (statement_version > 0),
    declared_at        timestamptz not null default now(),
    constraint declared_once unique (meeting_id, user_id)
  );
  create index declarations_by_user on meetings.declarations (user_id) include (meeting_id);
  alter table meetings.declarations enable row level security;
  alter table meetings.declarations force row level security;
  create policy own_or_overseer on meetings.declarations for select using (
    (select access.is_system()) or user_id = (select access.reader()) or marac_id = any ((select access.standing())::uuid[]));
  create policy for_oneself on meetings.declarations for insert with check (
    (select access.is_system()) or (user_id = (select access.reader()) and marac_id = any ((select access.member_of())::uuid[])));

  create function meetings.declared() returns uuid[] language sql stable parallel safe as
    $$ select coalesce(array_agg(d.meeting_id), '{}') from meetings.declarations d where d.user_id = access.reader() $$;
  -- meetings whose day has come
  create function meetings.begun() returns uuid[] language sql stable parallel safe as
    $$ select coalesce(array_agg(m.id), '{}') from meetings.meetings m
        where m.id = any (meetings.declared()) and m.held_on <= (now() at time zone 'Europe/London')::date $$;
`;

/** Who comes to one case's slot and to nothing else of the meeting: neither its place on the list nor any other line. */
export const GUESTS = `
  create table meetings.guests (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    user_id         uuid references identity.users,
    agency_id       uuid references maracs.agencies,
    reason          text not null check (reason <> ''),
    starts_at       timestamptz not null,
    ends_at         timestamptz not null check (ends_at > starts_at),
    invited_by      text not null,
    invited_at      timestamptz not null default now(),
    ended_at        timestamptz,
    ended_because   text,
    check (num_nonnulls(user_id, agency_id) = 1),
    check (num_nonnulls(ended_at, ended_because) in (0, 2))
  );
  create unique index guest_is_invited on meetings.guests (agenda_item_id, coalesce(user_id, agency_id)) where ended_at is null;
  create index guests_by_guest on meetings.guests (coalesce(user_id, agency_id), ends_at);
  create index guests_by_case on meetings.guests (case_id);
  select access.guard_table('meetings.guests', 'IDENTITY');
  create policy overseers on meetings.guests as restrictive using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

  create policy not_for_guests on meetings.agenda_items as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]) or exists (
      select from access.grants g
       where g.case_id = agenda_items.case_id and g.grantee_id = any ((select access.grantees())::uuid[]) and g.origin <> 'GUEST'
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null));
`;
