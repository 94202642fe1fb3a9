import { parse } from 'csv-parse/sync';
import type { CsvDialect } from './csv-dialect.rules.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';

/** Why parsing stopped before the end: a quote still open there, a quote in the wrong place, or a cell not believed. */
export type RecordStop = 'open-quote' | 'stray-quote' | 'swallowed-lines' | 'cell-too-long';

/** Columns from which a line inside a quoted cell is recognisably a row of its own. */
const recognisableWidth = 10;

interface RecordRules {
  dialect: CsvDialect;
  limits: SpreadsheetLimits;
  /** Number of headings; 0 while they are not known. */
  width: number;
}

/** Takes one record and the bytes it stands on (from, to); answers the number of headings as known after it. */
type RecordTaker = (cells: string[], from: number, to: number) => number;

/** Thrown through the parser to stop it at a record that is well formed but not believed. */
class Disbelieved extends Error {
  constructor(readonly stop: RecordStop) {
    super(stop);
  }
}

/**
 * Hands out the records of a block of UTF-8 text up to the first one that is broken.
 *
 * @returns the bytes of the records handed out, and why it stopped (nothing if the block was read to its end)
 */
export function parseRecords(
  block: Buffer,
  rules: RecordRules,
  take: RecordTaker,
): { consumed: number; stop?: RecordStop } {
  let consumed = 0;
  let { width } = rules;
  try {
    parse(block, {
      delimiter: rules.dialect.delimiter,
      record_delimiter: rules.dialect.newline === '\r' ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      on_record: (cells: string[], context) => {
        const stop = disbelief(cells, rules, width);
        if (stop !== undefined) throw new Disbelieved(stop);
        width = take(cells, consumed, context.bytes);
        consumed = context.bytes;
        return null;
      },
    });
    return { consumed };
  } catch (error) {
    return { consumed, stop: stopOf(error) };
  }
}

function stopOf(error: unknown): RecordStop {
  if (error instanceof Disbelieved) return error.stop;
  const code = (error as { code?: unknown }).code;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'open-quote';
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE') return 'stray-quote';
  throw error;
}

/**
 * Two quotation marks left open in different rows match each other, and the rows between them read as one well-formed
 * cell. Such a cell is told by a line in it that has the delimiters of a whole row.
 */
function disbelief(cells: readonly string[], { limits, dialect }: RecordRules, width: number): RecordStop | undefined {
  for (const cell of cells) {
    if (cell.length > limits.maxCellLength) return 'cell-too-long';
    if (width < recognisableWidth || !cell.includes(dialect.newline)) continue;
    const lines = cell.split(dialect.newline);
    if (lines.some((line) => line.split(dialect.delimiter).length >= width)) return 'swallowed-lines';
  }
  return undefined;
}
