import { describe, expect, test } from '@jest/globals';
import { bankHolidays, easterSunday, isBankHoliday, NATIONS, type Nation } from './holidays.js';
import { weekday } from './dates.js';

/** As published by GOV.UK (bank holidays), month and day. */
const PUBLISHED: Record<Nation, Record<number, string>> = {
  'england-and-wales': {
    2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
    2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
    2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
    2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
    2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  },
  scotland: {
    2022: '01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27',
    2023: '01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26',
    2024: '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26',
    2025: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
    2026: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
    2028: '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26',
  },
  'northern-ireland': {
    2023: '01-02 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-28 12-25 12-26',
    2024: '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26',
    2025: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
    2028: '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26',
  },
};

describe.each(NATIONS)('%s', (nation) => {
  test.each(Object.entries(PUBLISHED[nation]))('%s: %s', (year, days) =>
    expect([...bankHolidays(nation, Number(year))].sort()).toEqual(days.split(' ').map((day) => `${year}-${day}`)),
  );

  test.each([2029, 2030, 2031, 2032])('%i: as many days as ever, none at a weekend', (year) => {
    const days = [...bankHolidays(nation, year)];
    expect(days).toHaveLength({ 'england-and-wales': 8, scotland: 9, 'northern-ireland': 10 }[nation]);
    expect(days.filter((day) => weekday(day) > 5 || !day.startsWith(`${year}-`))).toEqual([]);
  });
});

test.each([
  [2023, '2023-04-09'],
  [2024, '2024-03-31'],
  [2028, '2028-04-16'],
  [2030, '2030-04-21'],
  [2032, '2032-03-28'],
  [2038, '2038-04-25'],
])('Easter %i is %s', (year, date) => expect(easterSunday(year)).toBe(date));

test('nations differ', () => {
  expect(isBankHoliday('2026-04-06', 'england-and-wales')).toBe(true);
  expect(isBankHoliday('2026-04-06', 'scotland')).toBe(false);
  expect(isBankHoliday('2026-06-15', 'scotland')).toBe(true);
  expect(isBankHoliday('2026-06-15', 'northern-ireland')).toBe(false);
});
