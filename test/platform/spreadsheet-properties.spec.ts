import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { csvByteOrderMark, csvLine } from '../../src/platform/spreadsheet/csv-writer.js';
import { readSpreadsheet } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import type { SheetRow } from '../../src/platform/spreadsheet/sheet-row.js';
import { SpreadsheetRefused } from '../../src/platform/spreadsheet/spreadsheet-refused.js';
import { Utf8Survey } from '../../src/platform/spreadsheet/utf8-survey.js';
import { workbook } from '../support/xlsx-writer.js';

/** Texts that trip readers: quotes, line ends, delimiters, formulas, apostrophes, escapes, any character but NUL. */
const awkward = fc.string({
  unit: fc.constantFrom(
    '"',
    '\n',
    '\r',
    ',',
    ';',
    '\t',
    '=',
    '+',
    '-',
    '@',
    "'",
    ' ',
    'a',
    '1',
    'é',
    '_x000D_',
    '<',
    '&',
  ),
  maxLength: 12,
});
const anything = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
const matrix = fc
  .integer({ min: 1, max: 6 })
  .chain((width) =>
    fc.array(fc.array(fc.oneof(awkward, anything), { minLength: width, maxLength: width }), { maxLength: 12 }),
  );

/** What a reader must give back: each row that is not blank, with its number. */
function expected(rows: readonly string[][]) {
  return rows
    .map((cells, i) => ({ row: i + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

async function collect(rows: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const collected: SheetRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

async function readBack(content: Buffer) {
  const rows = await collect(readSpreadsheet(content));
  return rows.map(({ row, cells, problem }) => ({ row, cells: Object.values(cells), ...(problem && { problem }) }));
}

function underHeadings(rows: readonly string[][]): string[][] {
  return [Array.from({ length: rows[0]?.length ?? 1 }, (_, i) => `heading ${i}`), ...rows];
}

test('any matrix of texts survives csvLine and readSpreadsheet', async () => {
  await fc.assert(
    fc.asyncProperty(matrix, fc.boolean(), async (rows, marked) => {
      const text = underHeadings(rows).map(csvLine).join('');
      expect(await readBack(Buffer.from((marked ? csvByteOrderMark : '') + text))).toEqual(expected(rows));
    }),
    { numRuns: 1_000 },
  );
});

test('any matrix of texts survives a workbook', async () => {
  await fc.assert(
    fc.asyncProperty(matrix, fc.constantFrom('shared', 'inline'), fc.boolean(), async (rows, strings, bare) => {
      const content = workbook(underHeadings(rows), { strings, withoutReferences: bare });
      expect(await readBack(content)).toEqual(expected(rows));
    }),
    { numRuns: 500 },
  );
});

async function endsInRefusalAtMost(content: Buffer): Promise<void> {
  try {
    for await (const row of readSpreadsheet(content)) expect(row.row).toBeGreaterThan(0);
  } catch (error) {
    expect(error).toBeInstanceOf(SpreadsheetRefused);
  }
}

const fragments = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', ';', 'a', 'b', 'é', '1', ' ', '\t', '\uFEFF');

test('random bytes and random near-CSV never crash', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  const text = fc.array(fragments, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));
  const zipped = bytes.map((content) => Buffer.concat([Buffer.from('PK\x03\x04'), content]));
  await fc.assert(fc.asyncProperty(fc.oneof(bytes, text, zipped), endsInRefusalAtMost), { numRuns: 3_000 });
});

test('workbooks with damaged bytes or damaged XML never crash', async () => {
  const whole = workbook([
    ['a', 'b'],
    ['x', 1],
    [{ date: '2024-01-08' }, true],
  ]);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const content = Buffer.from(whole);
      for (const [at, byte] of changes) content[at] = byte;
      await endsInRefusalAtMost(content);
    }),
    { numRuns: 1_500 },
  );
  const tag = fc.constantFrom(
    '<row>',
    '</row>',
    '<row r="2">',
    '<c>',
    '</c>',
    '<c r="B2" t="s">',
    '<v>',
    '</v>',
    '1',
    'x',
  );
  const part = fc.constantFrom('xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/styles.xml', 'xl/workbook.xml');
  await fc.assert(
    fc.asyncProperty(part, fc.array(tag, { maxLength: 20 }), async (name, tags) => {
      const xml = `<worksheet><sheetData>${tags.join('')}</sheetData></worksheet>`;
      await endsInRefusalAtMost(workbook([['a'], ['1']], { parts: { [name]: xml } }));
    }),
    { numRuns: 500 },
  );
});

test('good rows around one row of broken text are read, whatever the text', async () => {
  const broken = fc.array(fc.constantFrom('"', ',', 'a', ' '), { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(broken, async (line) => {
      const good = (mark: string) => `${mark},2,3\n`;
      const rows = await collect(
        readSpreadsheet(Buffer.from(`a,b,c\n${good('before')}${line}\n${good('after')}${good('later')}`)),
      );
      const marks = rows.filter(({ problem }) => problem === undefined).map(({ cells }) => cells.a);
      expect(marks).toEqual(expect.arrayContaining(['before', 'after', 'later']));
    }),
    { numRuns: 1_000 },
  );
});

test('the survey of bytes agrees with the platform on what is UTF-8', () => {
  const byte = fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xe1,
    0xed,
    0xef,
    0xf0,
    0xf1,
    0xf4,
    0xf5,
    0xff,
  );
  const content = fc.oneof(
    fc.array(byte, { maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(content, fc.nat(8), (bytes, cut) => {
      const survey = new Utf8Survey();
      survey.look(bytes.subarray(0, cut));
      survey.look(bytes.subarray(cut));
      survey.end();
      expect(survey.invalid === 0).toBe(isUtf8(bytes));
    }),
    { numRuns: 20_000 },
  );
});
