import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, weekday } from './dates.js';
import { NATIONS, type Nation } from './holidays.js';
import { isWorkingDay, type WorkingCalendar, workingDaysBetween, workingDaysFrom } from './working-days.js';

type Days = Record<string, string>;
const vectors = JSON.parse(readFileSync('test/vectors/working-days.json', 'utf8')) as {
  nation: Nation;
  cases: { date: string; before?: Days; after?: Days }[];
};
const rows = (key: 'before' | 'after') =>
  vectors.cases.flatMap((c) => Object.entries(c[key] ?? {}).map(([n, day]) => [Number(n), c.date, day] as const));

const calendarOf = (nation: Nation, ...closures: string[]): WorkingCalendar => ({
  nation,
  closures: new Set(closures),
});
const calendar = calendarOf(vectors.nation);

describe('worked cases (working-days.json)', () => {
  test.each(rows('before'))('%i working days before %s is %s', (count, date, day) =>
    expect(workingDaysFrom(date, -count, calendar)).toBe(day),
  );
  test.each(rows('after'))('%i working days after %s is %s', (count, date, day) =>
    expect(workingDaysFrom(date, count, calendar)).toBe(day),
  );
});

test('the nation decides', () => {
  expect(workingDaysFrom('2026-04-02', 1, calendarOf('scotland'))).toBe('2026-04-06');
  expect(workingDaysFrom('2026-04-02', 1, calendarOf('england-and-wales'))).toBe('2026-04-07');
});

test('an area’s closures count as holidays', () => {
  const { nation, closures } = calendarOf('england-and-wales', '2026-04-14');
  expect(workingDaysFrom('2026-04-15', -1, { nation, closures })).toBe('2026-04-13');
  expect(workingDaysFrom('2026-04-13', 1, { nation, closures })).toBe('2026-04-15');
  expect(isWorkingDay('2026-04-14', nation, closures)).toBe(false);
});

test('nothing but whole numbers', () => {
  expect(workingDaysFrom('2026-04-04', 0, calendarOf('scotland'))).toBe('2026-04-04');
  expect(workingDaysFrom('2026-04-04', -0, calendarOf('scotland'))).toBe('2026-04-04');
  for (const count of [1.5, -1.5, NaN, Infinity, -Infinity, 2 ** 53])
    expect(() => workingDaysFrom('2026-04-04', count, calendarOf('scotland'))).toThrow(RangeError);
});

test('back and forth, from any day', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3650 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(...NATIONS),
      (offset, count, nation) => {
        const date = addDays('2023-01-01', offset);
        const after = workingDaysFrom(date, count, calendarOf(nation));
        expect(isWorkingDay(after, nation)).toBe(true);
        expect(weekday(after)).toBeLessThanOrEqual(5);
        expect(workingDaysBetween(date, after, nation)).toBe(count);
        if (isWorkingDay(date, nation)) expect(workingDaysFrom(after, -count, calendarOf(nation))).toBe(date);
      },
    ),
  ));
