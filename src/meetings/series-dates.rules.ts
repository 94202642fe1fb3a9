import { addDays, addMonths, daysInMonth, type IsoDate, weekday as weekdayOf } from '../platform/values/dates.js';
import { isClosed, type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** WORKING_DAYS: a hub that meets every working day. */
export const FREQUENCIES = ['WEEKLY', 'FORTNIGHTLY', 'FOUR_WEEKLY', 'MONTHLY', 'WORKING_DAYS'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What becomes of an occurrence that falls on a bank holiday or another day on which the area is closed. */
export const BANK_HOLIDAY_RULES = ['NEXT_WORKING_DAY', 'SKIP', 'HOLD'] as const;
export type BankHolidayRule = (typeof BANK_HOLIDAY_RULES)[number];

export interface Recurrence {
  frequency: Frequency;
  /** null for one that meets on all of them */
  weekday: Weekday | null;
  /** MONTHLY: 1 to 4 for the first to fourth such weekday of the month, 5 for the last; otherwise null */
  nth: number | null;
  /** no date before this day; weeks are counted from the first such weekday on or after it */
  startsOn: IsoDate;
  /** no date after this day; null: it goes on */
  endsOn: IsoDate | null;
}

const WEEKS: Record<Exclude<Frequency, 'MONTHLY' | 'WORKING_DAYS'>, number> = {
  WEEKLY: 1,
  FORTNIGHTLY: 2,
  FOUR_WEEKLY: 4,
};
const LAST = 5;

/** The days a series names from `from` to `to`, both included. */
export function occurrences(series: Recurrence, from: IsoDate, to: IsoDate): IsoDate[] {
  const { frequency, weekday, endsOn } = series;
  const start = from > series.startsOn ? from : series.startsOn;
  const end = endsOn !== null && endsOn < to ? endsOn : to;
  if (frequency === 'WORKING_DAYS' || weekday === null) return weekdays(start, end);
  return frequency === 'MONTHLY'
    ? monthly(weekday, series.nth ?? 1, start, end)
    : weekly(onOrAfter(series.startsOn, weekday), WEEKS[frequency] * 7, start, end);
}

function weekdays(start: IsoDate, end: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = start; day <= end; day = addDays(day, 1)) if (weekdayOf(day) <= 5) days.push(day);
  return days;
}

function weekly(first: IsoDate, step: number, start: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = first; day <= to; day = addDays(day, step)) {
    if (day >= start) days.push(day);
  }
  return days;
}

function monthly(weekday: Weekday, nth: number, start: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let first = `${start.slice(0, 7)}-01`; first <= to; first = addMonths(first, 1)) {
    const day = nthOf(first, weekday, nth);
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

/** The day on which an occurrence is held, or null when it is skipped: a hub that meets every working day has met the next day anyway. */
export function dayHeld(
  occurrence: IsoDate,
  frequency: Frequency,
  calendar: WorkingCalendar,
  rule: BankHolidayRule,
): IsoDate | null {
  if (!isClosed(occurrence, calendar)) return occurrence;
  if (frequency === 'WORKING_DAYS' || rule === 'SKIP') return null;
  return rule === 'HOLD' ? occurrence : workingDaysFrom(occurrence, 1, calendar);
}
