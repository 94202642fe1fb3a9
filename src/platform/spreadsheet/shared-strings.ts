import { unescapeXmlString } from './cell-value.rules.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import type { XmlHandler } from './xml-parts.js';

/** Collects the text of a string item: its runs, but not the pronunciation (phonetic runs) some languages add. */
export class StringItem {
  text = '';
  private collecting = false;
  private phonetic = false;

  constructor(private readonly maxLength: number) {}

  open(name: string): void {
    if (name === 'rPh') this.phonetic = true;
    else if (name === 't') this.collecting = !this.phonetic;
  }

  close(name: string): void {
    if (name === 'rPh') this.phonetic = false;
    else if (name === 't') this.collecting = false;
  }

  /** A character may be written as seven (_x000D_), and is counted as one only at the end. */
  add(text: string): void {
    if (!this.collecting) return;
    this.text += text;
    if (this.text.length > this.maxLength * 7) throw new SpreadsheetRefused('cell-too-long');
  }

  /** The finished text; the item is empty again. */
  take(): string {
    const text = unescapeXmlString(this.text);
    this.text = '';
    if (text.length > this.maxLength) throw new SpreadsheetRefused('cell-too-long');
    return text;
  }
}

/** The workbook's table of texts, kept as UTF-8 in one growing buffer: a string object each would take 3 times more. */
export class SharedStrings implements XmlHandler {
  private content = Buffer.allocUnsafe(64 * 1024);
  private ends = new Uint32Array(4096);
  private count = 0;
  private used = 0;
  private readonly item: StringItem;

  constructor(private readonly limits: SpreadsheetLimits) {
    this.item = new StringItem(limits.maxCellLength);
  }

  open(name: string): void {
    this.item.open(name);
  }

  text(text: string): void {
    this.item.add(text);
  }

  close(name: string): void {
    this.item.close(name);
    if (name === 'si') this.add(this.item.take());
  }

  /** @throws SpreadsheetRefused `broken-workbook`: there is no such text */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) throw new SpreadsheetRefused('broken-workbook');
    return this.content.toString('utf8', index === 0 ? 0 : this.ends[index - 1]!, this.ends[index]!);
  }

  private add(text: string): void {
    const needed = this.used + Buffer.byteLength(text);
    if (needed + this.count > this.limits.maxSharedStringBytes) throw new SpreadsheetRefused('too-many-cells');
    if (needed > this.content.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.content.length * 2));
      this.content.copy(grown, 0, 0, this.used);
      this.content = grown;
    }
    if (this.count === this.ends.length) {
      const grown = new Uint32Array(this.ends.length * 2);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.used += this.content.write(text, this.used);
    this.ends[this.count++] = this.used;
  }
}
