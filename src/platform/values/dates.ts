/**
 * Calendar dates without a time of day, as ISO 8601 text `YYYY-MM-DD` (years 0001 to 9999, proleptic Gregorian).
 * Text of this shape sorts by date, so `<`, `>` and `===` compare dates. Plain integer arithmetic: these functions run
 * several times for every row of an import. No error text contains the date: it may be somebody's birth date.
 */
export type IsoDate = string;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The date that `text` writes exactly as `YYYY-MM-DD`, or null when it has another shape or no calendar has that day. */
export function parseIsoDate(text: string): IsoDate | null {
  const found = SHAPE.exec(text);
  return found ? isoDate(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

/** The date of a year, month (1-12) and day (1-31), or null when no calendar has it. */
export function isoDate(year: number, month: number, day: number): IsoDate | null {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return null;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return write(year, month, day);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

/**
 * Calendar months later (or earlier, when negative). A day that the month lacks becomes the month's last:
 * 29 February 2024 + 12 months = 28 February 2025.
 */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = split(date);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return checked(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from one date to another; negative when `to` comes first. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** For sorting: negative, zero or positive. */
export function compareDates(a: IsoDate, b: IsoDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 1 = Monday to 7 = Sunday. */
export function weekday(date: IsoDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** Whole years of age on a date; negative before birth. Somebody born on 29 February has their birthday on 1 March in a common year. */
export function ageOn(birthDate: IsoDate, on: IsoDate): number {
  const [bornYear] = split(birthDate);
  const [year] = split(on);
  return year - bornYear - (on.slice(5) < birthDate.slice(5) ? 1 : 0);
}

/** The calendar date at an instant in a time zone such as `Europe/London`. */
export function todayIn(timeZone: string, now: Date): IsoDate {
  const minute = Math.floor(now.getTime() / 60_000);
  const known = latest.get(timeZone);
  if (known?.minute === minute) return known.date; // asked on every request; formatting takes longer than the request's own work
  const date = dateIn(timeZone, now);
  latest.set(timeZone, { minute, date });
  return date;
}

/** Days begin on a full minute in every time zone. */
const latest = new Map<string, { minute: number; date: IsoDate }>();

function dateIn(timeZone: string, now: Date): IsoDate {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(now)) part[type] = Number(value);
  return checked(part.year ?? 0, part.month ?? 0, part.day ?? 0);
}

/** Days since 1 January 1970. Year counted from March, so that a leap day comes last (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function dayNumber(date: IsoDate): number {
  const [year, month, day] = split(date);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function fromDayNumber(days: number): IsoDate {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return checked(year, month, dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1);
}

function split(date: IsoDate): [number, number, number] {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  if (date.length !== 10 || !(year >= 1) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31)) {
    throw new RangeError('not a calendar date of the form YYYY-MM-DD');
  }
  return [year, month, day];
}

function checked(year: number, month: number, day: number): IsoDate {
  const date = isoDate(year, month, day);
  if (date === null) throw new RangeError('outside the calendar (years 0001 to 9999)');
  return date;
}

function write(year: number, month: number, day: number): IsoDate {
  return `${year > 999 ? year : String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}
