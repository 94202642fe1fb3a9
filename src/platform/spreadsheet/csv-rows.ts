import { sniffDialect, type CsvDialect } from './csv-dialect.rules.js';
import { parseRecords } from './csv-records.js';
import { fromSafeCell } from './csv-writer.js';
import type { RawRow, RowProblem } from './sheet-row.js';
import type { SpreadsheetBytes } from './spreadsheet-bytes.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import { asUtf8, decideEncoding } from './text-encoding.js';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Rows of a CSV file (RFC 4180), in batches, headings included.
 *
 * The text is parsed a window of whole lines at a time. A record whose quotes do not match is contained: its first
 * line becomes one row with a problem, and reading goes on at the next line, so that a quotation mark left open does
 * not swallow the referrals below it. Rows after such a place are not trusted either until one has its full width.
 */
export async function* csvRows(bytes: SpreadsheetBytes, limits: SpreadsheetLimits): AsyncGenerator<RawRow[]> {
  const encoding = await decideEncoding(bytes);
  const window = new CsvWindow(limits);
  for await (const chunk of asUtf8(bytes, encoding)) {
    window.append(chunk);
    yield window.takeRows(false);
  }
  yield window.takeRows(true);
}

class CsvWindow {
  private rest: Buffer = Buffer.alloc(0);
  private dialect: CsvDialect | undefined;
  private rows: RawRow[] = [];
  private line = 1;
  private ordinal = 0;
  private width = 0;
  private broken = 0;
  private distrust = false;

  constructor(private readonly limits: SpreadsheetLimits) {}

  append(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
  }

  /** Rows that are complete; with `final`, all that is left. */
  takeRows(final: boolean): RawRow[] {
    this.rows = [];
    this.dialect ??= this.sniff(final);
    if (this.dialect !== undefined) this.rest = this.rest.subarray(this.consume(this.dialect, final));
    return this.rows;
  }

  private sniff(final: boolean): CsvDialect | undefined {
    const text = this.rest.toString('utf8');
    // An HTML or XML file called .csv or .xls.
    if (text.trimStart().startsWith('<')) throw new SpreadsheetRefused('not-a-spreadsheet');
    return sniffDialect(text, final || this.rest.length > this.limits.maxRecordBytes);
  }

  /** @returns how many bytes of `rest` are done with */
  private consume(dialect: CsvDialect, final: boolean): number {
    const end = final ? this.rest.length : this.rest.lastIndexOf(dialect.newline) + 1;
    if (end === 0 && this.rest.length > this.limits.maxRecordBytes) {
      throw new SpreadsheetRefused('cell-too-long', this.line);
    }
    let start = 0;
    while (start < end) {
      const block = this.rest.subarray(start, end);
      const done = parseRecords(block, { dialect, limits: this.limits, width: this.width }, (cells, from, to) =>
        this.accept(cells, block.subarray(from, to)),
      );
      start += done.consumed;
      if (done.stop === undefined) break;
      if (done.stop === 'open-quote' && !final && this.rest.length - start <= this.limits.maxRecordBytes) break;
      start += this.contain(
        this.rest.subarray(start, end),
        done.stop === 'cell-too-long' ? done.stop : 'broken-quotes',
      );
    }
    return start;
  }

  private accept(cells: string[], record: Buffer): number {
    const partial = this.distrust && cells.length !== this.width && cells.some((cell) => cell.trim() !== '');
    if (!partial && cells.length === this.width) this.distrust = false;
    if (this.width === 0 && cells.some((cell) => cell.trim() !== '')) this.width = cells.length;
    this.push(partial ? cells.map(() => '') : cells.map(fromSafeCell), record, partial ? 'broken-quotes' : undefined);
    return this.width;
  }

  /** Gives up on the line that `block` begins with. @returns its length in bytes */
  private contain(block: Buffer, code: RowProblem['code']): number {
    if (++this.broken > this.limits.maxBrokenRows) throw new SpreadsheetRefused('broken-quotes', this.line);
    const newline = block.indexOf(this.dialect!.newline);
    const length = newline === -1 ? block.length : newline + 1;
    this.push([], block.subarray(0, length), code);
    this.distrust = this.width > 0;
    return length;
  }

  private push(cells: string[], record: Buffer, code: RowProblem['code'] | undefined): void {
    this.ordinal++;
    if (this.ordinal > this.limits.maxRows) throw new SpreadsheetRefused('too-many-rows', this.line);
    const problem = code === undefined ? {} : { problem: { code } };
    this.rows.push({ ordinal: this.ordinal, line: this.line, cells, ...problem });
    this.line += countOf(record, this.dialect!.newline === '\r' ? carriageReturn : lineFeed);
  }
}

function countOf(content: Buffer, byte: number): number {
  let count = 0;
  for (let at = content.indexOf(byte); at !== -1; at = content.indexOf(byte, at + 1)) count++;
  return count;
}
