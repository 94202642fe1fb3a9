/** Why a whole file cannot be read. Stable: screens and reports choose their words by these codes. */
export type SpreadsheetRefusal =
  | 'not-a-spreadsheet'
  | 'no-header'
  | 'empty-header'
  | 'duplicate-header'
  | 'broken-quotes'
  | 'broken-utf8'
  | 'unknown-encoding'
  | 'encrypted-workbook'
  | 'old-workbook'
  | 'macro-workbook'
  | 'broken-workbook'
  | 'no-visible-sheet'
  | 'forbidden-xml'
  | 'zip-bomb'
  | 'too-many-cells'
  | 'too-many-rows'
  | 'cell-too-long';

const explanations: Record<SpreadsheetRefusal, string> = {
  'not-a-spreadsheet': 'the file is neither a CSV file nor an XLSX workbook',
  'no-header': 'the file has no heading row',
  'empty-header': 'a column has no heading',
  'duplicate-header': 'two columns have the same heading',
  'broken-quotes': 'quotation marks do not match',
  'broken-utf8': 'the file mixes UTF-8 with another encoding; save it as "CSV UTF-8"',
  'unknown-encoding': 'the text is not UTF-8, UTF-16 or Windows-1252; save it as "CSV UTF-8"',
  'encrypted-workbook': 'the workbook has a password; save a copy without one',
  'old-workbook': 'the workbook is in the old XLS format; save it as XLSX',
  'macro-workbook': 'the workbook has macros; save it as XLSX',
  'broken-workbook': 'the workbook is damaged',
  'no-visible-sheet': 'the workbook has no visible worksheet',
  'forbidden-xml': 'the workbook has XML that no spreadsheet program writes',
  'zip-bomb': 'the workbook unpacks to far more than a spreadsheet holds',
  'too-many-cells': 'there are too many columns',
  'too-many-rows': 'there are too many rows',
  'cell-too-long': 'a cell is longer than a spreadsheet allows',
};

/**
 * The file, not one row of it, cannot be read. Rows already handed out before it must not be kept.
 *
 * `line` is the row of the sheet (XLSX) or the line of the file (CSV), from 1, where known. The message is made of the
 * code and the place alone: nothing from a cell, a heading or a file name is in it.
 */
export class SpreadsheetRefused extends Error {
  override readonly name = 'SpreadsheetRefused';
  /** made of our own words */
  readonly messageIsSafe = true;

  constructor(
    readonly code: SpreadsheetRefusal,
    readonly line?: number,
  ) {
    super(`Spreadsheet refused (${code}): ${explanations[code]}${line === undefined ? '' : `, line ${line}`}`);
  }
}
