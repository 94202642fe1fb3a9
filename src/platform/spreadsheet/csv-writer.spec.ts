import { describe, expect, test } from '@jest/globals';
import { csvLine, csvSafeCell, fromSafeCell } from './csv-writer.js';

describe('lesson A30: no cell starts like a formula', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+447700900182', "'+447700900182"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1+1', "'＝1+1"],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ['a=b', 'a=b'],
    ['', ''],
  ])('%j is written %j, and read back', (text, cell) => {
    expect(csvSafeCell(text)).toBe(cell);
    expect(fromSafeCell(cell)).toBe(text);
  });

  test.each([
    [-5, '-5'],
    [0.5, '0.5'],
    [NaN, ''],
    [10n, '10'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
  ])('%p is no text and is written %j', (value, cell) => expect(csvSafeCell(value)).toBe(cell));
});

test('cells are quoted where they must be', () => {
  expect(csvLine(['a', 'b,c', 'say "no"', 'x\ny', 'semi;colon', ' lead', '=1,2', -3])).toBe(
    `a,"b,c","say ""no""","x\ny","semi;colon"," lead","'=1,2",-3\r\n`,
  );
});
