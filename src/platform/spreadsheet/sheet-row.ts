export type SpreadsheetKind = 'csv' | 'xlsx';

/**
 * What is wrong with one row; the rows around it are unharmed.
 *
 * - `broken-quotes` quotation marks do not match, or a quoted cell swallowed the lines after it: all cells are empty
 * - `extra-cells` something is written to the right of the last heading
 * - `cell-too-long` a CSV cell is longer than a spreadsheet allows (mostly a quotation mark never closed)
 * - `error-cell` the cell shows an error such as #REF! and reads as empty
 * - `impossible-date`, `impossible-number` the cell's number is not one, and reads as empty
 *
 * `column` counts from 1. It is a place, not a heading: in a file without headings, row 1 is somebody's record.
 */
export interface RowProblem {
  code: 'broken-quotes' | 'extra-cells' | 'cell-too-long' | 'error-cell' | 'impossible-date' | 'impossible-number';
  column?: number;
}

/** A row under its headings. */
export interface SheetRow {
  /** As a person counts: the first row below the headings is 1; blank rows are skipped but counted. */
  row: number;
  /** Where to look in the file: the row of the sheet (XLSX), or the line on which the row begins (CSV), from 1. */
  sheetLine: number;
  /** Every heading is present; a missing cell is ''. Values are as written, not trimmed. No prototype. */
  cells: Record<string, string>;
  /** The first thing wrong with the row, if any. */
  problem?: RowProblem;
  /** The row is hidden in the workbook (by hand or by a filter). It is read: dropping it would lose a referral. */
  hidden?: true;
}

/** A row before its headings are known: `ordinal` counts records in the file from 1, blank ones too. */
export interface RawRow {
  ordinal: number;
  line: number;
  cells: string[];
  problem?: RowProblem;
  hidden?: true;
}
