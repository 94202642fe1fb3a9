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

/** The day so many working days after a date, or before it when `count` is negative; the date itself for 0. */
export function workingDaysFrom(date: IsoDate, count: number, { nation, closures }: WorkingCalendar): IsoDate {
  return step(date, Math.abs(count), count < 0 ? -1 : 1, nation, closures);
}

/** Counts back `count` working days, the date itself excluded; 0 gives the date itself. */
export function workingDaysBefore(date: IsoDate, count: number, nation: Nation, closures: Closures = NONE): IsoDate {
  return step(date, count, -1, nation, closures);
}

/** Counts on `count` working days, the date itself excluded; 0 gives the date itself. */
export function workingDaysAfter(date: IsoDate, count: number, nation: Nation, closures: Closures = NONE): IsoDate {
  return step(date, count, 1, nation, closures);
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

function step(date: IsoDate, count: number, direction: 1 | -1, nation: Nation, closures: Closures): IsoDate {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('working days are counted in whole numbers from 0');
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, direction);
    if (isWorkingDay(day, nation, closures)) left--;
  }
  return day;
}
