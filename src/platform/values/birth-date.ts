import { addMonths, ageOn, daysInMonth, isoDate, type IsoDate } from './dates.js';
import { parseWrittenDate, twoDigitBirthYear } from './written-date.js';

/**
 * How much of a birth date is known. POSSIBLY_YEAR_ONLY: written as 1 January, which often stands for "only the year is
 * known". ESTIMATED is for a worker's own estimate; reading text never gives it.
 */
export type BirthDatePrecision = 'DAY' | 'POSSIBLY_YEAR_ONLY' | 'MONTH' | 'YEAR' | 'ESTIMATED' | 'UNKNOWN';

/** `value` is `YYYY-MM-DD`, `YYYY-MM` (MONTH), `YYYY` (YEAR) or null (UNKNOWN). */
export interface BirthDate {
  value: string | null;
  precision: BirthDatePrecision;
}

export type BirthDateRefusal = 'impossible-date' | 'unreadable-date' | 'future-date' | 'beyond-human-age';

export type BirthDateReading =
  ({ outcome: 'read' } & BirthDate) | { outcome: 'refused'; code: BirthDateRefusal; found: string };

/** The age from which a person can be a victim of domestic abuse in law (Domestic Abuse Act 2021, section 1). */
const ADULT_FROM = 16;
const OLDEST = 125;
/** What computers write for "no date": the first days that Excel and older databases can hold. */
const PLACEHOLDERS = new Set(['1899-12-30', '1899-12-31', '1900-01-01', '1901-01-01']);

/**
 * Reads a birth date as written in a referral. A two-digit year is the latest that is not in the future and makes a
 * person of `youngest` years or more on `on` (pass 0 for a child). Refusals are values; `found` is the text as written.
 */
export function readBirthDate(text: string | null | undefined, on: IsoDate, youngest = ADULT_FROM): BirthDateReading {
  const written = parseWrittenDate(text ?? '', twoDigitBirthYear(on, youngest));
  switch (written.kind) {
    case 'unknown':
      return { outcome: 'read', value: null, precision: 'UNKNOWN' };
    case 'impossible':
      return refused(written.reason === 'NO_SUCH_DAY' ? 'impossible-date' : 'unreadable-date');
    case 'year':
      return within(`${written.year}`, 'YEAR');
    case 'month':
      return within(`${written.year}-${String(written.month).padStart(2, '0')}`, 'MONTH');
    case 'date':
      if (PLACEHOLDERS.has(written.date)) return { outcome: 'read', value: null, precision: 'UNKNOWN' };
      return within(written.date, written.date.endsWith('-01-01') ? 'POSSIBLY_YEAR_ONLY' : 'DAY');
  }

  function within(value: string, precision: BirthDatePrecision): BirthDateReading {
    if (value > on.slice(0, value.length)) return refused('future-date');
    if (value.slice(0, 4) < String(Number(on.slice(0, 4)) - OLDEST)) return refused('beyond-human-age');
    return { outcome: 'read', value, precision };
  }

  function refused(code: BirthDateRefusal): BirthDateReading {
    return { outcome: 'refused', code, found: (text ?? '').trim() };
  }
}

/** The first and last day on which somebody with this birth date can have been born; null when nothing is known. */
export function birthRange(birth: BirthDate): { from: IsoDate; to: IsoDate } | null {
  if (birth.value === null || birth.precision === 'UNKNOWN') return null;
  const [year = 0, month = 0] = birth.value.split('-').map(Number);
  if (birth.precision === 'DAY') return { from: birth.value, to: birth.value };
  if (birth.precision === 'MONTH') return span(isoDate(year, month, 1), isoDate(year, month, daysInMonth(year, month)));
  const [first, last] = [isoDate(year, 1, 1), isoDate(year, 12, 31)];
  if (birth.precision !== 'ESTIMATED') return span(first, last);
  // An estimate is taken to be right within a year either way.
  return span(first && addMonths(first, -12), last && addMonths(last, 12));
}

/**
 * Whether somebody has reached an age on a date. CANNOT_TELL when what is known of the birth date allows both: then
 * people are asked, and nothing is refused (16 and 17 turn on it).
 */
export function hasReached(age: number, birth: BirthDate, on: IsoDate): 'YES' | 'NO' | 'CANNOT_TELL' {
  const range = birthRange(birth);
  if (range === null) return 'CANNOT_TELL';
  if (ageOn(range.to, on) >= age) return 'YES';
  return ageOn(range.from, on) < age ? 'NO' : 'CANNOT_TELL';
}

function span(from: IsoDate | null, to: IsoDate | null): { from: IsoDate; to: IsoDate } | null {
  return from !== null && to !== null ? { from, to } : null;
}
