import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import type { Task } from './tasks.rules.js';

/** How many wait, the oldest since a day. */
export interface Since {
  count: number;
  since: IsoDate | null;
}

/** Things that wait, the oldest since a day: one task, due some working days after. None when nothing waits. */
export function waiting(
  kind: 'INTERIM_CHECKS' | 'UNLISTED' | 'TRANSFERS_OFFERED' | 'SCREENING',
  { count, since }: Since,
  workingDays: number,
  calendar: WorkingCalendar,
  today: IsoDate,
): Task[] {
  if (count === 0 || since === null) return [];
  const dueOn = workingDaysFrom(since, workingDays, calendar);
  const of = { meetingId: null, meetingOn: null, cases: null };
  return [{ kind, ...of, dueOn, state: 'OPEN', overdue: dueOn < today, outstanding: count }];
}

/** A meeting that was cancelled, with cases that nobody has looked after since. */
export interface Unchecked extends Since {
  meetingId: string;
  heldOn: IsoDate;
}

/** One task for each cancelled meeting: victims wait on, and whoever cancelled it may have thought of none of them. */
export function checksOf(
  meetings: readonly Unchecked[],
  workingDays: number,
  calendar: WorkingCalendar,
  today: IsoDate,
): Task[] {
  return meetings.flatMap(({ meetingId, heldOn, ...since }) =>
    waiting('INTERIM_CHECKS', since, workingDays, calendar, today).map((task) => ({
      ...task,
      meetingId,
      meetingOn: heldOn,
    })),
  );
}

export interface Waiting {
  referredOn: IsoDate;
  status: 'SUBMITTED' | 'RETURNED';
}

/**
 * Which meeting would hear each referral that is not accepted yet: the first of which the cut-off is on the day it came, or later. Its
 * tasks show them; those for which no meeting is planned stand by themselves.
 */
export function byMeeting(
  referrals: readonly Waiting[],
  cutOffs: readonly { id: string; on: IsoDate }[],
): { of: Map<string, Waiting[]>; none: Waiting[] } {
  const inOrder = [...cutOffs].sort((a, b) => (a.on < b.on ? -1 : 1));
  const of = new Map<string, Waiting[]>();
  const none: Waiting[] = [];
  for (const referral of referrals) {
    const meeting = inOrder.find(({ on }) => on >= referral.referredOn);
    if (!meeting) none.push(referral);
    else of.set(meeting.id, [...(of.get(meeting.id) ?? []), referral]);
  }
  return { of, none };
}
