import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageOn,
  compareDates,
  dayNumber,
  daysBetween,
  isoDate,
  parseIsoDate,
  todayIn,
  weekday,
} from './dates.js';

const anyDate = fc
  .date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9899-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test.each([
  ['1988-05-14', '1988-05-14'],
  ['2024-02-29', '2024-02-29'],
  ['2025-02-29', null],
  ['1900-02-29', null],
  ['2000-02-29', '2000-02-29'],
  ['2025-13-01', null],
  ['2025-00-10', null],
  ['2025-04-31', null],
  ['0000-01-01', null],
  ['2025-4-1', null],
  ['2025-04-01T00:00:00Z', null],
  ['', null],
])('parseIsoDate(%j) = %j', (text, date) => expect(parseIsoDate(text)).toBe(date));

test.each([
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2025-03-10', 12, '2026-03-10'],
  ['2025-01-31', 1, '2025-02-28'],
  ['2025-12-31', 2, '2026-02-28'],
  ['2025-03-31', -1, '2025-02-28'],
  ['2025-01-15', -1, '2024-12-15'],
  ['2025-01-15', 0, '2025-01-15'],
])('addMonths(%s, %i) = %s', (date, months, result) => expect(addMonths(date, months)).toBe(result));

test.each([
  ['1988-05-14', '2026-05-13', 37],
  ['1988-05-14', '2026-05-14', 38],
  ['2008-02-29', '2024-02-28', 15],
  ['2008-02-29', '2024-02-29', 16],
  ['2008-02-29', '2025-02-28', 16],
  ['2008-02-29', '2025-03-01', 17],
  ['2026-01-02', '2026-01-01', -1],
])('somebody born %s is %s old on %s', (born, on, age) => expect(ageOn(born, on)).toBe(age));

test.each([
  ['2026-03-29T00:30:00Z', 'Europe/London', '2026-03-29'],
  ['2026-06-30T23:30:00Z', 'Europe/London', '2026-07-01'],
  ['2026-10-25T23:30:00Z', 'Europe/London', '2026-10-25'],
  ['2026-12-31T23:59:59Z', 'Europe/London', '2026-12-31'],
  ['2026-12-31T23:59:59Z', 'Asia/Tokyo', '2027-01-01'],
])('at %s it is, in %s, %s', (instant, zone, date) => expect(todayIn(zone, new Date(instant))).toBe(date));

describe('against the calendar of the language', () => {
  test('days are added and counted the same', () =>
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -30000, max: 30000 }), (date, days) => {
        const later = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(date, days)).toBe(later);
        expect(daysBetween(date, later)).toBe(days);
        expect(dayNumber(later) * 86_400_000).toBe(Date.parse(`${later}T00:00:00Z`));
        expect(weekday(date) % 7).toBe(new Date(`${date}T00:00:00Z`).getUTCDay());
        expect(Math.sign(compareDates(date, later))).toBe(-Math.sign(days) || 0);
      }),
    ));

  test('whatever is read is written back, and nothing makes reading throw', () =>
    fc.assert(
      fc.property(fc.oneof(anyDate, fc.string()), (text) => {
        const date = parseIsoDate(text);
        if (date !== null) {
          expect(date).toBe(text);
          expect(new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10)).toBe(text);
        }
      }),
    ));

  test('a month later is in the next month, on the same day or its last', () =>
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const later = addMonths(date, months);
        const index = (d: string) => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7));
        expect(index(later)).toBe(index(date) + months);
        expect(later.slice(8) <= date.slice(8)).toBe(true);
        if (later.slice(8) < date.slice(8)) expect(addDays(later, 1).slice(8)).toBe('01');
      }),
    ));
});

test('text that is no date is refused loudly and without repeating it', () => {
  for (const call of [() => addDays('14/05/1988', 1), () => addMonths('1988', 1), () => ageOn('', '2026-01-01')]) {
    expect(call).toThrow(RangeError);
    expect(call).not.toThrow(/1988/);
  }
  expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError);
  expect(isoDate(2025, 2.5, 1)).toBeNull();
});
