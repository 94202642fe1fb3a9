/** The check letter is the place of (two-digit year, then seven-digit serial) modulo 23 in this row. */
const CHECK_LETTERS = 'ZABCDEFGHJKLMNPQRTUVWXY';
const SHAPE = /^(\d{4}|\d{2})\/(\d{1,7})([A-Z])$/;

/**
 * A Police National Computer identifier as `YYYY/NNNNNNNL`, or null when the text is none or its check letter is wrong.
 * Legacy short forms (`12/52494Q`) get their zeros and their century: the latest that does not put the year after
 * `thisYear`.
 */
export function normalisePncId(text: string, thisYear: number): string | null {
  const found = SHAPE.exec(text.normalize('NFKC').replace(/\s+/g, '').toUpperCase());
  if (!found) return null;
  const [, writtenYear = '', writtenSerial = '', letter] = found;
  const year = writtenYear.length === 4 ? Number(writtenYear) : centuryFor(Number(writtenYear), thisYear);
  if (year < 1900 || year > thisYear) return null;
  const serial = writtenSerial.padStart(7, '0');
  return letter === CHECK_LETTERS[Number(String(year).slice(2) + serial) % 23] ? `${year}/${serial}${letter}` : null;
}

export function isPncId(text: string, thisYear: number): boolean {
  return normalisePncId(text, thisYear) !== null;
}

function centuryFor(twoDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear ? year - 100 : year;
}
