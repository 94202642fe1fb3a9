import type { AgencyKind } from '../maracs/agency-kinds.rules.js';
import type { MeetingStatus } from '../meetings/meeting.entity.js';
import { inWords, type RecallReason } from './handing-out.rules.js';
import { tx } from '../platform/db/transaction.js';
import type { CopyView, RecallView } from './papers.dto.js';

/** A meeting, and how its reader stands to it. */
export interface MeetingFacts {
  id: string;
  maracId: string;
  area: string;
  heldOn: string;
  startsAt: Date;
  venue: string;
  status: MeetingStatus;
  circulatedAt: Date | null;
  stopped: boolean;
  declared: boolean;
  stands: boolean;
  idva: boolean;
  begun: boolean;
  /** some case, here or elsewhere, is kept from the reader */
  leavesOut: boolean;
  reader: string;
  agencyId: string;
  agency: string;
  agencyKind: AgencyKind;
  /** invitations of the reader to single cases, in force now */
  guestOf: string[];
}

/** Undefined when there is no such meeting for the reader, or nobody reads. */
export async function meetingFacts(meetingId: string): Promise<MeetingFacts | undefined> {
  return tx().one<MeetingFacts>(
    `select m.id, m.marac_id as "maracId", a.name as area, m.held_on as "heldOn", m.starts_at as "startsAt", m.venue, m.status,
            m.circulated_at as "circulatedAt",
            exists (select from papers.recalls r where r.meeting_id = m.id and r.copies is null and r.released_at is null) as stopped,
            exists (select from meetings.declarations d where d.meeting_id = m.id and d.user_id = u.id) as declared,
            coalesce(m.marac_id = any (access.standing()), false) as stands, coalesce(m.marac_id = any (access.holds('{IDVA}')), false) as idva,
            m.held_on <= (now() at time zone 'Europe/London')::date as begun,
            coalesce(cardinality(access.excluded()), 0) > 0 as "leavesOut",
            u.name as reader, g.id as "agencyId", g.name as agency, g.kind as "agencyKind",
            array(select s.origin_id from access.grants s
                   where s.origin = 'GUEST' and s.marac_id = m.marac_id and s.grantee_id = any (access.grantees())
                     and s.starts_at <= now() and s.ends_at > now() and s.revoked_at is null) as "guestOf"
       from meetings.meetings m join maracs.maracs a on a.id = m.marac_id
       join identity.users u on u.id = access.reader() join maracs.agencies g on g.id = u.agency_id
      where m.id = $1`,
    [meetingId],
  );
}

/** A line of the agenda that goes into a copy. */
export interface ListedItem {
  agendaItemId: string;
  caseId: string;
  referralId: string;
  position: number;
  startsAt: Date;
  minutes: number;
  notHeard: number;
}

const ITEM = `i.id as "agendaItemId", i.case_id as "caseId", i.referral_id as "referralId", i.position,
  m.starts_at + make_interval(mins => i.starts_after) as "startsAt", i.minutes, i.not_heard as "notHeard"`;

/** Lines of the list that the reader finds, in order. */
export async function itemsOf(meetingId: string): Promise<ListedItem[]> {
  return tx().query<ListedItem>(
    `select ${ITEM} from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.meeting_id = $1 and i.status <> 'WITHDRAWN' order by i.position`,
    [meetingId],
  );
}

/** Lines to which somebody is invited as a guest. Needs an elevated unit of work: a guest finds no line of the list. */
export async function itemsOfGuest(meetingId: string, invitations: readonly string[]): Promise<ListedItem[]> {
  return tx().query<ListedItem>(
    `select ${ITEM} from meetings.guests g join meetings.agenda_items i on i.id = g.agenda_item_id join meetings.meetings m on m.id = i.meeting_id
      where i.meeting_id = $1 and g.id = any ($2) and g.ended_at is null and i.status = 'LISTED' order by i.position`,
    [meetingId, invitations],
  );
}

/** Holds the copies of a meeting still until the unit of work ends, and gives the number of the last. For the system's eyes. */
export async function lockCopies(meetingId: string, more: 0 | 1): Promise<number> {
  const row = await tx().one<{ last: number }>(
    `insert into papers.numbers as n (id, last) values ($1, $2) on conflict (id) do update set last = n.last + $2 returning n.last`,
    [meetingId, more],
  );
  return row!.last;
}

/**
 * A copy is complete and may leave: unless it, or all copies, were called back meanwhile, or a case in it is kept from the reader
 * now. Number of copies that leave: 1 or 0.
 */
export async function handOut(copyId: string, pages: number, sha256: string, cases: number): Promise<number> {
  return tx().change(
    `update papers.copies c set handed_out_at = now(), pages = $2, sha256 = $3
      where c.id = $1 and c.handed_out_at is null and c.recall_id is null
        and not exists (select from papers.recalls r where r.meeting_id = c.meeting_id and r.copies is null and r.released_at is null)
        and (select count(*) from papers.contents t where t.copy_id = c.id) = $4`,
    [copyId, pages, sha256, cases],
  );
}

/** Calls back copies that were not called back before: those with these numbers, or all. Gives their numbers. */
export async function callBack(
  meetingId: string,
  recallId: string,
  numbers: readonly number[] | null,
): Promise<number[]> {
  const rows = await tx().query<{ number: number }>(
    `update papers.copies c set recall_id = $2
      where c.meeting_id = $1 and c.recall_id is null and ($3::int[] is null or c.number = any ($3)) returning c.number`,
    [meetingId, recallId, numbers],
  );
  return rows.map(({ number }) => number);
}

/** Papers leave again. Number of recalls that this ends: 1 or 0. */
export async function release(meetingId: string, by: string): Promise<number> {
  return tx().change(
    `update papers.recalls r set released_by = $2, released_at = now()
      where r.meeting_id = $1 and r.copies is null and r.released_at is null`,
    [meetingId, by],
  );
}

type CopyRow = Omit<CopyView, 'handedOutAt' | 'recalledAt' | 'destroyedAt'> &
  Record<'handedOutAt' | 'recalledAt' | 'destroyedAt', Date | null>;

const COPY = `select c.id, c.number, c.user_id as "userId", u.name, a.name as agency, c.handed_out_at as "handedOutAt", c.pages, c.sha256,
         r.recalled_at as "recalledAt", c.destroyed_at as "destroyedAt",
         array(select t.case_id from papers.contents t where t.copy_id = c.id order by t.id) as "caseIds"
    from papers.copies c join identity.users u on u.id = c.user_id join maracs.agencies a on a.id = c.agency_id
    left join papers.recalls r on r.id = c.recall_id`;

const asView = (row: CopyRow): CopyView => ({
  ...row,
  handedOutAt: row.handedOutAt?.toISOString() ?? null,
  recalledAt: row.recalledAt?.toISOString() ?? null,
  destroyedAt: row.destroyedAt?.toISOString() ?? null,
});

/** The register of copies: one's own, or all for those who manage the meeting. With the cases that the reader may know of. */
export async function copiesOf(meetingId: string): Promise<CopyView[]> {
  return (await tx().query<CopyRow>(`${COPY} where c.meeting_id = $1 order by c.number`, [meetingId])).map(asView);
}

export async function copyById(copyId: string): Promise<CopyView | undefined> {
  const row = await tx().one<CopyRow>(`${COPY} where c.id = $1`, [copyId]);
  return row && asView(row);
}

interface RecallRow {
  id: string;
  reason: RecallReason;
  copies: number[] | null;
  recalledAt: Date;
  releasedAt: Date | null;
}

/** What was called back, oldest first. */
export async function recallsOf(meetingId: string): Promise<RecallView[]> {
  const rows = await tx().query<RecallRow>(
    `select r.id, r.reason, r.copies, r.recalled_at as "recalledAt", r.released_at as "releasedAt"
       from papers.recalls r where r.meeting_id = $1 order by r.id`,
    [meetingId],
  );
  return rows.map((row) => ({
    ...row,
    copies: row.copies && inWords(row.copies),
    recalledAt: row.recalledAt.toISOString(),
    releasedAt: row.releasedAt?.toISOString() ?? null,
  }));
}

/** The holder says that a copy that left is destroyed, once. Number of copies changed. */
export async function destroyed(copyId: string, userId: string): Promise<number> {
  return tx().change(
    `update papers.copies c set destroyed_at = now()
      where c.id = $1 and c.user_id = $2 and c.handed_out_at is not null and c.destroyed_at is null`,
    [copyId, userId],
  );
}

/** Active people who hold copies of a recall and have not said that they are destroyed. For the system. */
export async function holdersOf(recallId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct c.user_id as id from papers.copies c join identity.users u on u.id = c.user_id
      where c.recall_id = $1 and c.handed_out_at is not null and c.destroyed_at is null and u.deactivated_at is null`,
    [recallId],
  );
  return rows.map(({ id }) => id);
}
