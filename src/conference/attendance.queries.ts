import { tx } from '../platform/db/transaction.js';
import type { CameAs } from './attendance.rules.js';
import type { Attendance } from './conference.entity.js';
import type { IntentionView } from './meeting-day.dto.js';
import type { Delegation } from './quorum.rules.js';

export interface AttendanceRow {
  id: string;
  agencyId: string;
  agency: string;
  cameAs: CameAs;
  userId: string | null;
  name: string;
  post: string;
  arrivedAt: Date | null;
  leftAt: Date | null;
  informationSent: boolean | null;
  informationReceivedOn: string | null;
  declared: boolean;
  mistaken: boolean;
  version: number;
}

const LINE = `
  select t.id, t.agency_id as "agencyId", a.name as agency, t.came_as as "cameAs", t.user_id as "userId", coalesce(u.name, t.name) as name, t.post,
         t.arrived_at as "arrivedAt", t.left_at as "leftAt", t.information_sent as "informationSent",
         t.information_received_on as "informationReceivedOn", t.removed_at is not null as mistaken, t.version,
         t.signed_on_paper or exists (
           select from meetings.declarations d where d.meeting_id = t.meeting_id and d.user_id = t.user_id) as declared
    from conference.attendance t join maracs.agencies a on a.id = t.agency_id left join identity.users u on u.id = t.user_id`;

/** Who came to a meeting and whose apologies there are; what was written down by mistake is left out. */
export async function linesOf(meetingId: string): Promise<AttendanceRow[]> {
  return tx().query<AttendanceRow>(
    `${LINE} where t.meeting_id = $1 and t.removed_at is null order by a.name, t.arrived_at, t.id`,
    [meetingId],
  );
}

export async function lineById(id: string): Promise<AttendanceRow | undefined> {
  return tx().one<AttendanceRow>(`${LINE} where t.id = $1`, [id]);
}

/** Writes a line unless it is there, or another of the same person is. Number of lines written. */
export async function addLine(line: Attendance): Promise<number> {
  return tx().change(
    `insert into conference.attendance (id, meeting_id, marac_id, agency_id, came_as, user_id, name, post, arrived_at, left_at,
                                        information_sent, information_received_on, signed_on_paper, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      ...[line.id, line.meetingId, line.maracId, line.agencyId, line.cameAs, line.userId, line.name, line.post, line.arrivedAt],
      ...[line.leftAt, line.informationSent, line.informationReceivedOn, line.signedOnPaper, line.recordedBy],
    ], // prettier-ignore
  );
}

/** True when somebody of an agency was written down as having come; undefined when the meeting has not been opened. */
export async function cameTo(meetingId: string, agencyId: string): Promise<boolean | undefined> {
  const row = await tx().one<{ came: boolean }>(
    `select exists (
              select from conference.attendance t
               where t.meeting_id = s.id and t.agency_id = $2 and t.removed_at is null and t.came_as not in ('APOLOGIES', 'OBSERVER')) as came
       from conference.sittings s where s.id = $1`,
    [meetingId, agencyId],
  );
  return row?.came;
}

/** The line that stands in the way of a new one: of that id, or of the same person. */
export async function lineInTheWay(line: Attendance): Promise<Attendance | undefined> {
  return tx().one<Attendance>(
    `select t.id, t.meeting_id as "meetingId", t.agency_id as "agencyId", t.came_as as "cameAs", t.user_id as "userId", t.name, t.post,
            t.arrived_at as "arrivedAt", t.left_at as "leftAt", t.information_sent as "informationSent",
            t.information_received_on as "informationReceivedOn", t.signed_on_paper as "signedOnPaper", t.removed_at as "removedAt"
       from conference.attendance t
      where t.id = $1 or (t.meeting_id = $2 and t.agency_id = $3 and t.removed_at is null
                          and coalesce(t.user_id::text, lower(t.name)) = coalesce($4::uuid::text, lower($5)))
      order by t.id = $1 desc limit 1`,
    [line.id, line.meetingId, line.agencyId, line.userId, line.name],
  );
}

/** True once this person declared confidentiality for the meeting. */
export async function hasDeclared(meetingId: string, userId: string): Promise<boolean> {
  const row = await tx().one<{ declared: boolean }>(
    'select exists (select from meetings.declarations d where d.meeting_id = $1 and d.user_id = $2) as declared',
    [meetingId, userId],
  );
  return row?.declared ?? false;
}

/** Members who are there at a moment, by agency. */
export async function delegationsAt(meetingId: string, at: Date, members: readonly CameAs[]): Promise<Delegation[]> {
  return tx().query<Delegation>(
    `select t.agency_id as "agencyId", a.kind, count(*)::int as people
       from conference.attendance t join maracs.agencies a on a.id = t.agency_id
      where t.meeting_id = $1 and t.removed_at is null and t.came_as = any ($3) and t.arrived_at <= $2
        and (t.left_at is null or t.left_at > $2)
      group by t.agency_id, a.kind`,
    [meetingId, at, members],
  );
}

export async function intentionsOf(meetingId: string): Promise<(IntentionView & { kind: string })[]> {
  const rows = await tx().query<Omit<IntentionView, 'saidAt'> & { kind: string; saidAt: Date }>(
    `select n.agency_id as "agencyId", a.name as agency, a.kind, n.coming, n.people, n.deputy, n.said_at as "saidAt"
       from conference.intentions n join maracs.agencies a on a.id = n.agency_id where n.meeting_id = $1 order by a.name, n.id`,
    [meetingId],
  );
  return rows.map((row) => ({ ...row, saidAt: row.saidAt.toISOString() }));
}

export interface Intention {
  id: string;
  meetingId: string;
  maracId: string;
  agencyId: string;
  coming: string;
  people: number;
  deputy: string;
  by: string;
}

/** What an agency says last counts. */
export function sayIntention(said: Intention): void {
  const { id, meetingId, maracId, agencyId, coming, people, deputy, by } = said;
  tx().write(
    `insert into conference.intentions (id, meeting_id, marac_id, agency_id, coming, people, deputy, said_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (meeting_id, agency_id) do update set coming = excluded.coming, people = excluded.people, deputy = excluded.deputy,
       said_by = excluded.said_by, said_at = now()`,
    [id, meetingId, maracId, agencyId, coming, people, deputy, by],
  );
}

export interface GuestRow {
  id: string;
  agendaItemId: string;
  meetingId: string;
  caseId: string;
  maracId: string;
  startsAt: Date;
  endsAt: Date;
  endedAt: Date | null;
}

/** An invitation to a slot, as far as the reader may know of it. */
export async function invitationById(guestId: string): Promise<GuestRow | undefined> {
  return tx().one<GuestRow>(
    `select g.id, g.agenda_item_id as "agendaItemId", i.meeting_id as "meetingId", g.case_id as "caseId", g.marac_id as "maracId",
            g.starts_at as "startsAt", g.ends_at as "endsAt", g.ended_at as "endedAt"
       from meetings.guests g join meetings.agenda_items i on i.id = g.agenda_item_id where g.id = $1`,
    [guestId],
  );
}

/** Writes down that a guest came, and when they left. */
export function guestCame(guest: GuestRow, arrivedAt: Date, leftAt: Date | null, by: string): void {
  tx().write(
    `insert into conference.guest_attendance (id, agenda_item_id, meeting_id, case_id, marac_id, arrived_at, left_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set arrived_at = excluded.arrived_at, left_at = excluded.left_at, recorded_by = excluded.recorded_by`,
    [guest.id, guest.agendaItemId, guest.meetingId, guest.caseId, guest.maracId, arrivedAt, leftAt, by],
  );
}

export interface GuestCameRow {
  guestId: string;
  agendaItemId: string;
  name: string;
  arrivedAt: Date;
  leftAt: Date | null;
}

/** Guests who came, of cases that the reader may see. */
export async function guestsWhoCame(meetingId: string): Promise<GuestCameRow[]> {
  return tx().query<GuestCameRow>(
    `select c.id as "guestId", c.agenda_item_id as "agendaItemId", coalesce(u.name, a.name, '') as name, c.arrived_at as "arrivedAt",
            c.left_at as "leftAt"
       from conference.guest_attendance c left join meetings.guests g on g.id = c.id
       left join identity.users u on u.id = g.user_id left join maracs.agencies a on a.id = g.agency_id
      where c.meeting_id = $1 order by c.arrived_at, c.id`,
    [meetingId],
  );
}
