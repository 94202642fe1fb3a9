import { addDays, weekday, type IsoDate } from './dates.js';
import { isBankHoliday, type Nation } from './holidays.js';

/** Days that an area keeps closed besides, or that were proclaimed after this version was published. */
export type Closures = ReadonlySet<IsoDate>;
const NONE: Closures = new Set();

/** What decides on the working days of one area. */
export interface WorkingCalendar {
  nation: Nation;
  closures: Closures;
}

/** Monday to Friday, except bank holidays of the nation and further closures. */
export function isWorkingDay(date: IsoDate, nation: Nation, closures: Closures = NONE): boolean {
  return weekday(date) <= 5 && !isBankHoliday(date, nation) && !closures.has(date);
}

/** A bank holiday of the nation or a day on which the area is closed besides. */
export function isClosed(date: IsoDate, { nation, closures }: WorkingCalendar): boolean {
  return isBankHoliday(date, nation) || closures.has(date);
}

/**
 * The day so many working days after a date, or before it when `count` is negative; the date itself is not counted, and is the answer
 * for 0.
 */
export function workingDaysFrom(date: IsoDate, count: number, { nation, closures }: WorkingCalendar): IsoDate {
  if (!Number.isSafeInteger(count)) throw new RangeError('working days are counted in whole numbers');
  const direction = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, direction);
    if (isWorkingDay(day, nation, closures)) left--;
  }
  return day;
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: IsoDate, to: IsoDate, nation: Nation, closures: Closures = NONE): number {
  let count = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, nation, closures)) count++;
  }
  return count;
}
