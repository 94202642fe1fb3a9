import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ageOn, parseIsoDate } from './dates.js';
import { birthRange, hasReached, readBirthDate, type BirthDatePrecision } from './birth-date.js';

const vectors = JSON.parse(readFileSync('test/vectors/formats.json', 'utf8')) as {
  birthDates: Record<string, 'error' | [string | null, BirthDatePrecision]>;
};
const ON = '2026-06-01';

describe('worked cases (formats.json)', () => {
  test.each(Object.entries(vectors.birthDates))('%j is %j', (text, expected) => {
    const reading = readBirthDate(text, ON);
    if (expected === 'error') expect(reading).toMatchObject({ outcome: 'refused', code: 'impossible-date' });
    else expect(reading).toEqual({ outcome: 'read', value: expected[0], precision: expected[1] });
  });
});

test.each([
  [null, null, 'UNKNOWN'],
  [undefined, null, 'UNKNOWN'],
  ['1988-01-01', '1988-01-01', 'POSSIBLY_YEAR_ONLY'],
  ['1 Jan 1988', '1988-01-01', 'POSSIBLY_YEAR_ONLY'],
  ['May 1988', '1988-05', 'MONTH'],
  ['01/01/1900', null, 'UNKNOWN'],
  ['30/12/1899', null, 'UNKNOWN'],
  ['01/06/2026', '2026-06-01', 'DAY'],
  ['14/05/2015', '2015-05-14', 'DAY'],
])('%j is read as %j, %s', (text, value, precision) =>
  expect(readBirthDate(text, ON)).toEqual({ outcome: 'read', value, precision }),
);

test.each([
  ['31/02/1988', 'impossible-date'],
  ['02/06/2026', 'future-date'],
  ['2027', 'future-date'],
  ['July 2026', 'future-date'],
  ['14/05/1850', 'beyond-human-age'],
  ['thirty-eight', 'unreadable-date'],
])('%j is refused: %s', (text, code) =>
  expect(readBirthDate(text, ON)).toEqual({ outcome: 'refused', code, found: text }),
);

test('a child’s two-digit year may be recent', () => {
  expect(readBirthDate('14.05.15', ON, 0)).toMatchObject({ value: '2015-05-14' });
  expect(readBirthDate('14.05.15', ON)).toMatchObject({ value: '1915-05-14' });
  expect(readBirthDate('02.06.26', ON, 0)).toMatchObject({ value: '1926-06-02' });
});

test.each([
  ['14/05/2010', '2026-05-14', 'YES'],
  ['14/05/2010', '2026-05-13', 'NO'],
  ['2010', '2026-12-31', 'YES'],
  ['2010', '2026-06-01', 'CANNOT_TELL'],
  ['2011', '2026-06-01', 'NO'],
  ['01/01/2010', '2026-06-01', 'CANNOT_TELL'],
  ['May 2010', '2026-05-15', 'CANNOT_TELL'],
  ['May 2010', '2026-06-01', 'YES'],
  ['', '2026-06-01', 'CANNOT_TELL'],
])('born %j, has reached 16 on %s: %s', (text, on, answer) => {
  const reading = readBirthDate(text, on);
  if (reading.outcome !== 'read') throw new Error('the case is meant to be readable');
  expect(hasReached(16, reading, on)).toBe(answer);
});

test('an estimate is taken as a year either way', () =>
  expect(birthRange({ value: '1988', precision: 'ESTIMATED' })).toEqual({ from: '1987-01-01', to: '1989-12-31' }));

test('two digits always give a person of 16 or more who is not older than need be', () =>
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 99 }),
      (now, day, month, year) => {
        const on = now.toISOString().slice(0, 10);
        const pad = (n: number) => String(n).padStart(2, '0');
        const reading = readBirthDate(`${pad(day)}.${pad(month)}.${pad(year)}`, on);
        if (reading.outcome !== 'read' || reading.value === null) return;
        const age = ageOn(reading.value, on);
        expect(age).toBeGreaterThanOrEqual(16);
        expect(age).toBeLessThan(116);
        expect(parseIsoDate(reading.value)).toBe(reading.value);
      },
    ),
  ));

test('nothing that can be typed makes it throw', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readBirthDate(text, ON))));
