import { tx } from '../platform/db/transaction.js';
import type { AgendaStatus } from './agenda.rules.js';

export interface LineRow {
  id: string;
  caseId: string;
  referralId: string;
  minutes: number;
  status: AgendaStatus;
  notHeard: number;
}

/** The agenda of a meeting in order. */
export async function linesOf(meetingId: string): Promise<LineRow[]> {
  return tx().query<LineRow>(
    `select i.id, i.case_id as "caseId", i.referral_id as "referralId", i.minutes, i.status, i.not_heard as "notHeard"
       from meetings.agenda_items i where i.meeting_id = $1 order by i.position`,
    [meetingId],
  );
}

export interface Place {
  id: string;
  position: number;
  startsAfter: number;
}

/** Puts every line in its place and counts the change of the list. `reason`: why the order was chosen by hand. Sent without waiting. */
export function arrange(meetingId: string, places: readonly Place[], reason: string | null = null): void {
  tx().write(
    `update meetings.agenda_items i set position = p.position, starts_after = p.starts_after
       from unnest($2::uuid[], $3::int[], $4::int[]) as p (id, position, starts_after)
      where i.meeting_id = $1 and i.id = p.id and (i.position, i.starts_after) is distinct from (p.position, p.starts_after)`,
    [meetingId, places.map((p) => p.id), places.map((p) => p.position), places.map((p) => p.startsAfter)],
  );
  tx().write(
    'update meetings.meetings m set version = m.version + 1, order_reason = coalesce($2, m.order_reason) where m.id = $1',
    [meetingId, reason],
  );
}

/** Meeting on whose list the case already waits, today or later. */
export async function waitingOn(
  caseId: string,
  today: string,
): Promise<{ agendaItemId: string; meetingId: string } | undefined> {
  return tx().one(
    `select i.id as "agendaItemId", i.meeting_id as "meetingId"
       from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.case_id = $1 and i.status = 'LISTED' and m.status = 'PLANNED' and m.held_on >= $2 order by m.starts_at limit 1`,
    [caseId, today],
  );
}

/** Heard at an emergency meeting: places of the case on lists of other meetings that have yet to be held, where it is to be discussed. */
export async function waitingBeside(caseId: string, emergencyId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select i.id from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.case_id = $1 and i.meeting_id <> $2 and i.status = 'LISTED' and not i.alert_only and m.status = 'PLANNED'
        and exists (select from meetings.meetings e where e.id = $2 and e.kind = 'EMERGENCY') order by i.id`,
    [caseId, emergencyId],
  );
  return rows.map((row) => row.id);
}

/** Meetings that have, or had, the case on their agenda: a case stands on each at most once. */
export async function meetingsOf(caseId: string): Promise<Set<string>> {
  const rows = await tx().query<{ id: string }>(
    'select i.meeting_id as id from meetings.agenda_items i where i.case_id = $1',
    [caseId],
  );
  return new Set(rows.map((row) => row.id));
}

/** The list shows the latest referral of a case. */
export function pointTo(agendaItemId: string, referralId: string): void {
  tx().write(
    'update meetings.agenda_items i set referral_id = $2, version = i.version + 1 where i.id = $1 and i.referral_id <> $2',
    [agendaItemId, referralId],
  );
}

/** Carries the count of meetings at which a case was not heard, and whether that went to the chair. */
export function countNotHeard(agendaItemId: string, notHeard: number, escalated: boolean): void {
  tx().write(
    'update meetings.agenda_items i set not_heard = $2, escalated = $3, version = i.version + 1 where i.id = $1',
    [agendaItemId, notHeard, escalated],
  );
}

/** Accepted referrals of a case that were not heard yet: hearing the case hears them all. */
export async function unheardReferrals(caseId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select r.id from referrals.referrals r where r.case_id = $1 and r.status = 'ACCEPTED' and r.heard_on is null order by r.id`,
    [caseId],
  );
  return rows.map((row) => row.id);
}

/**
 * Meetings running at which a case was not heard, as its last place on a list tells: what was carried over counts on, what was heard
 * begins anew.
 */
export async function notHeardSoFar(caseId: string): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select case i.status when 'HEARD' then 0 when 'DEFERRED' then i.not_heard + 1 when 'NOT_HEARD' then i.not_heard + 1 else i.not_heard end as count
       from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.case_id = $1 and not i.alert_only order by m.starts_at desc limit 1`,
    [caseId],
  );
  return row?.count ?? 0;
}

/** Meetings to come whose list went out: what is listed there is the chair's to decide. */
export async function circulatedOf(maracId: string): Promise<Set<string>> {
  const rows = await tx().query<{ id: string }>(
    `select m.id from meetings.meetings m where m.marac_id = $1 and m.status = 'PLANNED' and m.circulated_at is not null`,
    [maracId],
  );
  return new Set(rows.map((row) => row.id));
}

/** Whether a referral was accepted as one that cannot wait. */
export async function isEmergency(referralId: string): Promise<boolean> {
  const row = await tx().one<{ emergency: boolean }>('select r.emergency from referrals.referrals r where r.id = $1', [
    referralId,
  ]);
  return row?.emergency ?? false;
}

/** Finds a meeting on whose list the reader finds a case. */
export const SEES_LISTED_CASE = `select from meetings.agenda_items i where i.meeting_id = $1 and i.status <> 'WITHDRAWN' limit 1`;
