import { tx } from '../platform/db/transaction.js';
import type { Step, Tells } from '../alerts/ladder.rules.js';

/**
 * A request that is owed still: not answered, or answered before somebody joined the case. Its case waits on the list of a planned
 * meeting.
 */
const OWED = `
  from research.requests q
  join meetings.meetings m on m.id = q.meeting_id and m.status = 'PLANNED'
  join meetings.agenda_items i on i.id = q.agenda_item_id and i.status = 'LISTED'
  join referrals.referrals r on r.id = i.referral_id
 where (q.status in ('NOT_STARTED', 'IN_PROGRESS')
        or q.status <> 'WITHHELD_WITH_REASON' and not array[r.victim_id] || r.perpetrator_ids || r.child_ids <@ q.searched)`;

/** Not what is shut to all of the agency meanwhile: nobody is chased for what they must not know of. For the system alone. */
const NOT_SHUT = `
  not exists (select from access.exclusions x
               where x.case_id = q.case_id and x.agency_id = q.agency_id and x.lifted_at is null and x.except_user_ids = '{}')`;

/** Finds a meeting to which the reader's agency owes research on a case that the reader finds. */
export const SEES_OWED = `select ${OWED} and q.meeting_id = $1 and q.agency_id = any (access.grantees()) limit 1`;

/** A meeting that may have research to chase, with what decides on its days. */
export interface ChasedMeeting {
  id: string;
  maracId: string;
  heldOn: string;
}

/** Planned meetings, of one MARAC or of all, whose list went out and whose day has not long passed. For the system. */
export async function chasedMeetings(today: string, maracId: string | null = null): Promise<ChasedMeeting[]> {
  return tx().query<ChasedMeeting>(
    `select m.id, m.marac_id as "maracId", m.held_on as "heldOn" from meetings.meetings m
      where m.status = 'PLANNED' and m.circulated_at is not null and m.held_on >= $1::date - 7 and m.starts_at > $1::date - interval '8 days'
        and ($2::uuid is null or m.marac_id = $2)`,
    [today, maracId],
  );
}

export async function chasedMeeting(meetingId: string): Promise<ChasedMeeting | undefined> {
  return tx().one<ChasedMeeting>(
    `select m.id, m.marac_id as "maracId", m.held_on as "heldOn" from meetings.meetings m
      where m.id = $1 and m.status = 'PLANNED'`,
    [meetingId],
  );
}

export interface OwedRequest {
  id: string;
  agencyId: string;
  dueOn: string;
  askedAt: Date;
}

/** What is owed to a meeting. For the system. */
export async function owedTo(meetingId: string): Promise<OwedRequest[]> {
  return tx().query<OwedRequest>(
    `select q.id, q.agency_id as "agencyId", q.due_on as "dueOn", q.asked_at as "askedAt" ${OWED} and ${NOT_SHUT} and q.meeting_id = $1 order by q.id`,
    [meetingId],
  );
}

/** The day moved with the meeting. For the system. */
export function moveDue(requestIds: readonly string[], dueOn: string): void {
  tx().write('update research.requests set due_on = $2 where id = any ($1::uuid[])', [requestIds, dueOn]);
}

/** The row by which an agency is chased for a meeting; made when there is none, else left as it is. */
export async function chaserFor(row: {
  id: string;
  meetingId: string;
  maracId: string;
  agencyId: string;
  dueOn: string;
}): Promise<string> {
  const made = await tx().query<{ id: string }>(
    `insert into research.chasers as c (id, meeting_id, marac_id, agency_id, due_on) values ($1, $2, $3, $4, $5)
     on conflict on constraint agency_is_chased_once do update set due_on = c.due_on returning c.id`,
    [row.id, row.meetingId, row.maracId, row.agencyId, row.dueOn],
  );
  return made[0]!.id;
}

export interface Chaser {
  id: string;
  meetingId: string;
  maracId: string;
  agencyId: string;
  dueOn: string;
  /** counts the days by which it was due: reminders are raised once for each */
  epoch: number;
}

export function moveChaser(id: string, dueOn: string, epoch: number): void {
  tx().write('update research.chasers set due_on = $2, epoch = $3 where id = $1', [id, dueOn, epoch]);
}

export async function lockChaser(id: string): Promise<Chaser | undefined> {
  return tx().one<Chaser>(
    `select c.id, c.meeting_id as "meetingId", c.marac_id as "maracId", c.agency_id as "agencyId", c.due_on as "dueOn", c.epoch
       from research.chasers c where c.id = $1 for update`,
    [id],
  );
}

/** A reminder of before there were ladders for it. For the system. */
export async function chaseById(id: string): Promise<{ step: Step; tells: Tells[] } | undefined> {
  const row = await tx().one<{ step: string }>('select e.step from research.chases e where e.id = $1', [id]);
  if (!row) return undefined;
  return row.step === 'AFTER'
    ? { step: 'AFTER', tells: ['REPRESENTATIVE', 'MANAGER'] }
    : { step: 'DUE', tells: ['REPRESENTATIVE'] };
}

/** The one who answers for an agency, while active and in it; not one who must find nothing of all that is owed. For the system. */
export async function managerToTell(meetingId: string, agencyId: string): Promise<string | undefined> {
  const row = await tx().one<{ userId: string }>(
    `select n.user_id as "userId" from research.managers n join meetings.meetings held on held.marac_id = n.marac_id and held.id = $1
       join identity.users u on u.id = n.user_id and u.deactivated_at is null and u.agency_id = n.agency_id
      where n.agency_id = $2 and exists (
        select ${OWED} and q.meeting_id = $1 and q.agency_id = $2 and not access.is_excluded(n.user_id, q.case_id))`,
    [meetingId, agencyId],
  );
  return row?.userId;
}

/** A case for which an agency owes something to a meeting. For the system. */
export async function owedCase(meetingId: string, agencyId: string): Promise<string | undefined> {
  const row = await tx().one<{ caseId: string }>(
    `select q.case_id as "caseId" ${OWED} and ${NOT_SHUT} and q.meeting_id = $1 and q.agency_id = $2 order by q.id limit 1`,
    [meetingId, agencyId],
  );
  return row?.caseId;
}
