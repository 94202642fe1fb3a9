import { csvRows } from './csv-rows.js';
import { readHeadings } from './headings.rules.js';
import type { RawRow, RowProblem, SheetRow, SpreadsheetKind } from './sheet-row.js';
import { openBytes, sniffKind, type SpreadsheetBytes } from './spreadsheet-bytes.js';
import { defaultSpreadsheetLimits, type SpreadsheetLimits } from './spreadsheet-limits.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import { xlsxRows } from './xlsx-rows.js';

/**
 * The rows of a CSV file or of the first visible worksheet of an XLSX workbook, one at a time, under the headings of
 * its first row that is not blank. Memory does not grow with the number of rows.
 *
 * `source` is the content, or the path of a file. `kind` is told from the content when not given.
 * A row that cannot be read comes with a `problem`; a file that cannot be read ends in an error, possibly after some
 * rows: whoever keeps rows keeps them in a transaction.
 *
 * @throws SpreadsheetRefused the file cannot be read; and errors of the file system (no such file)
 */
export async function* readSpreadsheet(
  source: Buffer | string,
  kind?: SpreadsheetKind,
  limits: SpreadsheetLimits = defaultSpreadsheetLimits,
): AsyncGenerator<SheetRow, void, undefined> {
  const bytes = await openBytes(source);
  try {
    yield* rowsUnderHeadings(bytes, kind ?? (await sniffKind(bytes)), limits);
  } finally {
    await bytes.close();
  }
}

/**
 * The headings of a file in its own order, normalised as in the rows.
 *
 * @throws SpreadsheetRefused as `readSpreadsheet`
 */
export async function readSpreadsheetHeadings(
  source: Buffer | string,
  kind?: SpreadsheetKind,
  limits: SpreadsheetLimits = defaultSpreadsheetLimits,
): Promise<string[]> {
  const bytes = await openBytes(source);
  try {
    for await (const batch of rawRows(bytes, kind ?? (await sniffKind(bytes)), limits)) {
      const header = batch.find((raw) => !isBlank(raw));
      if (header !== undefined) return headingsOf(header, limits);
    }
    throw new SpreadsheetRefused('no-header');
  } finally {
    await bytes.close();
  }
}

async function* rowsUnderHeadings(bytes: SpreadsheetBytes, kind: SpreadsheetKind, limits: SpreadsheetLimits) {
  let headings: string[] | undefined;
  let headerOrdinal = 0;
  for await (const batch of rawRows(bytes, kind, limits)) {
    for (const raw of batch) {
      if (isBlank(raw)) continue;
      if (headings === undefined) {
        headings = headingsOf(raw, limits);
        headerOrdinal = raw.ordinal;
      } else {
        yield sheetRow(raw, headings, raw.ordinal - headerOrdinal);
      }
    }
  }
  if (headings === undefined) throw new SpreadsheetRefused('no-header');
}

function rawRows(bytes: SpreadsheetBytes, kind: SpreadsheetKind, limits: SpreadsheetLimits): AsyncGenerator<RawRow[]> {
  return kind === 'csv' ? csvRows(bytes, limits) : xlsxRows(bytes, limits);
}

function headingsOf(raw: RawRow, limits: SpreadsheetLimits): string[] {
  if (raw.problem?.code === 'broken-quotes') throw new SpreadsheetRefused('broken-quotes', raw.line);
  if (raw.problem?.code === 'cell-too-long') throw new SpreadsheetRefused('cell-too-long', raw.line);
  return readHeadings(raw.cells, raw.line, limits.maxColumns);
}

function isBlank(raw: RawRow): boolean {
  return raw.problem === undefined && raw.cells.every((cell) => cell === '' || cell.trim() === '');
}

function sheetRow(raw: RawRow, headings: readonly string[], row: number): SheetRow {
  // Without a prototype a column may even be called "constructor".
  const cells = Object.create(null) as Record<string, string>;
  headings.forEach((heading, column) => (cells[heading] = raw.cells[column] ?? ''));
  const problem = raw.problem ?? extraCells(raw.cells, headings.length);
  return {
    row,
    sheetLine: raw.line,
    cells,
    ...(problem === undefined ? {} : { problem }),
    ...(raw.hidden === undefined ? {} : { hidden: raw.hidden }),
  };
}

function extraCells(cells: readonly string[], width: number): RowProblem | undefined {
  for (let column = width; column < cells.length; column++) {
    if (cells[column]!.trim() !== '') return { code: 'extra-cells', column: column + 1 };
  }
  return undefined;
}
