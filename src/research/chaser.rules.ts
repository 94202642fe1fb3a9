import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** Reminders of research that is owed: on the eve of the day it is due, on the day, and after it. */
export const STEPS = ['EVE', 'DUE', 'AFTER'] as const;
export type Step = (typeof STEPS)[number];

/** The last one goes to whoever answers for the agency, too. */
export const tellsManager = (step: Step): boolean => step === 'AFTER';

export interface StepDay {
  step: Step;
  on: IsoDate;
}

/** On which days an agency is reminded, in order. */
export function stepDays(
  dueOn: IsoDate,
  calendar: WorkingCalendar,
  rules: { remindWorkingDaysBefore: number; remindWorkingDaysAfter: number },
): StepDay[] {
  return [
    { step: 'EVE', on: workingDaysFrom(dueOn, -rules.remindWorkingDaysBefore, calendar) },
    { step: 'DUE', on: dueOn },
    { step: 'AFTER', on: workingDaysFrom(dueOn, rules.remindWorkingDaysAfter, calendar) },
  ];
}

export interface StepTime {
  step: Step;
  at: Date;
}

/**
 * The reminder that stands now, and the next one. Who was away for a day sends the latest alone: three at once would tell nobody
 * more than one. What fell due before the agency was asked is not sent: the request itself has just told them.
 */
export function stepNow(
  times: readonly StepTime[],
  askedAt: Date,
  now: Date,
): { now: Step | null; next: StepTime | null } {
  const passed = times.filter(({ at }) => at <= now && at > askedAt);
  const next = times.find(({ at }) => at > now) ?? null;
  return { now: passed.at(-1)?.step ?? null, next };
}
