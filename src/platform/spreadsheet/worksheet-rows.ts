import type { CellStyles } from './cell-styles.js';
import {
  isoDateCell,
  numberCell,
  parseCellReference,
  unescapeXmlString,
  type CellReading,
} from './cell-value.rules.js';
import { StringItem, type SharedStrings } from './shared-strings.js';
import type { RawRow, RowProblem } from './sheet-row.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import type { XmlHandler } from './xml-parts.js';

export interface WorkbookContext {
  strings: SharedStrings;
  styles: CellStyles;
  date1904: boolean;
  limits: SpreadsheetLimits;
}

/** Turns the tags of a worksheet part into rows; `take` empties what has been gathered. */
export class WorksheetRows implements XmlHandler {
  private rows: RawRow[] = [];
  private row: RawRow | undefined;
  private lastRow = 0;
  private column = 0;
  private type = 'n';
  private style = 0;
  private value = '';
  private inData = false;
  private inCell = false;
  private inValue = false;
  private readonly inline: StringItem;
  /** Cells in the heading row. What stands to the right of it is only noted, never kept. */
  private width: number | undefined;

  constructor(private readonly workbook: WorkbookContext) {
    this.inline = new StringItem(workbook.limits.maxCellLength);
  }

  take(): RawRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'sheetData') this.inData = true;
    // Form controls beside the data have <row> tags of their own.
    if (!this.inData) return;
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.inValue = this.inCell;
    else if (name === 'row') this.openRow(attributes);
    else if (this.inCell) this.inline.open(name);
  }

  text(text: string): void {
    if (this.inValue) {
      this.value += text;
      if (this.value.length > this.workbook.limits.maxCellLength * 7) this.refuse('cell-too-long');
    } else if (this.inCell) {
      this.inline.add(text);
    }
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false;
    if (!this.inData) return;
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (this.inCell) this.inline.close(name);
  }

  private openRow({ r, hidden }: Record<string, string>): void {
    const number = r === undefined ? this.lastRow + 1 : Number(r);
    if (this.row !== undefined || !Number.isInteger(number) || number <= this.lastRow) this.refuse('broken-workbook');
    if (number > this.workbook.limits.maxRows) this.refuse('too-many-rows');
    this.lastRow = number;
    this.column = 0;
    this.row = { ordinal: number, line: number, cells: [] };
    if (hidden === '1' || hidden === 'true') this.row.hidden = true;
  }

  private openCell({ r, t = 'n', s }: Record<string, string>): void {
    if (this.row === undefined || this.inCell) this.refuse('broken-workbook');
    const reference = r === undefined ? { column: this.column + 1, row: this.lastRow } : parseCellReference(r);
    if (reference === undefined || reference.row !== this.lastRow || reference.column <= this.column) {
      this.refuse('broken-workbook');
    }
    this.column = reference.column;
    this.type = t;
    this.style = Number(s ?? 0);
    this.value = '';
    this.inCell = true;
  }

  private closeCell(): void {
    const inline = this.inline.take();
    this.inCell = false;
    const reading = this.read(inline);
    if ('problem' in reading) this.note(reading.problem);
    else if (reading.text !== '') this.keep(reading.text);
  }

  private closeRow(): void {
    const { row } = this;
    if (row === undefined) return;
    if (this.width === undefined && row.cells.some((cell) => cell.trim() !== '')) this.width = row.cells.length;
    this.rows.push(row);
    this.row = undefined;
  }

  private read(inline: string): CellReading | { problem: 'error-cell' } {
    const { value, workbook } = this;
    if (this.type === 'inlineStr') return { text: inline };
    if (value === '') return { text: '' };
    switch (this.type) {
      case 's':
        return { text: workbook.strings.at(Number(value)) };
      case 'str':
        return { text: this.bounded(unescapeXmlString(value)) };
      case 'b':
        return { text: value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { problem: 'error-cell' };
      case 'd':
        return isoDateCell(value);
      default:
        return numberCell(value, workbook.styles.meaning(this.style), workbook.date1904);
    }
  }

  private keep(text: string): void {
    const { cells } = this.row!;
    if (this.column > (this.width ?? this.workbook.limits.maxColumns)) {
      if (this.width === undefined) this.refuse('too-many-cells');
      if (text.trim() !== '') this.note('extra-cells');
      return;
    }
    while (cells.length < this.column - 1) cells.push('');
    cells.push(text);
  }

  private note(code: RowProblem['code']): void {
    this.row!.problem ??= { code, column: this.column };
  }

  private bounded(text: string): string {
    return text.length > this.workbook.limits.maxCellLength ? this.refuse('cell-too-long') : text;
  }

  private refuse(code: 'broken-workbook' | 'too-many-rows' | 'too-many-cells' | 'cell-too-long'): never {
    throw new SpreadsheetRefused(code, this.lastRow || undefined);
  }
}
