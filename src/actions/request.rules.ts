import { type IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import { endOfDay } from '../platform/values/moments.js';

/** What became of a request; WITHDRAWN: the action was closed or handed on before anybody answered. */
export const ANSWERS = ['ACCEPTED', 'DECLINED', 'WITHDRAWN'] as const;
export type Answer = (typeof ANSWERS)[number];

/** The moment by which an agency that was asked today answers: the end of a working day (a week, unless the area says otherwise). */
export function answerBy(today: IsoDate, days: number, calendar: WorkingCalendar, timeZone: string): Date {
  return endOfDay(workingDaysFrom(today, days, calendar), timeZone);
}
