import { assemble, packStream, zip, type PackedPart } from './zip-writer.js';

/** A cell of a test workbook: text, number, truth, a day, an error, a formula with its cached text, or none at all. */
export type TestCell =
  | string
  | number
  | boolean
  | null
  | { date: string }
  | { error: string }
  | { formula: string; value: string }
  | { number: string; format: string };

export interface TestSheet {
  rows: Iterable<readonly TestCell[]>;
  name?: string;
  state?: 'visible' | 'hidden' | 'veryHidden';
}

export interface WorkbookOptions {
  /** Texts in the shared table, as Excel writes them (default), or in the cells, as many exporters do. */
  strings?: 'shared' | 'inline';
  date1904?: boolean;
  /** Leave out the r="C5" references, as some exporters do. Empty cells are then written. */
  withoutReferences?: boolean;
  /** Sheets before the one with the rows. */
  sheetsBefore?: readonly TestSheet[];
  /** Further parts, or other content for a part this writer makes. */
  parts?: Record<string, string | Buffer>;
}

const spreadsheetMl = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const dayMs = 86_400_000;

/** An XLSX workbook whose last sheet holds `rows`. */
export function workbook(rows: Iterable<readonly TestCell[]>, options: WorkbookOptions = {}): Buffer {
  const book = new BookWriter(options);
  const parts = new Map<string, Buffer>();
  for (const [name, xml] of book.parts(rows)) parts.set(name, Buffer.from([...xml].join(''), 'utf8'));
  for (const [name, content] of Object.entries(options.parts ?? {})) parts.set(name, Buffer.from(content as string));
  return zip([...parts].map(([name, content]) => ({ name, content })));
}

/** The same for very many rows: the sheet is compressed while it is written. */
export async function largeWorkbook(
  rows: Iterable<readonly TestCell[]>,
  options: WorkbookOptions = {},
): Promise<Buffer> {
  const packed: PackedPart[] = [];
  for (const [name, xml] of new BookWriter(options).parts(rows)) packed.push(await packStream(name, xml));
  return assemble(packed);
}

class BookWriter {
  private readonly shared = new Map<string, number>();
  private readonly formats: string[] = ['yyyy\\-mm\\-dd'];

  constructor(private readonly options: WorkbookOptions) {}

  *parts(rows: Iterable<readonly TestCell[]>): Generator<[string, Iterable<string>]> {
    const sheets: TestSheet[] = [...(this.options.sheetsBefore ?? []), { rows }];
    yield ['[Content_Types].xml', [contentTypes(sheets.length)]];
    yield ['_rels/.rels', [rels([['officeDocument', 'xl/workbook.xml']])]];
    yield ['xl/workbook.xml', [this.workbookXml(sheets)]];
    const targets = sheets.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]);
    const all: [string, string][] = [...targets, ['sharedStrings', 'sharedStrings.xml'], ['styles', '/xl/styles.xml']];
    yield ['xl/_rels/workbook.xml.rels', [rels(all)]];
    for (const [i, sheet] of sheets.entries()) yield [`xl/worksheets/sheet${i + 1}.xml`, this.sheetXml(sheet.rows)];
    // Both are known only when the sheets have been written.
    yield ['xl/sharedStrings.xml', this.sharedStringsXml()];
    yield ['xl/styles.xml', [this.stylesXml()]];
  }

  private workbookXml(sheets: readonly TestSheet[]): string {
    const list = sheets.map(({ name, state }, i) => {
      const hidden = state === undefined ? '' : ` state="${state}"`;
      return `<sheet name="${escapeXml(name ?? `Sheet${i + 1}`)}" sheetId="${i + 1}"${hidden} r:id="rId${i + 1}"/>`;
    });
    const properties = this.options.date1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>';
    const start = `${declaration}<workbook xmlns="${spreadsheetMl}" xmlns:r="${relationships}">`;
    return `${start}${properties}<sheets>${list.join('')}</sheets></workbook>`;
  }

  private *sheetXml(rows: Iterable<readonly TestCell[]>): Generator<string> {
    yield `${declaration}<worksheet xmlns="${spreadsheetMl}"><sheetData>`;
    let number = 0;
    for (const row of rows) {
      number++;
      const cells = row.map((cell, column) => this.cellXml(cell, `${columnLetters(column)}${number}`)).join('');
      yield `<row${this.options.withoutReferences ? '' : ` r="${number}"`}>${cells}</row>`;
    }
    yield '</sheetData></worksheet>';
  }

  private cellXml(cell: TestCell, reference: string): string {
    const r = this.options.withoutReferences ? '' : ` r="${reference}"`;
    if (cell === null || cell === '') return this.options.withoutReferences ? '<c/>' : '';
    if (typeof cell === 'string') return this.textXml(cell, r);
    if (typeof cell === 'number') return `<c${r}><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c${r} t="b"><v>${cell ? 1 : 0}</v></c>`;
    if ('date' in cell) return `<c${r} s="1"><v>${this.serial(cell.date)}</v></c>`;
    if ('error' in cell) return `<c${r} t="e"><v>${escapeXml(cell.error)}</v></c>`;
    if ('number' in cell) return `<c${r} s="${this.style(cell.format)}"><v>${escapeXml(cell.number)}</v></c>`;
    return `<c${r} t="str"><f>${escapeXml(cell.formula)}</f><v>${escapeXml(cell.value)}</v></c>`;
  }

  private textXml(text: string, r: string): string {
    if (this.options.strings === 'inline') {
      return `<c${r} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
    }
    const index = this.shared.get(text) ?? this.shared.size;
    this.shared.set(text, index);
    return `<c${r} t="s"><v>${index}</v></c>`;
  }

  private style(format: string): number {
    const known = this.formats.indexOf(format);
    return known === -1 ? this.formats.push(format) : known + 1;
  }

  /** Days since the workbook's day 0, with the 29 February 1900 that Excel counts. */
  private serial(date: string): number {
    const days = (epoch: string) => Math.round((Date.parse(date) - Date.parse(epoch)) / dayMs);
    if (this.options.date1904) return days('1904-01-01');
    const counted = days('1899-12-31');
    return counted >= 60 ? counted + 1 : counted;
  }

  private *sharedStringsXml(): Generator<string> {
    yield `${declaration}<sst xmlns="${spreadsheetMl}" uniqueCount="${this.shared.size}">`;
    for (const text of this.shared.keys()) yield `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`;
    yield '</sst>';
  }

  private stylesXml(): string {
    const formats = this.formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(code)}"/>`);
    const styles = this.formats.map((_, i) => `<xf numFmtId="${164 + i}" applyNumberFormat="1"/>`);
    const plain = '<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>';
    const start = `${declaration}<styleSheet xmlns="${spreadsheetMl}"><numFmts>${formats.join('')}</numFmts>`;
    return `${start}${plain}<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
  }
}

function contentTypes(sheets: number): string {
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const parts = [
    type('workbook', 'sheet.main'),
    type('sharedStrings', 'sharedStrings'),
    type('styles', 'styles'),
    ...Array.from({ length: sheets }, (_, i) => type(`worksheets/sheet${i + 1}`, 'worksheet')),
  ];
  const extension =
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>';
  const start = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`;
  return `${start}${extension}${parts.join('')}</Types>`;
}

function rels(targets: readonly [type: string, target: string][]): string {
  const list = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${relationships}/${type}" Target="${target}"/>`,
  );
  return `${declaration}<Relationships xmlns="${packageRelationships}">${list.join('')}</Relationships>`;
}

/** What XML cannot carry, and an underscore that would read as such an escape, is written as _xHHHH_. */
export function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\x00-\x08\x0b-\x1f\ufffe\uffff]/g,
      (char) => `_x${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}
