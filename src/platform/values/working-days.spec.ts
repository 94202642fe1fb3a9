import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, weekday } from './dates.js';
import { NATIONS, type Nation } from './holidays.js';
import { isWorkingDay, workingDaysAfter, workingDaysBefore, workingDaysBetween } from './working-days.js';

type Days = Record<string, string>;
const vectors = JSON.parse(readFileSync('test/vectors/working-days.json', 'utf8')) as {
  nation: Nation;
  cases: { date: string; before?: Days; after?: Days }[];
};
const rows = (key: 'before' | 'after') =>
  vectors.cases.flatMap((c) => Object.entries(c[key] ?? {}).map(([n, day]) => [Number(n), c.date, day] as const));

describe('worked cases (working-days.json)', () => {
  test.each(rows('before'))('%i working days before %s is %s', (count, date, day) =>
    expect(workingDaysBefore(date, count, vectors.nation)).toBe(day),
  );
  test.each(rows('after'))('%i working days after %s is %s', (count, date, day) =>
    expect(workingDaysAfter(date, count, vectors.nation)).toBe(day),
  );
});

test('the nation decides', () => {
  expect(workingDaysAfter('2026-04-02', 1, 'scotland')).toBe('2026-04-06');
  expect(workingDaysAfter('2026-04-02', 1, 'england-and-wales')).toBe('2026-04-07');
});

test('an area’s closures count as holidays', () => {
  const closures = new Set(['2026-04-14']);
  expect(workingDaysBefore('2026-04-15', 1, 'england-and-wales', closures)).toBe('2026-04-13');
  expect(isWorkingDay('2026-04-14', 'england-and-wales', closures)).toBe(false);
});

test('nothing but whole numbers from 0', () => {
  expect(workingDaysAfter('2026-04-04', 0, 'scotland')).toBe('2026-04-04');
  expect(() => workingDaysAfter('2026-04-04', -1, 'scotland')).toThrow(RangeError);
  expect(() => workingDaysAfter('2026-04-04', 1.5, 'scotland')).toThrow(RangeError);
});

test('back and forth, from any day', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3650 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...NATIONS),
      (offset, count, nation) => {
        const date = addDays('2023-01-01', offset);
        const after = workingDaysAfter(date, count, nation);
        expect(isWorkingDay(after, nation)).toBe(true);
        expect(weekday(after)).toBeLessThanOrEqual(5);
        expect(workingDaysBetween(date, after, nation)).toBe(count);
        if (isWorkingDay(date, nation)) expect(workingDaysBefore(after, count, nation)).toBe(date);
      },
    ),
  ));
