import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSpreadsheet } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import type { SheetRow } from '../../src/platform/spreadsheet/sheet-row.js';
import { defaultSpreadsheetLimits } from '../../src/platform/spreadsheet/spreadsheet-limits.js';
import { workbook, type TestCell, type WorkbookOptions } from '../support/xlsx-writer.js';
import { zip } from '../support/zip-writer.js';

async function collect(rows: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const collected: SheetRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

async function rowsOf(content: Buffer | string, limits = defaultSpreadsheetLimits): Promise<SheetRow[]> {
  return collect(readSpreadsheet(content, undefined, limits));
}

/** The one cell below the heading "a". */
async function cellOf(cell: TestCell, options?: WorkbookOptions): Promise<string> {
  const [row] = await rowsOf(
    workbook(
      [
        ['a', 'b'],
        [cell, 'x'],
      ],
      options,
    ),
  );
  return row!.problem === undefined ? row!.cells.a! : `(${row!.problem.code} in ${row!.problem.column})`;
}

/** A workbook with this inside its <sheetData>. */
function sheet(data: string, parts: Record<string, string> = {}): Buffer {
  return workbook([], {
    parts: { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${data}</sheetData></worksheet>`, ...parts },
  });
}

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const refusal = (code: string) => expect.objectContaining({ name: 'SpreadsheetRefused', code });

describe('the workbook of a CSV file gives the same rows', () => {
  test.each<[string, WorkbookOptions]>([
    ['shared texts', {}],
    ['texts in the cells', { strings: 'inline' }],
    ['no references', { withoutReferences: true }],
    ['after a hidden sheet', { sheetsBefore: [{ rows: [['secret'], ['staff']], state: 'hidden' }] }],
  ])('%s', async (_, options) => {
    const csv = await readFile('test/fixtures/referrals.csv');
    const matrix = parse(csv, { relax_column_count: true }) as string[][];
    const place = ({ row, cells }: SheetRow) => ({ row, cells });
    const fromCsv = await rowsOf(csv);
    const fromBook = await rowsOf(workbook(matrix, options));
    expect(fromBook).toHaveLength(900);
    expect(fromBook.map(place)).toEqual(fromCsv.map(place));
    expect(fromBook[899]!.sheetLine).toBe(901);
  });

  test('from a path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spreadsheet-'));
    try {
      await writeFile(join(folder, 'book.xlsx'), workbook([['a'], ['1']]));
      expect(await rowsOf(join(folder, 'book.xlsx'))).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('what a cell says', () => {
  test.each<[TestCell, string]>([
    [7700900182, '7700900182'],
    [14, '14'],
    [0.1 + 0.2, '0.3'],
    [true, 'TRUE'],
    [false, 'FALSE'],
    ['007', '007'],
    [' kept ', ' kept '],
    ['a\r\nb_x000D_', 'a\r\nb_x000D_'],
    ['<&>"\u0001', '<&>"\u0001'],
    [{ date: '1990-06-24' }, '1990-06-24'],
    [{ date: '1900-02-28' }, '1900-02-28'],
    [{ date: '2024-02-29' }, '2024-02-29'],
    [{ number: '45299.75', format: 'dd/mm/yyyy hh:mm' }, '2024-01-08'],
    [{ number: '45299', format: '0 "days"' }, '45299'],
    [{ number: '0.75', format: 'hh:mm' }, '18:00'],
    [{ number: '60', format: 'dd/mm/yyyy' }, '(impossible-date in 1)'],
    [{ number: 'abc', format: '0' }, '(impossible-number in 1)'],
    [{ formula: 'A1&"x"', value: 'KEANEx' }, 'KEANEx'],
    [{ error: '#REF!' }, '(error-cell in 1)'],
  ])('%j reads %j', async (cell, expected) => expect(await cellOf(cell)).toBe(expected));

  test('dates that count from 1904', async () => {
    expect(await cellOf({ date: '1990-06-24' }, { date1904: true })).toBe('1990-06-24');
    expect(await cellOf({ date: '1904-01-01' }, { date1904: true })).toBe('1904-01-01');
  });

  test('rich text is joined, pronunciation left out', async () => {
    const item = '<r><t>Ke</t></r><r><rPr/><t>ane</t></r><rPh sb="0"><t>KIHN</t></rPh><phoneticPr/>';
    const rows = `<row>${text('a')}${text('b')}</row><row><c t="s"><v>0</v></c><c t="inlineStr"><is>${item}</is></c></row>`;
    const [row] = await rowsOf(sheet(rows, { 'xl/sharedStrings.xml': `<sst><si>${item}</si></sst>` }));
    expect({ ...row!.cells }).toEqual({ a: 'Keane', b: 'Keane' });
  });

  test('tags with a prefix, gaps in rows and columns, cells right of the headings', async () => {
    const x = (tag: string, inner: string) => `<x:row ${tag}>${inner}</x:row>`;
    const c = (r: string, v: string) => `<x:c r="${r}"><x:v>${v}</x:v></x:c>`;
    const heading = (r: string, name: string) => `<x:c r="${r}" t="inlineStr"><x:is><x:t>${name}</x:t></x:is></x:c>`;
    const data = [
      x('r="3"', heading('A3', 'a') + heading('B3', 'b') + heading('C3', 'c') + '<x:c r="D3" s="1"/>'),
      x('r="5"', c('C5', '7')),
      x('r="6" hidden="1"', c('A6', '8') + c('XFD6', '9')),
    ].join('');
    const xml = `<x:worksheet xmlns:x="u"><x:sheetData>${data}</x:sheetData><x:row>5</x:row></x:worksheet>`;
    const rows = await rowsOf(workbook([], { parts: { 'xl/worksheets/sheet1.xml': xml } }));
    expect(rows.map((row) => ({ ...row, cells: { ...row.cells } }))).toEqual([
      { row: 2, sheetLine: 5, cells: { a: '', b: '', c: '7' } },
      {
        row: 3,
        sheetLine: 6,
        cells: { a: '8', b: '', c: '' },
        problem: { code: 'extra-cells', column: 16_384 },
        hidden: true,
      },
    ]);
  });
});

describe('hidden sheets are never read', () => {
  const hidden = { rows: [['secret'], ['a name']], state: 'hidden' as const };
  const veryHidden = { rows: [['secret'], ['a name']], state: 'veryHidden' as const };

  test('the first visible one is', async () => {
    const rows = await rowsOf(workbook([['a'], ['1']], { sheetsBefore: [hidden, veryHidden] }));
    expect(rows.map(({ cells }) => ({ ...cells }))).toEqual([{ a: '1' }]);
  });

  test('none visible: refused', async () => {
    const book = '<workbook xmlns:r="r"><sheets><sheet name="x" state="hidden" r:id="rId1"/></sheets></workbook>';
    const content = workbook([['secret'], ['a name']], { parts: { 'xl/workbook.xml': book } });
    await expect(rowsOf(content)).rejects.toEqual(refusal('no-visible-sheet'));
  });

  test('an empty visible sheet does not make way for the next', async () => {
    await expect(rowsOf(workbook([['a'], ['1']], { sheetsBefore: [{ rows: [] }] }))).rejects.toEqual(
      refusal('no-header'),
    );
  });
});

describe('files that are refused', () => {
  const good = workbook([['a'], ['1']]);
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(3000)]);
  const row = (inner: string, attributes = '') => `<row ${attributes}>${inner}</row>`;
  const doctype = '<!DOCTYPE x [<!ENTITY e "boom">]>';
  const nested = '<a>'.repeat(200);
  const attributes = Array.from({ length: 150_000 }, (_, i) => `a${i}=""`).join(' ');

  test.each<[string, Buffer, string]>([
    ['a password', Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]), 'encrypted-workbook'],
    ['the old XLS', compound, 'old-workbook'],
    ['an encrypted part', zip([{ name: 'xl/workbook.xml', content: good, flags: 1 }]), 'encrypted-workbook'],
    ['macros', workbook([['a']], { parts: { 'xl/vbaProject.bin': 'x' } }), 'macro-workbook'],
    [
      'macros by type',
      workbook([['a']], {
        parts: {
          '[Content_Types].xml':
            '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        },
      }),
      'macro-workbook',
    ],
    ['another zip file', zip([{ name: 'word/document.xml', content: good }]), 'not-a-spreadsheet'],
    ['half a file', good.subarray(0, good.length / 2), 'broken-workbook'],
    ['two parts of one name', zip([1, 2].map(() => ({ name: 'xl/workbook.xml', content: good }))), 'broken-workbook'],
    [
      'a wrong checksum',
      zip([{ name: 'xl/workbook.xml', content: Buffer.from('<workbook/>'), checksum: 1 }]),
      'broken-workbook',
    ],
    [
      'a bomb',
      workbook([['a'], ...Array.from({ length: 400 }, () => ['x'.repeat(30_000)])], { strings: 'inline' }),
      'zip-bomb',
    ],
    ['a document type', workbook([['a']], { parts: { 'xl/sharedStrings.xml': `${doctype}<sst/>` } }), 'forbidden-xml'],
    ['an entity', sheet(row(text('&e;'))), 'broken-workbook'],
    [
      'another encoding declared',
      workbook([], { parts: { 'xl/workbook.xml': '<?xml version="1.0" encoding="utf-7"?><workbook/>' } }),
      'forbidden-xml',
    ],
    ['depth', sheet(nested), 'forbidden-xml'],
    ['a tag without end', sheet(`<row ${attributes}/>`), 'cell-too-long'],
    [
      'XML cut off',
      workbook([], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' } }),
      'broken-workbook',
    ],
    [
      'invalid UTF-8',
      workbook([], { parts: { 'xl/workbook.xml': Buffer.from('<workbook a="\xff"/>', 'latin1') } }),
      'broken-workbook',
    ],
    ['rows out of order', sheet(row(text('a'), 'r="2"') + row(text('b'), 'r="2"')), 'broken-workbook'],
    ['a cell of another row', sheet(row('<c r="A9"><v>1</v></c>', 'r="2"')), 'broken-workbook'],
    ['two cells in one place', sheet(row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', 'r="1"')), 'broken-workbook'],
    ['a text that is not in the table', sheet(row('<c t="s"><v>99</v></c>')), 'broken-workbook'],
    ['a cell too long', sheet(row(text('x'.repeat(32_768)))), 'cell-too-long'],
    ['a row too far down', sheet(row(text('a'), 'r="1048577"')), 'too-many-rows'],
    ['headings too far right', sheet(row('<c r="XFD1"><v>1</v></c>', 'r="1"')), 'too-many-cells'],
    ['an empty sheet', workbook([]), 'no-header'],
    ['the same heading twice', workbook([['A', 'a ']]), 'duplicate-header'],
  ])('%s', async (_, content, code) => {
    await expect(rowsOf(content)).rejects.toEqual(refusal(code));
  });

  test('a type of macro files that no part has is no macro', async () => {
    const listed =
      '<Types><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>';
    expect(await rowsOf(workbook([['a'], ['1']], { parts: { '[Content_Types].xml': listed } }))).toHaveLength(1);
  });

  test('limits on the whole package', async () => {
    await expect(rowsOf(good, { ...defaultSpreadsheetLimits, maxUnpackedBytes: 1000 })).rejects.toEqual(
      refusal('zip-bomb'),
    );
    await expect(rowsOf(good, { ...defaultSpreadsheetLimits, maxZipEntries: 3 })).rejects.toEqual(refusal('zip-bomb'));
    const small = { ...defaultSpreadsheetLimits, maxSharedStringBytes: 1 };
    await expect(rowsOf(workbook([['heading']]), small)).rejects.toEqual(refusal('too-many-cells'));
  });

  test('a workbook named as CSV is not read as text', async () => {
    await expect(collect(readSpreadsheet(good, 'csv'))).rejects.toEqual(refusal('not-a-spreadsheet'));
  });
});
