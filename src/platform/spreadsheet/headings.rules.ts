import { SpreadsheetRefused } from './spreadsheet-refused.js';

/** 'Victim  Surname ' becomes 'victim_surname'. */
export function normaliseHeading(heading: string): string {
  return heading.normalize('NFC').trim().toLowerCase().replace(/\s+/gu, '_');
}

/**
 * The headings of a file, normalised. Empty cells to the right of the last heading are not headings.
 *
 * @throws SpreadsheetRefused `empty-header`, `duplicate-header`, `too-many-cells`
 */
export function readHeadings(cells: readonly string[], line: number, maxColumns: number): string[] {
  const headings = cells.map(normaliseHeading);
  while (headings.at(-1) === '') headings.pop();
  if (headings.length > maxColumns) throw new SpreadsheetRefused('too-many-cells', line);
  if (headings.includes('')) throw new SpreadsheetRefused('empty-header', line);
  if (new Set(headings).size !== headings.length) throw new SpreadsheetRefused('duplicate-header', line);
  return headings;
}
