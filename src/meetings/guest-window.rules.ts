import { Temporal } from 'temporal-polyfill';
import { addDays, type IsoDate, todayIn } from '../platform/values/dates.js';
import { momentOn } from '../platform/values/moments.js';

export interface Window {
  from: Date;
  until: Date;
}

/** When a guest may open the case: from some minutes before its slot, never before the day of the meeting, to the end of that day. */
export function guestWindow(slotAt: Date, meetingOn: IsoDate, minutesBefore: number, timeZone: string): Window {
  const dayStarts = momentOn(meetingOn, '00:00', timeZone);
  const before = new Date(slotAt.getTime() - minutesBefore * 60_000);
  return { from: before < dayStarts ? dayStarts : before, until: momentOn(addDays(meetingOn, 1), '00:00', timeZone) };
}

/** HH:MM by the clock on the wall. */
export function timeIn(timeZone: string, moment: Date): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toPlainTime();
  return wall.toString({ smallestUnit: 'minute' });
}

export interface AvailabilityRefusal {
  field: 'availableFrom' | 'availableUntil';
  code: 'required' | 'another-day' | 'before-it-begins';
}

/** What is wrong with the time in which a guest says they can come; undefined when nothing is, or when they said nothing. */
export function refuseAvailability(
  { from, until }: { from: Date | null; until: Date | null },
  meetingOn: IsoDate,
  timeZone: string,
): AvailabilityRefusal | undefined {
  if (!from && !until) return undefined;
  if (!from) return { field: 'availableFrom', code: 'required' };
  if (!until) return { field: 'availableUntil', code: 'required' };
  if (todayIn(timeZone, from) !== meetingOn) return { field: 'availableFrom', code: 'another-day' };
  if (todayIn(timeZone, until) !== meetingOn) return { field: 'availableUntil', code: 'another-day' };
  return until <= from ? { field: 'availableUntil', code: 'before-it-begins' } : undefined;
}
