import { describe, expect, test } from '@jest/globals';
import { addsNothing, isSpent, reviewDueAt, strictest } from './break-glass.rules.js';

const quota = { opensPerDay: 3, missesPerDay: 10 };

describe('the quota', () => {
  test.each([
    [0, 0, false],
    [2, 9, false],
    [3, 0, true],
    [0, 10, true],
    [4, 11, true],
  ])('%i opened, %i that found nothing: spent %p', (opens, misses, spent) => {
    expect(isSpent({ opens, misses }, quota)).toBe(spent);
  });

  test('is the strictest of the areas somebody works in', () => {
    expect(strictest([quota, { opensPerDay: 1, missesPerDay: 20 }])).toEqual({ opensPerDay: 1, missesPerDay: 10 });
    expect(isSpent({ opens: 0, misses: 0 }, strictest([]))).toBe(true);
  });
});

test('an emergency is for what one does not see', () => {
  expect(addsNothing([], ['IDENTITY'])).toBe(false);
  expect(addsNothing(['IDENTITY'], ['IDENTITY', 'CONTACT'])).toBe(false);
  expect(addsNothing(['CONTACT', 'IDENTITY', 'HEALTH'], ['IDENTITY', 'CONTACT'])).toBe(true);
});

describe('a review is due', () => {
  test.each([
    ['the next working day', '2026-06-02T22:15:00Z', 1, '2026-06-03T22:15:00.000Z'],
    ['on Monday for a Friday night', '2026-06-05T22:15:00Z', 1, '2026-06-08T22:15:00.000Z'],
    ['on Monday for a Saturday', '2026-06-06T10:00:00Z', 1, '2026-06-08T10:00:00.000Z'],
    ['after a bank holiday', '2026-12-24T10:00:00Z', 1, '2026-12-29T10:00:00.000Z'],
    ['by the local day, not the day in Greenwich', '2026-06-05T23:30:00Z', 1, '2026-06-07T23:30:00.000Z'],
  ])('%s', (_, opened, days, due) => {
    expect(
      reviewDueAt(new Date(opened), days, 'Europe/London', {
        nation: 'england-and-wales',
        closures: new Set(),
      }).toISOString(),
    ).toBe(due);
  });
});
