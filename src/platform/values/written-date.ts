import { ageOn, addMonths, isoDate, yearOf, type IsoDate } from './dates.js';

/** Which year a two-digit year stands for, given the month and day beside it. */
export type TwoDigitYearRule = (twoDigits: number, month: number, day: number) => number;

/**
 * What a cell says about a date. `found` is the text as written: it may be personal, so it goes back to the person who
 * sent the row and never into a log. UNREADABLE = no form of date we know; NO_SUCH_DAY = a date that no calendar has.
 */
export type WrittenDate =
  | { kind: 'date'; date: IsoDate }
  | { kind: 'month'; year: number; month: number }
  | { kind: 'year'; year: number }
  | { kind: 'unknown' }
  | { kind: 'impossible'; found: string; reason: 'NO_SUCH_DAY' | 'UNREADABLE' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const MONTH_NAME =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;
const UNKNOWN_WORDS =
  /^(?:[-–—?.*]*|n[./]?[ak]\.?|u\/?k|d\/?k|nil|none|null|blank|unk|unknown|not (?:yet )?(?:known|stated|recorded|given|provided|disclosed|available|applicable|asked)|don'?t know|refused|declined|withheld|tb[ac]|to be (?:advised|confirmed))$/;
const DAY_OF_WEEK = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+/;
const TIME_OF_DAY = /(?:t|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?$|t00:00(?::00(?:\.0+)?)?z$/;
const DAY_FIRST = /^(\d{1,2}|xx|\?\??)\s*([/.\- ])\s*(\d{1,2}|xx|\?\??)\s*\2\s*(\d{4}|\d{2}|xx|xxxx|\?{1,4})\.?$/;
const YEAR_FIRST = /^(\d{4})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{1,2})$/;
const DAY_NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[\s\-./,]*(?:of\s+)?([a-z]{3,9})[\s\-./,]*(\d{4}|\d{2})$/;
const NAMED_DAY = /^([a-z]{3,9})[\s.]+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$/;
const MONTH_YEAR = /^(\d{1,2})\s*[-/.]\s*(\d{4})$/;
const NAMED_YEAR = /^([a-z]{3,9})[\s\-./,]+(\d{4})$/;
const LONGEST = 60;

/** A reading before the text is put beside a failure. */
type Failure = 'NO_SUCH_DAY' | 'UNREADABLE';
type Reading = Exclude<WrittenDate, { kind: 'impossible' }> | Failure;

/**
 * Reads a date as people write it in UK spreadsheets: day before month, any of `/ . -` or a space between, a month's
 * name, an ISO date, a time of day behind (ignored). Never guesses: `05/14/1988` is impossible, not American.
 * Years run from 1800 to 2199; anything else is a slip of the keyboard.
 */
export function parseWrittenDate(text: string, twoDigitYear: TwoDigitYearRule): WrittenDate {
  if (text.length > LONGEST) return { kind: 'impossible', found: text.slice(0, LONGEST), reason: 'UNREADABLE' };
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').replace(/[‘’]/g, "'").trim().toLowerCase();
  if (UNKNOWN_WORDS.test(plain)) return { kind: 'unknown' };
  const bare = plain.replace(DAY_OF_WEEK, '').replace(TIME_OF_DAY, '');
  const reading = readNumeric(bare, twoDigitYear) ?? readNamed(bare, twoDigitYear) ?? readYear(bare) ?? 'UNREADABLE';
  return typeof reading === 'string' ? { kind: 'impossible', found: text.trim(), reason: reading } : reading;
}

function readNumeric(text: string, rule: TwoDigitYearRule): Reading | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return readDayFirst(dayFirst[1] ?? '', dayFirst[3] ?? '', dayFirst[4] ?? '', rule);
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return dated(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const month = MONTH_YEAR.exec(text);
  return month ? inMonth(Number(month[2]), Number(month[1])) : null;
}

/** `00/00/1988`, `xx/05/1988` and the like give what is left of a date that is only partly known. */
function readDayFirst(day: string, month: string, year: string, rule: TwoDigitYearRule): Reading {
  if (isBlank(year) && (year.length !== 2 || isBlank(day + month))) return { kind: 'unknown' };
  if (!isBlank(day) && !isBlank(month)) {
    return dated(fullYear(year, Number(month), Number(day), rule), Number(month), Number(day));
  }
  if (year.length !== 4 || !plausible(Number(year))) return 'UNREADABLE';
  return isBlank(month) ? { kind: 'year', year: Number(year) } : inMonth(Number(year), Number(month));
}

function readNamed(text: string, rule: TwoDigitYearRule): Reading | null {
  const dayNamed = DAY_NAMED.exec(text);
  const namedDay = dayNamed ? null : NAMED_DAY.exec(text);
  const [name, day, year] = dayNamed ? [dayNamed[2], dayNamed[1], dayNamed[3]] : (namedDay?.slice(1) ?? []);
  if (name !== undefined && day !== undefined && year !== undefined) {
    const month = monthNumber(name);
    return month === 0 ? null : dated(fullYear(year, month, Number(day), rule), month, Number(day));
  }
  const found = NAMED_YEAR.exec(text);
  const month = found ? monthNumber(found[1] ?? '') : 0;
  return found && month > 0 ? inMonth(Number(found[2]), month) : null;
}

function readYear(text: string): Reading | null {
  return /^\d{4}$/.test(text) && plausible(Number(text)) ? { kind: 'year', year: Number(text) } : null;
}

function dated(year: number, month: number, day: number): Reading {
  const date = plausible(year) ? isoDate(year, month, day) : null;
  return date === null ? 'NO_SUCH_DAY' : { kind: 'date', date };
}

function inMonth(year: number, month: number): Reading {
  return plausible(year) && month >= 1 && month <= 12 ? { kind: 'month', year, month } : 'NO_SUCH_DAY';
}

/** Two-digit year of a birth: the latest that is not in the future and makes a person of at least `minimumAge` on `on`. */
export function twoDigitBirthYear(on: IsoDate, minimumAge: number): TwoDigitYearRule {
  return (twoDigits, month, day) => {
    const latest = latestYearEnding(twoDigits, yearOf(on));
    // A day that the year lacks (29 February) is judged by the last day of its month, and refused afterwards.
    const born = isoDate(latest, month, day) ?? isoDate(latest, month, 28);
    return born !== null && (born > on || ageOn(born, on) < minimumAge) ? latest - 100 : latest;
  };
}

/**
 * Two-digit year of an event: the latest year that puts it no more than `monthsAhead` after `on`, so that a slip into
 * next year reads as a date in the future (and is refused) and not as one a century ago.
 */
export function twoDigitEventYear(on: IsoDate, monthsAhead = 240): TwoDigitYearRule {
  const horizon = addMonths(on, monthsAhead);
  return (twoDigits, month, day) => {
    const latest = latestYearEnding(twoDigits, yearOf(horizon));
    const date = isoDate(latest, month, day);
    return date !== null && date > horizon ? latest - 100 : latest;
  };
}

function latestYearEnding(twoDigits: number, notAfter: number): number {
  const year = notAfter - (notAfter % 100) + twoDigits;
  return year > notAfter ? year - 100 : year;
}

function fullYear(year: string, month: number, day: number, rule: TwoDigitYearRule): number {
  return year.length === 2 ? rule(Number(year), month, day) : Number(year);
}

function plausible(year: number): boolean {
  return year >= 1800 && year <= 2199;
}

function isBlank(part: string): boolean {
  return !/[1-9]/.test(part);
}

function monthNumber(name: string): number {
  return MONTH_NAME.test(name) ? MONTHS.findIndex((month) => name.startsWith(month)) + 1 : 0;
}
