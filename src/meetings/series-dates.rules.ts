import { Temporal } from 'temporal-polyfill';
import { addDays, addMonths, daysInMonth, type IsoDate, weekday as weekdayOf } from '../platform/values/dates.js';
import { isBankHoliday, type Nation } from '../platform/values/holidays.js';
import { workingDaysAfter } from '../platform/values/working-days.js';

export const FREQUENCIES = ['WEEKLY', 'FORTNIGHTLY', 'FOUR_WEEKLY', 'MONTHLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What becomes of an occurrence that falls on a bank holiday. */
export const BANK_HOLIDAY_RULES = ['NEXT_WORKING_DAY', 'SKIP'] as const;
export type BankHolidayRule = (typeof BANK_HOLIDAY_RULES)[number];

export interface Recurrence {
  frequency: Frequency;
  weekday: Weekday;
  /** MONTHLY: 1 to 4 for the first to fourth such weekday of the month, 5 for the last; otherwise null */
  nth: number | null;
  /** no date before this day; weeks are counted from the first such weekday on or after it */
  startsOn: IsoDate;
}

const WEEKS: Record<Exclude<Frequency, 'MONTHLY'>, number> = { WEEKLY: 1, FORTNIGHTLY: 2, FOUR_WEEKLY: 4 };
const LAST = 5;

/** The days a series names from `from` to `to`, both included. */
export function occurrences(series: Recurrence, from: IsoDate, to: IsoDate): IsoDate[] {
  const start = from > series.startsOn ? from : series.startsOn;
  return series.frequency === 'MONTHLY'
    ? monthly(series, start, to)
    : weekly(series, WEEKS[series.frequency] * 7, start, to);
}

function weekly(series: Recurrence, step: number, start: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = onOrAfter(series.startsOn, series.weekday); day <= to; day = addDays(day, step)) {
    if (day >= start) days.push(day);
  }
  return days;
}

function monthly(series: Recurrence, start: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let first = `${start.slice(0, 7)}-01`; first <= to; first = addMonths(first, 1)) {
    const day = nthOf(first, series.weekday, series.nth ?? 1);
    if (day >= start && day <= to) days.push(day);
  }
  return days;
}

function nthOf(firstOfMonth: IsoDate, weekday: Weekday, nth: number): IsoDate {
  if (nth !== LAST) return addDays(onOrAfter(firstOfMonth, weekday), (nth - 1) * 7);
  const lastWeek = addDays(
    firstOfMonth,
    daysInMonth(Number(firstOfMonth.slice(0, 4)), Number(firstOfMonth.slice(5, 7))) - 7,
  );
  return onOrAfter(lastWeek, weekday);
}

function onOrAfter(day: IsoDate, weekday: Weekday): IsoDate {
  return addDays(day, (WEEKDAYS.indexOf(weekday) + 1 - weekdayOf(day) + 7) % 7);
}

/** The day on which an occurrence is held, or null when it is skipped. */
export function dayHeld(occurrence: IsoDate, nation: Nation, rule: BankHolidayRule): IsoDate | null {
  if (!isBankHoliday(occurrence, nation)) return occurrence;
  return rule === 'SKIP' ? null : workingDaysAfter(occurrence, 1, nation);
}

/** The moment at which a meeting starts that people go to at `time` (HH:MM) by the clock on the wall, summer or winter. */
export function startOf(day: IsoDate, time: string, timeZone: string): Date {
  return new Date(Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds);
}
