import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import type { Meeting } from './meeting.entity.js';
import type { ChangeKind, MeetingChangeView, RatificationView } from './scheduling.dto.js';

/** Puts down what changed of a meeting, as it was before. */
export function recordChange(kind: ChangeKind, { id, maracId, heldOn, startsAt }: Meeting, reason: string): void {
  const { actor } = tx();
  tx().write(
    `insert into meetings.changes (id, meeting_id, marac_id, kind, was_on, was_at, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), id, maracId, kind, heldOn, startsAt, reason, `${actor.kind}:${actor.id}`],
  );
}

/** What changed of a meeting, the latest first. */
export async function changesOf(meetingId: string): Promise<MeetingChangeView[]> {
  const rows = await tx().query<Omit<MeetingChangeView, 'wasAt' | 'madeAt'> & Record<'wasAt' | 'madeAt', Date>>(
    `select c.kind, c.was_on as "wasOn", c.was_at as "wasAt", c.reason, c.made_at as "madeAt"
       from meetings.changes c where c.meeting_id = $1 order by c.id desc`,
    [meetingId],
  );
  return rows.map((row) => ({ ...row, wasAt: row.wasAt.toISOString(), madeAt: row.madeAt.toISOString() }));
}

/** Days on which a meeting was to be held before it moved. */
export async function formerDays(meetingId: string): Promise<string[]> {
  const rows = await tx().query<{ day: string }>(
    `select distinct c.was_on as day from meetings.changes c where c.meeting_id = $1 and c.kind = 'MOVED'`,
    [meetingId],
  );
  return rows.map(({ day }) => day);
}

/** Cases on the agenda of a meeting, and what came of each. For the system: some may be hidden from whoever asks. */
export async function itemsOf(meetingId: string): Promise<{ id: string; caseId: string; status: string }[]> {
  return tx().query(
    `select i.id, i.case_id as "caseId", i.status from meetings.agenda_items i where i.meeting_id = $1 order by i.position`,
    [meetingId],
  );
}

/** False when it was ratified, or not, before. */
export async function insertRatification(
  { meetingId, atMeetingId, decision, reason }: Omit<RatificationView, 'decidedAt'>,
  maracId: string,
): Promise<boolean> {
  const { actor } = tx();
  const inserted = await tx().change(
    `insert into meetings.ratifications (id, marac_id, at_meeting_id, decision, reason, decided_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do nothing`,
    [meetingId, maracId, atMeetingId, decision, reason, `${actor.kind}:${actor.id}`],
  );
  return inserted === 1;
}

export async function ratificationOf(meetingId: string): Promise<RatificationView | undefined> {
  const row = await tx().one<Omit<RatificationView, 'decidedAt'> & { decidedAt: Date }>(
    `select r.id as "meetingId", r.at_meeting_id as "atMeetingId", r.decision, r.reason, r.decided_at as "decidedAt"
       from meetings.ratifications r where r.id = $1`,
    [meetingId],
  );
  return row && { ...row, decidedAt: row.decidedAt.toISOString() };
}
