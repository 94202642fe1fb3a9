import { expect, test } from '@jest/globals';
import { inWords, refusal, type Refusal, type Standing } from './handing-out.rules.js';

const FINE: Standing = { status: 'PLANNED', circulated: true, stopped: false, declared: true, cases: 1 };

test.each<[Partial<Standing>, Refusal | null]>([
  [{}, null],
  [{ status: 'HELD' }, 'not-planned'],
  [{ status: 'CANCELLED', circulated: false }, 'not-planned'],
  [{ circulated: false }, 'not-circulated'],
  [{ circulated: false, declared: false }, 'not-circulated'],
  [{ stopped: true }, 'papers-recalled'],
  [{ stopped: true, declared: false }, 'papers-recalled'],
  [{ declared: false }, 'declaration-needed'],
  [{ declared: false, cases: 0 }, 'declaration-needed'],
  [{ cases: 0 }, 'no-papers'],
])('%j: %s', (changes, expected) => {
  expect(refusal({ ...FINE, ...changes })).toBe(expected);
});

test.each<[number[], string]>([
  [[], ''],
  [[3], '3'],
  [[1, 2, 3, 4, 7], '1 to 4, 7'],
  [[7, 2, 1, 7], '1 to 2, 7'],
])('%j in words: %s', (numbers, words) => {
  expect(inWords(numbers)).toBe(words);
});
