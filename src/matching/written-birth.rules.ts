import { parseWrittenDate } from '../platform/values/written-date.js';
import type { BirthParts } from './details.rules.js';

const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\.0+)?$/;
const YEAR_FIRST = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?$/;
const YEAR_LAST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?$/;
const YEAR = /^(\d{4})(?:\.0+)?$/;
const two = (digits: string) => digits.padStart(2, '0');

/**
 * The parts of a birth date for comparing. Unlike a referral's, a date that no calendar has is kept (a mistyped 31 February is
 * still like 13 February), and one that cannot be read at all is as good as missing.
 * @param monthFirst a file of dates as in 12/31/1990
 */
export function birthParts(text: string, monthFirst = false): BirthParts | undefined {
  const plain = text.trim();
  const first = COMPACT.exec(plain) ?? YEAR_FIRST.exec(plain);
  if (first) return known(first[1]!, first[2]!, first[3]!);
  const last = YEAR_LAST.exec(plain);
  if (last) return monthFirst ? known(last[3]!, last[1]!, last[2]!) : known(last[3]!, last[2]!, last[1]!);
  const year = YEAR.exec(plain);
  if (year) return { year: year[1]! };
  const written = parseWrittenDate(plain, (digits) => (digits > 30 ? 1900 + digits : 2000 + digits));
  if (written.kind === 'date') return known(written.date.slice(0, 4), written.date.slice(5, 7), written.date.slice(8));
  if (written.kind === 'month') return { year: `${written.year}`, month: two(`${written.month}`) };
  return written.kind === 'year' ? { year: `${written.year}` } : undefined;
}

function known(year: string, month: string, day: string): BirthParts {
  if (Number(month) === 0) return { year };
  return Number(day) === 0 ? { year, month: two(month) } : { year, month: two(month), day: two(day) };
}

/** Whether dates that end in a year have the month first: some middle number is no month, and no first one. */
export function hasMonthFirst(texts: readonly string[]): boolean {
  const dates = texts.map((text) => YEAR_LAST.exec(text.trim())).filter((found) => found !== null);
  return dates.some((date) => Number(date[2]) > 12) && !dates.some((date) => Number(date[1]) > 12);
}
