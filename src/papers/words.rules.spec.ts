import { expect, test } from '@jest/globals';
import { dayInWords, momentInWords } from './words.rules.js';

test.each([
  ['2026-12-03', '3 December 2026'],
  ['1990-05', 'May 1990'],
  ['1990', '1990'],
])('%s: %s', (date, words) => {
  expect(dayInWords(date)).toBe(words);
});

test.each([
  ['2026-03-29T00:59:00Z', '29 March 2026 at 00:59'],
  ['2026-03-29T01:00:00Z', '29 March 2026 at 02:00'],
  ['2026-10-25T23:30:00Z', '25 October 2026 at 23:30'],
  ['2026-06-30T23:30:00Z', '1 July 2026 at 00:30'],
])('%s in the United Kingdom: %s', (moment, words) => {
  expect(momentInWords(new Date(moment))).toBe(words);
});
