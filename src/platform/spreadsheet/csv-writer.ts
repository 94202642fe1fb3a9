/** What a spreadsheet program takes for the start of a formula (OWASP, "CSV injection"), behind any apostrophes. */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/u;
const needsQuotes = /[",;\t\r\n]|^\s|\s$/u;

export type CsvValue = string | number | bigint | boolean | null | undefined;

/** Put before the first line of a file for Excel, which otherwise reads UTF-8 as Windows-1252. */
export const csvByteOrderMark = '\uFEFF';

/**
 * A value as cell text that no spreadsheet program runs as a formula: text that starts like one (= + - @, tab, line
 * break and the full-width signs) gets a leading apostrophe. So does text that already has apostrophes before such a
 * sign, which makes the step reversible: `fromSafeCell` gives the original back.
 *
 * A negative number given as a number is left alone (-5 is a value, '-5' might be the start of a formula); null,
 * undefined, NaN and the infinities are empty.
 */
export function csvSafeCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value !== 'string') return String(value);
  return formulaStart.test(value) ? `'${value}` : value;
}

/** The text that `csvSafeCell` was given. An apostrophe before anything but the start of a formula stays. */
export function fromSafeCell(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell) ? cell.slice(1) : cell;
}

/** One line of a CSV file, safe against formulas, quoted by RFC 4180, with its line end (CR LF). */
export function csvLine(values: readonly CsvValue[]): string {
  const cells = values.map((value) => {
    const cell = csvSafeCell(value);
    return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  });
  return `${cells.join(',')}\r\n`;
}
