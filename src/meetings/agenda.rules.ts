import { type IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

export const AGENDA_STATUSES = ['LISTED', 'HEARD', 'DEFERRED', 'NOT_HEARD', 'WITHDRAWN'] as const;
export type AgendaStatus = (typeof AGENDA_STATUSES)[number];

/** What can be recorded of a listed case; each is final for that meeting. */
export const AGENDA_STEPS = {
  LISTED: ['HEARD', 'DEFERRED', 'NOT_HEARD', 'WITHDRAWN'],
  HEARD: [],
  DEFERRED: [],
  NOT_HEARD: [],
  WITHDRAWN: [],
} as const satisfies Record<AgendaStatus, readonly AgendaStatus[]>;

export const OUTCOMES = ['HEARD', 'DEFERRED', 'NOT_HEARD'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a listed case was not heard, and whether it comes back at the next meeting by itself. */
const REASONS = {
  NO_QUORUM: { again: true },
  AGENCY_ABSENT: { again: true },
  REFERRER_ABSENT: { again: true },
  INSUFFICIENT_INFORMATION: { again: true },
  TIME_OVERRUN: { again: true },
  REVIEW_OR_INCIDENT: { again: true },
  MEETING_CANCELLED: { again: true },
  OUT_OF_AREA: { again: false },
  VICTIM_DECEASED: { again: false },
  DUPLICATE: { again: false },
} as const;
export type NotHeardReason = keyof typeof REASONS;
export const NOT_HEARD_REASONS = Object.keys(REASONS) as NotHeardReason[];

/**
 * True when the case is listed again at the next meeting. The others wait among the unlisted until somebody closes the
 * referral, so that none drops out of sight.
 */
export function comesBack(reason: NotHeardReason): boolean {
  return REASONS[reason].again;
}

export type OutcomeRefusal = 'already-recorded' | 'reason-required' | 'reason-not-wanted' | 'check-not-wanted';

/** Why this outcome cannot be recorded; undefined when it can. */
export function refuseOutcome(
  now: AgendaStatus,
  { status, reason, interimCheck }: { status: Outcome; reason?: NotHeardReason; interimCheck?: object },
): OutcomeRefusal | undefined {
  if (!(AGENDA_STEPS[now] as readonly AgendaStatus[]).includes(status)) return 'already-recorded';
  if (status !== 'HEARD') return reason === undefined ? 'reason-required' : undefined;
  if (reason !== undefined) return 'reason-not-wanted';
  return interimCheck ? 'check-not-wanted' : undefined;
}

/** The day a case was heard: the meeting's, but never one that has yet to come. */
export function dayHeard(meetingOn: IsoDate, today: IsoDate): IsoDate {
  return meetingOn < today ? meetingOn : today;
}

/** Last day on which an accepted referral still goes on this meeting's list. */
export function cutOff(heldOn: IsoDate, workingDays: number, calendar: WorkingCalendar): IsoDate {
  return workingDaysFrom(heldOn, -workingDays, calendar);
}

/** A meeting to come, with the number of cases that take up time on it. */
export interface Room {
  heldOn: IsoDate;
  cases: number;
  cap: number;
}

/** The first of the meetings (in order of time) that is still open for referrals and has room; undefined when there is none. */
export function whereToList<M extends Room>(
  meetings: readonly M[],
  today: IsoDate,
  workingDays: number,
  calendar: WorkingCalendar,
): M | undefined {
  return meetings.find((m) => today <= cutOff(m.heldOn, workingDays, calendar) && m.cases < m.cap);
}

/** One line of an agenda, in order. */
export interface Line {
  id: string;
  minutes: number;
  status: AgendaStatus;
  notHeard: number;
}

/** Where each line stands and how many minutes after the start its slot begins. A withdrawn case takes no time. */
export function timetable(lines: readonly Line[]): { id: string; position: number; startsAfter: number }[] {
  let minutes = 0;
  return lines.map(({ id, minutes: own, status }, index) => {
    const startsAfter = minutes;
    if (status !== 'WITHDRAWN') minutes += own;
    return { id, position: index + 1, startsAfter };
  });
}

/** The agenda with a case that was not heard before put to the top, behind those that wait as long or longer. */
export function carriedOver<L extends Line>(lines: readonly L[], line: L): L[] {
  const others = lines.filter((other) => other.id !== line.id);
  const at = others.findIndex((other) => other.notHeard < line.notHeard);
  return at < 0 ? [...others, line] : [...others.slice(0, at), line, ...others.slice(at)];
}

export interface OrderProblem {
  pointer: string;
  code: 'not-on-the-list' | 'named-twice' | 'missing';
  detail: string;
}

/** What is wrong with a proposed order: every line of the agenda must be named exactly once. */
export function orderProblems(current: readonly string[], proposed: readonly string[]): OrderProblem[] {
  const listed = new Set(current);
  const named = new Set<string>();
  const problems: OrderProblem[] = [];
  for (const [i, id] of proposed.entries()) {
    const pointer = `/items/${i}`;
    if (!listed.has(id))
      problems.push({ pointer, code: 'not-on-the-list', detail: 'This is not on the agenda of this meeting.' });
    else if (named.has(id)) problems.push({ pointer, code: 'named-twice', detail: 'This is named before.' });
    named.add(id);
  }
  const missing = current.filter((id) => !named.has(id)).length;
  if (missing > 0)
    problems.push({ pointer: '/items', code: 'missing', detail: `${missing} on the agenda are not named.` });
  return problems;
}
