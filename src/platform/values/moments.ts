import { Temporal } from 'temporal-polyfill';
import type { IsoDate } from './dates.js';

/** The same times of the same days are asked about again and again, and a zone's rules cost more to look up than all else that is done for one. */
const known = new Map<string, number>();
const MOST_KNOWN = 50_000;

/**
 * A time of a day (HH:MM) by the clock on the wall, summer or winter; one that the clock change leaves out comes an hour later, one that it
 * repeats comes first.
 */
export function momentOn(day: IsoDate, time: string, timeZone: string): Date {
  const key = `${day}T${time} ${timeZone}`;
  let at = known.get(key);
  if (at === undefined) {
    at = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, at);
  }
  return new Date(at);
}

/** The last millisecond of a calendar day: what is due "on Friday" is overdue when Friday is over, summer time or not. */
export function endOfDay(day: IsoDate, timeZone: string): Date {
  return momentOn(day, '23:59:59.999', timeZone);
}
