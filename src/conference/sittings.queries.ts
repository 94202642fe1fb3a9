import { tx } from '../platform/db/transaction.js';
import type { ListedCase } from './close.rules.js';

/** A meeting with what its day has brought so far. */
export interface SittingRow {
  meetingId: string;
  maracId: string;
  /** the meeting's */
  status: string;
  kind: string;
  heldOn: string;
  startsAt: Date;
  version: number;
  openedAt: Date | null;
  closedAt: Date | null;
  frozenAt: Date | null;
  chairId: string | null;
  chair: string | null;
  noteTakerId: string | null;
  noteTaker: string | null;
}

export async function sittingOf(meetingId: string): Promise<SittingRow | undefined> {
  return tx().one<SittingRow>(
    `select m.id as "meetingId", m.marac_id as "maracId", m.status, m.kind, m.held_on as "heldOn", m.starts_at as "startsAt", m.version,
            s.opened_at as "openedAt", s.closed_at as "closedAt", s.frozen_at as "frozenAt", s.chair_id as "chairId", c.name as chair,
            s.note_taker_id as "noteTakerId", n.name as "noteTaker"
       from meetings.meetings m
       left join conference.sittings s on s.id = m.id
       left join identity.users c on c.id = s.chair_id
       left join identity.users n on n.id = s.note_taker_id
      where m.id = $1`,
    [meetingId],
  );
}

/** The meeting, locked until the end of the unit of work: what is decided by who is there is decided by one at a time. */
export async function lockMeeting(meetingId: string): Promise<void> {
  await tx().query('select from meetings.meetings m where m.id = $1 for update', [meetingId]);
}

export function closeSitting(meetingId: string, at: Date, by: string): void {
  tx().write('update conference.sittings s set closed_at = $2, closed_by = $3 where s.id = $1', [meetingId, at, by]);
}

/** From now on what was minuted stays as it is; or, with no moment, it may be changed again. */
export function freezeSitting(meetingId: string, at: Date | null): void {
  tx().write('update conference.sittings s set frozen_at = $2 where s.id = $1', [meetingId, at]);
}

/** Cases on the list of a meeting that the reader sees, with whether their record says who tells the victim. */
export async function listedCases(meetingId: string): Promise<(ListedCase & { version: number })[]> {
  return tx().query(
    `select i.id as "agendaItemId", i.status, i.version, coalesce(t.text <> '' and t.who <> '', false) as tells
       from meetings.agenda_items i
       left join conference.sections t on t.agenda_item_id = i.id and t.section = 'TELLING_VICTIM'
      where i.meeting_id = $1 order by i.position`,
    [meetingId],
  );
}

export interface ItemRow {
  id: string;
  meetingId: string;
  caseId: string;
  maracId: string;
  status: string;
  reason: string | null;
  children: number;
}

/** An agenda item that the reader may see. */
export async function itemById(agendaItemId: string): Promise<ItemRow | undefined> {
  return tx().one<ItemRow>(
    `select i.id, i.meeting_id as "meetingId", i.case_id as "caseId", i.marac_id as "maracId", i.status, i.reason, r.children
       from meetings.agenda_items i join referrals.referrals r on r.id = i.referral_id where i.id = $1`,
    [agendaItemId],
  );
}

export interface HearingRow {
  quorate: boolean | null;
  missing: string[];
  reason: string;
  heardAt: Date | null;
  ruleVersion: number;
}

export async function hearingOf(agendaItemId: string): Promise<HearingRow | undefined> {
  return tx().one<HearingRow>(
    `select h.quorate, h.missing, h.reason, h.heard_at as "heardAt", h.rule_version as "ruleVersion"
       from conference.hearings h where h.id = $1`,
    [agendaItemId],
  );
}

const INTO_HEARINGS = 'insert into conference.hearings (id, meeting_id, case_id, marac_id, rule_version';

/** The chair has a case heard without a quorum. */
export function waive(item: ItemRow, reason: string, by: string, ruleVersion: number): void {
  tx().write(
    `${INTO_HEARINGS}, reason, waived_by, waived_at) values ($1, $2, $3, $4, $5, $6, $7, now())
     on conflict (id) do update set reason = excluded.reason, waived_by = excluded.waived_by, waived_at = excluded.waived_at`,
    [item.id, item.meetingId, item.caseId, item.maracId, ruleVersion, reason, by],
  );
}

/** How it stood with the quorum as the case was heard, by the chair's decision or without need of one. */
export async function heard(item: ItemRow, missing: readonly string[], ruleVersion: number, at: Date): Promise<void> {
  const { id, meetingId, caseId, maracId } = item;
  const quorate = missing.length === 0;
  const waived = await tx().change(
    'update conference.hearings h set missing = $2, quorate = $3, heard_at = $4, rule_version = $5 where h.id = $1',
    [id, missing, quorate, at, ruleVersion],
  );
  if (waived > 0) return;
  tx().write(`${INTO_HEARINGS}, missing, quorate, heard_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
    id,
    meetingId,
    caseId,
    maracId,
    ruleVersion,
    missing,
    quorate,
    at,
  ]);
}
