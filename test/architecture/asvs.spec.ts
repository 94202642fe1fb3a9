import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { committed } from '../support/committed.js';
import { LEVELS } from './asvs/ids.js';
import { misses, type Read } from './asvs/misses.js';
import { asvsPage } from './asvs/page.js';
import { gap, inapplicable, reviewed, type Row, shown } from './asvs/row.js';
import { ROWS } from './asvs/rows.js';

const read: Read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

test('the standard has 70 requirements of level 1 and 183 of level 2', () => {
  const levels = [...LEVELS.values()];
  expect([1, 2].map((level) => levels.filter((one) => one === level).length)).toEqual([70, 183]);
});

test('every requirement is in the table, and every test that it names is there', () => {
  expect(misses(ROWS, read)).toEqual([]);
});

test('docs/asvs.md is what the table says', () => {
  const now = asvsPage(ROWS);
  expect(now).toBe(committed('docs/asvs.md', now));
});

describe('the check reports', () => {
  const files = new Map([
    [
      'test/a.spec.ts',
      `test('a title', () => {});\n  test.each([\n    ['a case', 1],\n  ])('%s', f);\n  expect('a word');\n`,
    ],
    ['test/cases.ts', `const CASES = [{ name: 'a named case' }, { what: 'another' }];\n  'a rule': (file) => [],\n`],
    ['docs/a.md', 'some words'],
  ]);
  const whole = [...LEVELS.keys()].map((id) => inapplicable(id, 'something', 'no such thing'));
  const instead = (row: Row) => [...whole.filter(({ ids }) => ids[0] !== row.ids[0]), row];
  const of = (row: Row) => misses(instead(row), (file) => files.get(file));

  test('nothing where all is there', () => {
    expect(of(shown('1.1.1', 'x', [['test/a.spec.ts', 'a title', 'a case', '%s']]))).toEqual([]);
    expect(of(shown('1.1.1', 'x', [['test/cases.ts', 'a named case', 'another', 'a rule']]))).toEqual([]);
    expect(of(reviewed('1.1.1', 'x', [['docs/a.md', 'some words']]))).toEqual([]);
  });

  test.each<[string, Row[], string]>([
    ['a requirement left out', whole.slice(1), '1.2.1 is not in the table'],
    ['one that stands twice', [...whole, whole[0]!], '1.2.1 stands twice in the table'],
    ['one of level 3', [...whole, gap('2.4.2', 'x', 'y')], "2.4.2 is none of the standard's level 1 or 2"],
    ['a file that is not there', instead(shown('1.1.1', 'x', [['test/b.ts', 'y']])), '1.1.1: test/b.ts is not there'],
    [
      'a title that is not there',
      instead(shown('1.1.1', 'x', [['test/a.spec.ts', 'a titl']])),
      '1.1.1: test/a.spec.ts has no «a titl»',
    ],
    [
      'a word that is no title',
      instead(shown('1.1.1', 'x', [['test/a.spec.ts', 'a word']])),
      '1.1.1: test/a.spec.ts has no «a word»',
    ],
    [
      'words that a document does not say',
      instead(reviewed('1.1.1', 'x', [['docs/a.md', 'other words']])),
      '1.1.1: docs/a.md has no «other words»',
    ],
    ['a test that is none', instead(shown('1.1.1', 'x', [['docs/a.md', 'some words']])), '1.1.1 names no test'],
    ['nothing behind it', instead(reviewed('1.1.1', 'x', [])), '1.1.1 names nothing that shows it'],
    ['a gap without a reason', instead(gap('1.1.1', 'x', '')), '1.1.1 gives no reason'],
  ])('%s', (_, rows, line) => {
    expect(misses(rows, (file) => files.get(file))).toEqual([line]);
  });
});
