import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MINUTES } from './0031-minutes.js';

/**
 * The day of a meeting: who said they would come and who came, whether there was a quorum and when it was lost, what was discussed of
 * each case, section by section, and what was found of last time's actions.
 */
export class Conference0031 implements MigrationInterface {
  name = 'Conference1790000000031';

  async up(db: QueryRunner): Promise<void> {
    await db.query(MEETING_DAY);
    for (const table of ['sittings', 'attendance', 'quorum_changes']) await db.query(ofAMeeting(`conference.${table}`));
    await db.query(INTENTIONS);
    await db.query(HEARINGS);
    await db.query(RECORDS);
    await db.query(GUARDS);
    await db.query(GRANTS);
    await db.query(MINUTES);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const MEETING_DAY = `
  create schema conference;

  -- A meeting that was opened. Its id is the meeting's; the state of the day is read from it, the meeting itself stays planned until it is over
  create table conference.sittings (
    id             uuid primary key references meetings.meetings,
    marac_id       uuid not null references maracs.maracs,
    opened_at      timestamptz not null,
    opened_by      text not null,
    chair_id       uuid references identity.users,
    note_taker_id  uuid references identity.users,
    rule_version   int not null,
    closed_at      timestamptz check (closed_at >= opened_at),
    closed_by      text,
    frozen_at      timestamptz, -- from then on what was minuted stays as it is
    check ((closed_at is null) = (closed_by is null))
  );

  create table conference.attendance (
    id                       uuid primary key,
    meeting_id               uuid not null references meetings.meetings,
    marac_id                 uuid not null references maracs.maracs,
    agency_id                uuid not null references maracs.agencies,
    came_as                  text not null check (came_as in ('REPRESENTATIVE', 'DEPUTY', 'CHAIR', 'NOTE_TAKER', 'OBSERVER', 'APOLOGIES')),
    user_id                  uuid references identity.users,
    name                     text not null default '', -- of somebody who has no account
    post                     text not null default '',
    arrived_at               timestamptz,
    left_at                  timestamptz check (left_at >= arrived_at),
    information_sent         boolean,
    information_received_on  date,
    signed_on_paper          boolean not null default false,
    recorded_by              text not null,
    recorded_at              timestamptz not null default now(),
    removed_at               timestamptz,
    version                  int not null default 1,
    check ((came_as = 'APOLOGIES') = (arrived_at is null)),
    check ((came_as = 'APOLOGIES') = (information_sent is not null)),
    check (coalesce(information_sent, false) = (information_received_on is not null)),
    check (user_id is null or name = '')
  );
  -- each person once, and an agency's apologies once
  create unique index attends_once on conference.attendance (meeting_id, agency_id, coalesce(user_id::text, lower(name))) where removed_at is null;

  create table conference.quorum_changes (
    id               uuid primary key,
    meeting_id       uuid not null references meetings.meetings,
    marac_id         uuid not null references maracs.maracs,
    at               timestamptz not null default clock_timestamp(),
    quorate          boolean not null,
    with_children    boolean not null,
    missing          text[] not null,
    rule_version     int not null
  );
  create index quorum_changes_by_meeting on conference.quorum_changes (meeting_id, id);
`;

/** Which colleagues come is for the members of a MARAC to know; those who stand in it write it down. */
const ofAMeeting = (table: string) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy members_read on ${table} for select using (
    (select access.is_system()) or marac_id = any ((select access.member_of())::uuid[]));
  create policy standing_adds on ${table} for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy standing_changes on ${table} for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
`;

/** Each agency says for itself whether it comes. */
const INTENTIONS = `
  create table conference.intentions (
    id          uuid primary key,
    meeting_id  uuid not null references meetings.meetings,
    marac_id    uuid not null references maracs.maracs,
    agency_id   uuid not null references maracs.agencies,
    coming      text not null check (coming in ('YES', 'NO', 'UNSURE')),
    people      int not null check (people between 0 and 20),
    deputy      text not null default '',
    said_by     text not null,
    said_at     timestamptz not null default now(),
    constraint says_once unique (meeting_id, agency_id)
  );
  ${ofAMeeting('conference.intentions')}
  alter policy standing_adds on conference.intentions with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or (marac_id = any ((select access.member_of())::uuid[]) and agency_id = any ((select access.grantees())::uuid[])));
  alter policy standing_changes on conference.intentions using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or (marac_id = any ((select access.member_of())::uuid[]) and agency_id = any ((select access.grantees())::uuid[])));
`;

const CASE = `
    meeting_id      uuid not null references meetings.meetings,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),`;

const HEARINGS = `
  -- Whether there was a quorum when a case was heard, and why the chair had it heard without. Its id is the agenda item's
  create table conference.hearings (
    id            uuid primary key references meetings.agenda_items,
    ${CASE}
    reason        text not null default '',
    waived_by     text,
    waived_at     timestamptz,
    heard_at      timestamptz,
    quorate       boolean,
    missing       text[] not null default '{}',
    rule_version  int not null,
    check ((heard_at is null) = (quorate is null)),
    check ((waived_by is null) = (waived_at is null) and (waived_by is null) = (reason = '')),
    check (coalesce(quorate, true) or reason <> '')
  );
  create index hearings_by_case on conference.hearings (case_id);
  create index hearings_by_meeting on conference.hearings (meeting_id);

  -- A guest who came to a slot. Its id is the invitation's
  create table conference.guest_attendance (
    id              uuid primary key references meetings.guests,
    agenda_item_id  uuid not null references meetings.agenda_items,
    ${CASE}
    arrived_at      timestamptz not null,
    left_at         timestamptz check (left_at >= arrived_at),
    recorded_by     text not null
  );
  create index guest_attendance_by_case on conference.guest_attendance (case_id);
  create index guest_attendance_by_meeting on conference.guest_attendance (meeting_id);

  -- What a meeting found of an action agreed before it
  create table conference.action_reviews (
    id              uuid primary key,
    ${CASE}
    action_id       uuid not null references actions.actions,
    finding         text not null check (finding in ('DONE', 'CARRIED_ON', 'NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', 'AGENCY_DID_NOT')),
    note            text not null check (note <> ''),
    closed          boolean not null,
    due_on          date,
    reviewed_by     text not null,
    reviewed_at     timestamptz not null default now(),
    constraint reviewed_once unique (meeting_id, action_id)
  );
  create index action_reviews_by_case on conference.action_reviews (case_id);
  create index action_reviews_by_action on conference.action_reviews (action_id);
`;

const SECTION = `section         text not null check (section in ('PRESENTING_SUMMARY', 'VICTIM_VIEW', 'RISK_HARM', 'RISK_INDICATORS',
                      'RISK_SAFETY_IN_PLACE', 'DECISIONS', 'TELLING_VICTIM', 'DISSENT')),
    label           text not null check (label in ('CONTACT', 'INTELLIGENCE')),`;

/**
 * The record of discussion. A section is what stands now; every version of it that was ever saved stays among the revisions, and a
 * text that came too late may stand beside it as a note: two people minute at once and no word is lost.
 */
const RECORDS = `
  create table conference.sections (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    ${CASE}
    ${SECTION}
    text            text not null default '',
    who             text not null default '',
    day             date,
    written_by      text not null,
    written_at      timestamptz not null default now(),
    version         int not null default 0,
    constraint section_of_an_item unique (agenda_item_id, section)
  );
  create index sections_by_case on conference.sections (case_id);
  create index sections_by_meeting on conference.sections (meeting_id);

  create table conference.revisions (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    ${CASE}
    ${SECTION}
    number          int not null check (number > 0),
    text            text not null,
    who             text not null,
    day             date,
    written_by      text not null,
    written_at      timestamptz not null default now(),
    constraint revision_number_is_taken unique (agenda_item_id, section, number)
  );
  create index revisions_by_case on conference.revisions (case_id);

  create table conference.notes (
    id              uuid primary key,
    agenda_item_id  uuid not null references meetings.agenda_items,
    ${CASE}
    ${SECTION}
    text            text not null check (text <> ''),
    written_by      text not null,
    written_at      timestamptz not null default now()
  );
  create index notes_by_item on conference.notes (agenda_item_id, id);
  create index notes_by_case on conference.notes (case_id);
`;

/**
 * As what agencies share with a meeting: those who oversee it; IDVAs once they declared confidentiality; the others to whom the case was
 * circulated for that very meeting, from its day on, once they declared it. A guest of the slot, and whoever has the case for another
 * reason alone, finds nothing.
 */
const GUARDS = `
  create function conference.at_the_table(of_meeting uuid, of_case uuid, of_marac uuid, wanted text) returns boolean language plpgsql stable as $$
  begin
    return of_meeting = any (meetings.declared()) and exists (
      select from access.grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels)
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and g.origin not in ('GUEST', 'TRANSFER', 'BREAK_GLASS')
         and (of_marac = any (access.holds('{IDVA}'))
              or (g.origin = 'CIRCULATION' and g.origin_id = of_meeting and of_meeting = any (meetings.begun()))));
  end $$;

  ${['sections', 'revisions', 'notes'].map((table) => minuted(`conference.${table}`, '"label"', 'label')).join('\n')}
  ${minuted('conference.hearings', 'IDENTITY', `'IDENTITY'`)}
  ${minuted('conference.guest_attendance', 'IDENTITY', `'IDENTITY'`)}
  ${minuted('conference.action_reviews', 'IDENTITY', `'IDENTITY'`)}
  -- whoever sees an action sees what was found of it
  alter policy at_the_table on conference.action_reviews using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or exists (select from actions.actions a where a.id = action_reviews.action_id));
  -- what was saved once is for those who keep the record
  alter policy at_the_table on conference.revisions using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
`;

function minuted(table: string, label: string, wanted: string): string {
  return `
  select access.guard_table('${table}', '${label}');
  create policy at_the_table on ${table} as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[])
    or conference.at_the_table(meeting_id, case_id, marac_id, ${wanted}));
  create policy kept_by_overseers on ${table} as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
  create policy changed_by_overseers on ${table} as restrictive for update using (
    (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));`;
}

const GRANTS = `
  grant usage on schema conference to marac_app;
  grant select, insert on all tables in schema conference to marac_app;
  grant update (chair_id, note_taker_id, closed_at, closed_by, frozen_at) on conference.sittings to marac_app;
  grant update on conference.attendance to marac_app;
  grant update (coming, people, deputy, said_by, said_at) on conference.intentions to marac_app;
  grant update (reason, waived_by, waived_at, heard_at, quorate, missing, rule_version) on conference.hearings to marac_app;
  grant update (arrived_at, left_at, recorded_by) on conference.guest_attendance to marac_app;
  -- what was saved, noted or found is a record
  grant update (text, who, day, written_by, written_at, version) on conference.sections to marac_app;
  grant execute on all functions in schema conference to marac_app;
`;
