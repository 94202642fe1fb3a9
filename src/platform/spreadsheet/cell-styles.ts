import { meaningOfFormat, type NumberMeaning } from './number-format.rules.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import type { XmlHandler } from './xml-parts.js';

/** Excel's own limit of cell formats in one workbook is 65,490. */
const maxFormats = 65_536;

/** From the workbook's styles part: what the numbers of a cell with style n mean. */
export class CellStyles implements XmlHandler {
  private readonly codes = new Map<number, string>();
  private readonly formatIds: number[] = [];
  private readonly meanings: NumberMeaning[] = [];
  private inCellFormats = false;

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'cellXfs') this.inCellFormats = true;
    else if (name === 'numFmt') this.codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
    else if (name === 'xf' && this.inCellFormats) this.formatIds.push(Number(attributes.numFmtId ?? 0));
    if (this.formatIds.length + this.codes.size > maxFormats) throw new SpreadsheetRefused('broken-workbook');
  }

  close(name: string): void {
    if (name === 'cellXfs') this.inCellFormats = false;
  }

  meaning(style: number): NumberMeaning {
    const formatId = this.formatIds[style];
    if (formatId === undefined) return 'number';
    return (this.meanings[style] ??= meaningOfFormat(formatId, this.codes.get(formatId)));
  }
}
