import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chance, inWords, whole } from './forecast.rules.js';

test.each<[number, number, number, string]>([
  [0, 0, 5, 'No record of its own yet: (0 + 1) / (0 + 2) = 50 %.'],
  [12, 9, 3, 'Of 12 that it still owed 3 days before the meeting, it answered 9 in time: (9 + 1) / (12 + 2) = 71 %.'],
  [1, 0, 1, 'Of 1 that it still owed 1 day before the meeting, it answered 0 in time: (0 + 1) / (1 + 2) = 33 %.'],
  [8, 8, 0, 'Of 8 that it still owed 0 days before the meeting, it answered 8 in time: (8 + 1) / (8 + 2) = 90 %.'],
])('%p owed, %p answered, %p days left', (open, answered, days, words) => {
  expect(inWords({ open, answered }, days)).toBe(words);
});

describe('a case', () => {
  test.each<[number[], number, string]>([
    [[], 100, 'Everybody has answered.'],
    [[0.5], 50, '0.50 = 50 %'],
    [[0.71, 0.5, 0.9], 32, '0.71 × 0.50 × 0.90 = 32 %'],
  ])('of which %p are owed', (chances, expected, words) => {
    expect(whole(chances)).toEqual({ percent: expected, inWords: words });
  });
});

const RECORD = fc
  .record({ open: fc.nat(500), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ open, share }) => ({ open, answered: Math.floor(open * share) }));

test('a chance is neither none nor certain; each answer in time raises it, each other one lowers it', () => {
  fc.assert(
    fc.property(RECORD, ({ open, answered }) => {
      const now = chance({ open, answered });
      expect(now).toBeGreaterThan(0);
      expect(now).toBeLessThan(1);
      expect(chance({ open: open + 1, answered: answered + 1 })).toBeGreaterThan(now);
      expect(chance({ open: open + 1, answered })).toBeLessThan(now);
    }),
  );
});

test('one more that is owed never makes a case likelier to be whole', () => {
  fc.assert(
    fc.property(fc.array(RECORD, { maxLength: 12 }), RECORD, (records, one) => {
      const chances = records.map(chance);
      expect(whole([...chances, chance(one)]).percent).toBeLessThanOrEqual(whole(chances).percent);
    }),
  );
});
