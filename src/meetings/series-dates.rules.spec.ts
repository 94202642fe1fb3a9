import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, weekday } from '../platform/values/dates.js';
import { dayHeld, type Frequency, occurrences, type Recurrence, type Weekday, WEEKDAYS } from './series-dates.rules.js';
import { momentOn } from '../platform/values/moments.js';

const every = (frequency: Frequency, day: Weekday, startsOn: string, nth: number | null = null): Recurrence => ({
  frequency,
  weekday: day,
  nth,
  startsOn,
  endsOn: null,
});

describe('the days a series names', () => {
  test.each([
    {
      name: 'weekly',
      series: every('WEEKLY', 'WEDNESDAY', '2026-03-18'),
      days: ['2026-03-18', '2026-03-25', '2026-04-01', '2026-04-08'],
    },
    {
      name: 'fortnightly',
      series: every('FORTNIGHTLY', 'WEDNESDAY', '2026-03-18'),
      days: ['2026-03-18', '2026-04-01'],
    },
    {
      name: 'from the first such weekday on',
      series: every('FORTNIGHTLY', 'WEDNESDAY', '2026-03-19'),
      days: ['2026-03-25', '2026-04-08'],
    },
    { name: 'four-weekly', series: every('FOUR_WEEKLY', 'MONDAY', '2026-02-16'), days: ['2026-03-16'] },
    {
      name: 'begun long ago, in the same rhythm',
      series: every('FORTNIGHTLY', 'WEDNESDAY', '2026-01-07'),
      days: ['2026-03-18', '2026-04-01'],
    },
    { name: 'not begun yet', series: every('WEEKLY', 'FRIDAY', '2026-04-06'), days: ['2026-04-10'] },
    { name: 'second Tuesday', series: every('MONTHLY', 'TUESDAY', '2026-01-01', 2), days: [] },
    { name: 'third Tuesday', series: every('MONTHLY', 'TUESDAY', '2026-01-01', 3), days: ['2026-03-17'] },
    { name: 'first Wednesday', series: every('MONTHLY', 'WEDNESDAY', '2026-01-01', 1), days: ['2026-04-01'] },
    { name: 'every working day', series: { ...every('WORKING_DAYS', 'MONDAY', '2026-04-08'), weekday: null }, days: ['2026-04-08', '2026-04-09', '2026-04-10'] }, // prettier-ignore
    { name: 'ended', series: { ...every('WEEKLY', 'WEDNESDAY', '2026-03-18'), endsOn: '2026-03-25' }, days: ['2026-03-18', '2026-03-25'] }, // prettier-ignore
    { name: 'last Tuesday', series: every('MONTHLY', 'TUESDAY', '2026-01-01', 5), days: ['2026-03-31'] },
  ])('$name', ({ series, days }) => {
    expect(occurrences(series, '2026-03-16', '2026-04-12')).toEqual(days);
  });

  test.each([
    { month: '2026-02', last: '2026-02-24' },
    { month: '2028-02', last: '2028-02-29' },
    { month: '2026-12', last: '2026-12-29' },
  ])('the last Tuesday of $month', ({ month, last }) => {
    const days = occurrences(every('MONTHLY', 'TUESDAY', '2026-01-01', 5), `${month}-01`, addMonths(`${month}-01`, 1));
    expect(days).toEqual([last]);
  });

  test('a longer look ahead names the same days and more: planning twice plans nothing else', () => {
    const weeks = fc.constantFrom<Frequency>('WEEKLY', 'FORTNIGHTLY', 'FOUR_WEEKLY', 'MONTHLY');
    fc.assert(
      fc.property(
        weeks,
        fc.constantFrom(...WEEKDAYS),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 400 }),
        (frequency, day, a, b) => {
          const series = every(frequency, day, addDays('2025-01-01', a), frequency === 'MONTHLY' ? (b % 5) + 1 : null);
          const from = addDays('2025-06-01', b);
          const soon = occurrences(series, from, addDays(from, 90));
          const later = occurrences(series, from, addDays(from, 200));
          expect(later.slice(0, soon.length)).toEqual(soon);
          expect(occurrences(series, addDays(from, 30), addDays(from, 200))).toEqual(
            later.filter((d) => d >= addDays(from, 30)),
          );
          for (const d of later) expect([weekday(d), d >= series.startsOn]).toEqual([WEEKDAYS.indexOf(day) + 1, true]);
        },
      ),
    );
  });
});

describe('a bank holiday', () => {
  test.each([
    { day: '2026-04-01', nation: 'england-and-wales', moved: '2026-04-01', why: 'an ordinary Wednesday' },
    { day: '2026-04-03', nation: 'england-and-wales', moved: '2026-04-07', why: 'Good Friday, then Easter Monday' },
    { day: '2026-04-06', nation: 'scotland', moved: '2026-04-06', why: 'Easter Monday is none in Scotland' },
    {
      day: '2026-12-25',
      nation: 'england-and-wales',
      moved: '2026-12-29',
      why: 'Boxing Day is a Saturday: Monday is its substitute',
    },
    {
      day: '2026-07-13',
      nation: 'northern-ireland',
      moved: '2026-07-14',
      why: 'Battle of the Boyne, moved from Sunday',
    },
    { day: '2026-07-13', nation: 'england-and-wales', moved: '2026-07-13', why: 'none here' },
  ] as const)('$day in $nation: $why', ({ day, nation, moved }) => {
    const calendar = { nation, closures: new Set<string>() };
    expect(dayHeld(day, 'WEEKLY', calendar, 'NEXT_WORKING_DAY')).toBe(moved);
    expect(dayHeld(day, 'WEEKLY', calendar, 'SKIP')).toBe(day === moved ? day : null);
    expect(dayHeld(day, 'WEEKLY', calendar, 'HOLD')).toBe(day);
    expect(dayHeld(day, 'WORKING_DAYS', calendar, 'NEXT_WORKING_DAY')).toBe(day === moved ? day : null);
  });
});

test('a day on which the area is closed counts as a holiday', () => {
  const calendar = { nation: 'england-and-wales' as const, closures: new Set(['2026-04-07', '2026-05-13']) };
  expect(dayHeld('2026-05-13', 'WEEKLY', calendar, 'NEXT_WORKING_DAY')).toBe('2026-05-14');
  expect(dayHeld('2026-04-06', 'WEEKLY', calendar, 'NEXT_WORKING_DAY')).toBe('2026-04-08'); // Easter Monday, then the closure
  expect(dayHeld('2026-05-13', 'WEEKLY', calendar, 'SKIP')).toBeNull();
});

test.each([
  { day: '2026-03-27', time: '09:30', utc: '2026-03-27T09:30:00.000Z', why: 'winter' },
  { day: '2026-03-29', time: '09:30', utc: '2026-03-29T08:30:00.000Z', why: 'the day the clocks go forward' },
  { day: '2026-03-30', time: '09:30', utc: '2026-03-30T08:30:00.000Z', why: 'summer' },
  { day: '2026-10-23', time: '09:30', utc: '2026-10-23T08:30:00.000Z', why: 'still summer' },
  { day: '2026-10-26', time: '09:30', utc: '2026-10-26T09:30:00.000Z', why: 'winter again' },
  { day: '2026-07-01', time: '00:15', utc: '2026-06-30T23:15:00.000Z', why: 'just after midnight' },
])('$time on $day by the clock on the wall ($why)', ({ day, time, utc }) => {
  expect(momentOn(day, time, 'Europe/London').toISOString()).toBe(utc);
});
