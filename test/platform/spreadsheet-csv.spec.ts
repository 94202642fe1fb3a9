import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { defaultSpreadsheetLimits } from '../../src/platform/spreadsheet/spreadsheet-limits.js';
import { readSpreadsheet, readSpreadsheetHeadings } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import type { SheetRow } from '../../src/platform/spreadsheet/sheet-row.js';

const fixture = 'test/fixtures/referrals.csv';
const utf8 = (text: string) => Buffer.from(text, 'utf8');

async function collect(rows: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const collected: SheetRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

async function rowsOf(content: Buffer | string, limits = defaultSpreadsheetLimits): Promise<SheetRow[]> {
  return collect(readSpreadsheet(content, undefined, limits));
}

/** [row, sheetLine, cells joined, problem] */
async function brief(text: string): Promise<unknown[]> {
  const rows = await rowsOf(utf8(text));
  return rows.map((r) => [r.row, r.sheetLine, Object.values(r.cells).join('|'), r.problem?.code]);
}

const refusal = (code: string, line?: number) =>
  expect.objectContaining({ name: 'SpreadsheetRefused', code, ...(line === undefined ? {} : { line }) });

test('900 referrals, from a path and from memory', async () => {
  const rows = await rowsOf(`${process.cwd()}/${fixture}`);
  expect(rows).toHaveLength(900);
  expect(rows.every(({ problem }) => problem === undefined)).toBe(true);
  expect(rows[0]).toMatchObject({ row: 1, sheetLine: 2 });
  expect(rows[1]).toMatchObject({ row: 2, sheetLine: 4 });
  expect(rows[0]!.cells.summary).toBe('Threats to kill\nreported to school.');
  expect(rows[899]!.cells.ref).toBe('NB/0900');
  const content = await readFile(fixture);
  expect(await rowsOf(content)).toEqual(rows);
  expect(await readSpreadsheetHeadings(content)).toEqual(Object.keys(rows[0]!.cells));
});

describe('numbering, line ends and delimiters', () => {
  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('%s: blank rows are skipped but counted', async (_, end) => {
    const lines = ['', 'A,B', '1,2', '', ',', '"x', 'y",4', '5,6'];
    expect(await brief(lines.join(end))).toEqual([
      [1, 3, '1|2', undefined],
      [4, 6, `x${end}y|4`, undefined],
      [5, 8, '5|6', undefined],
    ]);
  });

  test.each([',', ';', '\t'])('delimiter %j is told from the headings', async (delimiter) => {
    const text = [`a${delimiter}"b,;\t"`, `1${delimiter}2`].join('\n');
    expect(await brief(text)).toEqual([[1, 2, '1|2', undefined]]);
  });

  test('headings are trimmed, lower-cased, joined by underscores; a column may be called anything', async () => {
    const [row] = await rowsOf(utf8('\uFEFF Victim  Surname ,"DOB",__proto__,constructor,,\nKEANE,1/2/1990,p,c,,\n'));
    expect(Object.entries(row!.cells)).toEqual([
      ['victim_surname', 'KEANE'],
      ['dob', '1/2/1990'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(row!.problem).toBeUndefined();
  });

  test('missing cells are empty, extra ones a problem of that row', async () => {
    expect(await brief('a,b\n1\n1,2,\n1,2,,4\n5,6\n')).toEqual([
      [1, 2, '1|', undefined],
      [2, 3, '1|2', undefined],
      [3, 4, '1|2', 'extra-cells'],
      [4, 5, '5|6', undefined],
    ]);
  });

  test('an apostrophe that our own export added is taken off again', async () => {
    expect(await brief(`a\n'+447700900182\n'tis\n`)).toEqual([
      [1, 2, '+447700900182', undefined],
      [2, 3, "'tis", undefined],
    ]);
  });
});

describe('one broken row does not harm the others', () => {
  test.each([
    ['text after a closing quote', '"x"y,2'],
    ['a quote inside a bare cell', 'x"y,2'],
    ['a quote never closed', '"x,2'],
  ])('%s', async (_, line) => {
    expect(await brief(`a,b\n1,2\n${line}\n3,4\n5,"six"\n`)).toEqual([
      [1, 2, '1|2', undefined],
      [2, 3, '|', 'broken-quotes'],
      [3, 4, '3|4', undefined],
      [4, 5, '5|six', undefined],
    ]);
  });

  test('a quote never closed on the last line', async () => {
    expect(await brief('a,b\n1,2\n"x,2')).toEqual([
      [1, 2, '1|2', undefined],
      [2, 3, '|', 'broken-quotes'],
    ]);
  });

  test('what is left of a broken row of several lines is not taken for rows', async () => {
    expect(await brief('a,b,c\n1,"he said "no"\nand left\nat once",3\n4,5,6\n7,8\n')).toEqual([
      [1, 2, '||', 'broken-quotes'],
      [2, 3, '||', 'broken-quotes'],
      [3, 4, '||', 'broken-quotes'],
      [4, 5, '4|5|6', undefined],
      [5, 6, '7|8|', undefined],
    ]);
  });

  test('two open quotes that match each other do not swallow the rows between them', async () => {
    const headings = Array.from({ length: 12 }, (_, i) => `h${i}`).join(',');
    const row = (mark: string, last = 'z') => `${mark},2,3,4,5,6,7,8,9,10,11,${last}`;
    const text = [headings, row('first', '"open'), row('second'), row('third', '"'), row('fourth')].join('\n');
    const rows = await rowsOf(utf8(text));
    expect(rows.map((r) => [r.sheetLine, r.cells.h0, r.problem?.code])).toEqual([
      [2, '', 'broken-quotes'],
      [3, 'second', undefined],
      [4, '', 'broken-quotes'],
      [5, 'fourth', undefined],
    ]);
  });

  test('a quote left open above megabytes of good rows', async () => {
    const good = Array.from({ length: 60_000 }, (_, i) => `${i},some text for row ${i}\n`);
    const rows = await rowsOf(utf8(`a,b\n0,"open\n${good.join('')}`));
    expect(rows).toHaveLength(60_001);
    expect(rows.filter(({ problem }) => problem !== undefined).map(({ sheetLine }) => sheetLine)).toEqual([2]);
    expect(rows.at(-1)!.sheetLine).toBe(60_002);
  });

  test('rows that straddle two windows stay whole', async () => {
    const long = 'text, "quoted"\n'.repeat(500);
    const text = Array.from({ length: 200 }, (_, i) => `${i},"${long.replaceAll('"', '""')}"\n`).join('');
    const rows = await rowsOf(utf8(`a,b\n${text}`));
    expect(rows).toHaveLength(200);
    expect(rows.every((row, i) => row.cells.a === String(i) && row.cells.b === long)).toBe(true);
  });

  test('a cell longer than a spreadsheet allows', async () => {
    expect(await brief(`a,b\n1,${'x'.repeat(32_768)}\n3,4\n`)).toEqual([
      [1, 2, '|', 'cell-too-long'],
      [2, 3, '3|4', undefined],
    ]);
  });
});

describe('encodings', () => {
  const text = 'name,note\nZoë O’Néill,“café” – £5\n';
  const expected = { name: 'Zoë O’Néill', note: '“café” – £5' };
  const in1252 = Buffer.from('name,note\nZo\xeb O\x92N\xe9ill,\x93caf\xe9\x94 \x96 \xa35\n', 'latin1');
  const utf16le = Buffer.from(`\uFEFF${text}`, 'utf16le');

  test.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with mark', utf8(`\uFEFF${text}`)],
    ['UTF-16 LE', utf16le],
    ['UTF-16 BE', Buffer.from(utf16le).swap16()],
    ['Windows-1252', in1252],
  ])('%s', async (_, content) => {
    const [row] = await rowsOf(content);
    expect({ ...row!.cells }).toEqual(expected);
  });

  test.each([
    ['UTF-8 and 1252 in one file', Buffer.concat([utf8(text), in1252]), 'broken-utf8', 4],
    ['marked as UTF-8 but is not', Buffer.concat([utf8('\uFEFF'), in1252]), 'broken-utf8', 2],
    ['a byte that 1252 does not have', Buffer.from('a\nb\x81\n', 'latin1'), 'unknown-encoding', 2],
    ['UTF-16 cut in half', utf16le.subarray(0, -1), 'unknown-encoding', undefined],
    ['UTF-16 with half a pair', Buffer.from('\uFEFFa\n\ud800b\n', 'utf16le'), 'unknown-encoding', undefined],
    ['UTF-16 without mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'not-a-spreadsheet', undefined],
  ])('%s is refused', async (_, content, code, line) => {
    await expect(rowsOf(content)).rejects.toEqual(refusal(code, line));
  });
});

test.each([
  ['nothing', '', 'no-header'],
  ['blank lines only', '\n , \n\n', 'no-header'],
  ['a heading missing between others', 'a,,b\n1,2,3\n', 'empty-header'],
  ['the same heading twice', 'Ref,ref \n1,2\n', 'duplicate-header'],
  ['quotes broken in the headings', 'a,"b\n1,2\n', 'broken-quotes'],
  ['a web page', '<html><table><tr><td>x</td></tr></table></html>', 'not-a-spreadsheet'],
  ['a PDF', '%PDF-1.7\n\0\0', 'not-a-spreadsheet'],
])('%s is refused', async (_, text, code) => {
  await expect(rowsOf(utf8(text))).rejects.toEqual(refusal(code));
});

test('limits: columns, rows, broken rows', async () => {
  const limits = { ...defaultSpreadsheetLimits, maxColumns: 2, maxRows: 3, maxBrokenRows: 1 };
  await expect(rowsOf(utf8('a,b,c\n'), limits)).rejects.toEqual(refusal('too-many-cells', 1));
  await expect(rowsOf(utf8('a\n1\n2\n3\n'), limits)).rejects.toEqual(refusal('too-many-rows', 4));
  await expect(rowsOf(utf8('a\nx"\ny"\n'), limits)).rejects.toEqual(refusal('broken-quotes', 3));
});

test('a refusal says nothing of what is in the file', async () => {
  const error = await rowsOf(utf8('KEANE,KEANE\n')).catch((thrown: Error) => thrown);
  expect(String((error as Error).stack)).not.toMatch(/KEANE/i);
});

test('a file that is not there is an error of the file system', async () => {
  await expect(rowsOf('/nowhere/at-all.csv')).rejects.toMatchObject({ code: 'ENOENT' });
});
