import { CellStyles } from './cell-styles.js';
import { SharedStrings } from './shared-strings.js';
import type { RawRow } from './sheet-row.js';
import type { SpreadsheetBytes } from './spreadsheet-bytes.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';
import { findWorkbookParts } from './workbook-parts.js';
import { WorksheetRows } from './worksheet-rows.js';
import { XlsxPackage } from './xlsx-package.js';
import { readXml, XmlReader } from './xml-parts.js';

/** Rows of the first visible worksheet, in batches, headings included. The sheet is streamed; shared texts are held. */
export async function* xlsxRows(bytes: SpreadsheetBytes, limits: SpreadsheetLimits): AsyncGenerator<RawRow[]> {
  const pack = await XlsxPackage.open(bytes, limits);
  try {
    const parts = await findWorkbookParts(pack);
    const strings = new SharedStrings(limits);
    const styles = new CellStyles();
    if (parts.sharedStrings !== undefined) await readXml(pack.chunks(parts.sharedStrings), strings);
    if (parts.styles !== undefined) await readXml(pack.chunks(parts.styles), styles);
    const sheet = new WorksheetRows({ strings, styles, date1904: parts.date1904, limits });
    const reader = new XmlReader(sheet);
    for await (const chunk of pack.chunks(parts.sheet)) {
      reader.write(chunk);
      yield sheet.take();
    }
    reader.end();
    yield sheet.take();
  } finally {
    pack.close();
  }
}
