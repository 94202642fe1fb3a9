import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** Why nobody is to be reminded of an action for a while. Each is a reason about the victim's safety, or is said in words. */
export const PAUSE_REASONS = ['VICTIM_ASKED_TO_WAIT', 'UNSAFE', 'OTHER'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export interface PauseQuestion {
  today: IsoDate;
  /** last day of the pause, when somebody says it */
  until?: IsoDate;
  /** day of the next meeting, when there is one: it looks at every action again */
  nextMeetingOn: IsoDate | null;
  longestWorkingDays: number;
  calendar: WorkingCalendar;
}

export type PauseRefusal = 'in-the-past' | 'beyond-next-meeting' | 'too-long';

/**
 * The last day of a pause. It ends by itself: before the next meeting, and after so many working days at the latest, so that no action
 * is forgotten because somebody once asked to wait.
 */
export function lastDayOf(question: PauseQuestion): { on: IsoDate } | { refused: PauseRefusal } {
  const { today, until, nextMeetingOn, longestWorkingDays, calendar } = question;
  const longest = workingDaysFrom(today, longestWorkingDays, calendar);
  if (!until) return { on: nextMeetingOn && nextMeetingOn < longest ? nextMeetingOn : longest };
  if (until < today) return { refused: 'in-the-past' };
  if (nextMeetingOn && until > nextMeetingOn) return { refused: 'beyond-next-meeting' };
  return until > longest ? { refused: 'too-long' } : { on: until };
}

/** Who may pause what somebody is to do: coordinators and chairs, and a manager of the agency that owns it. */
export function mayPause(
  ownerAgencyId: string,
  hand: { agencyId: string | null; pauses: boolean; sets: boolean },
): boolean {
  return hand.pauses && (hand.sets || hand.agencyId === ownerAgencyId);
}
