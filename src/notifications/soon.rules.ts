import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** A day is soon from so many working days before it on, and until it is over. */
export function isSoon(day: IsoDate, today: IsoDate, workingDays: number, calendar: WorkingCalendar): boolean {
  return day >= today && workingDaysFrom(day, -workingDays, calendar) <= today;
}
