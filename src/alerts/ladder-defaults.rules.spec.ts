import { describe, expect, test } from '@jest/globals';
import { addDays } from '../platform/values/dates.js';
import { type Course, momentsOf } from './ladder.rules.js';
import { type LadderName, LADDERS } from './ladder-section.rules.js';
import { momentOn } from '../platform/values/moments.js';

const LONDON = 'Europe/London';
const NATION = { nation: 'england-and-wales', closures: new Set<string>() } as const;
const course = (dueAt: Date): Course => ({
  ...{ dueAt, calendar: NATION, timeZone: LONDON, remindAt: '09:00', since: new Date(0), pauses: [] },
});

describe('the default ladders', () => {
  const of = (ladder: LadderName, dueAt: Date) =>
    momentsOf(LADDERS.defaults[ladder], course(dueAt)).map(
      ({ key, at }) => `${key} ${at!.toLocaleString('sv', { timeZone: LONDON })}`,
    );
  const day = (on: string) => momentOn(on, '00:00', LONDON);
  // the last day is the one before: a signature of which 31 December is the last
  test('a signature is warned of on the day, whatever day of the week, as the day begins', () => {
    expect(of('signatures', day('2027-01-01'))).toEqual([
      'BEFORE-60C 2026-11-01 00:00:00',
      'BEFORE-30C 2026-12-01 00:00:00',
      'BEFORE-7C 2026-12-24 00:00:00',
      'AFTER-0C 2027-01-01 00:00:00',
      'AFTER-7C 2027-01-07 09:00:00',
      'AFTER-30C 2027-01-30 09:00:00',
    ]);
  });

  test.each<[string, string, string[]]>([
    ['in the middle of a week', '2026-04-15', ['2026-04-14', '2026-04-15', '2026-04-16']],
    ['on a Monday: the eve is a Friday', '2026-04-20', ['2026-04-17', '2026-04-20', '2026-04-21']],
    ['on a Friday: the day after is a Monday', '2026-04-17', ['2026-04-16', '2026-04-17', '2026-04-20']],
    ['before Easter', '2026-04-02', ['2026-04-01', '2026-04-02', '2026-04-07']],
    ['after Christmas', '2026-12-29', ['2026-12-24', '2026-12-29', '2026-12-30']],
  ])('research due %s is reminded of on the eve, on the day and after it', (_, dueOn, days) => {
    const keys = ['BEFORE-1D', 'DUE', 'AFTER-1D'];
    expect(of('research', day(addDays(dueOn, 1)))).toEqual(days.map((on, i) => `${keys[i]} ${on} 09:00:00`));
  });

  test('chairs hear of a referral when the working day after the last one is over', () => {
    const dueAt = new Date('2026-06-19T22:59:59.999Z'); // the end of a Friday
    expect(of('screening', dueAt)).toEqual(['AFTER-0D 2026-06-19 23:59:59', 'AFTER-1D 2026-06-22 23:59:00']);
  });
});
