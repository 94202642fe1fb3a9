import { describe, expect, test } from '@jest/globals';
import { endOfWorkingDay, type Place, readClock } from './screening-clock.rules.js';

const ENGLAND: Place = { nation: 'england-and-wales', closures: new Set(), timeZone: 'Europe/London' };
const SCOTLAND: Place = { ...ENGLAND, nation: 'scotland' };
const CLOSED: Place = { ...ENGLAND, closures: new Set(['2026-06-09']) };
const at = (text: string) => new Date(text);

describe('when a screening is due', () => {
  test.each([
    ['a Monday, one day', '2026-06-08T09:00:00Z', 1, ENGLAND, '2026-06-09T22:59:59.999Z'],
    ['a Monday, two days', '2026-06-08T09:00:00Z', 2, ENGLAND, '2026-06-10T22:59:59.999Z'],
    [
      'a Monday before a day on which the area is closed',
      '2026-06-08T09:00:00Z',
      1,
      CLOSED,
      '2026-06-10T22:59:59.999Z',
    ],
    ['a Friday afternoon', '2026-06-12T16:00:00Z', 1, ENGLAND, '2026-06-15T22:59:59.999Z'],
    ['a Saturday: Monday is the first day', '2026-06-13T16:00:00Z', 1, ENGLAND, '2026-06-15T22:59:59.999Z'],
    ['the Thursday before Easter', '2026-04-02T10:00:00Z', 1, ENGLAND, '2026-04-07T22:59:59.999Z'],
    [
      'the same in Scotland, which works on Easter Monday',
      '2026-04-02T10:00:00Z',
      1,
      SCOTLAND,
      '2026-04-06T22:59:59.999Z',
    ],
    [
      'just after midnight in London, still yesterday in UTC',
      '2026-06-08T23:30:00Z',
      1,
      ENGLAND,
      '2026-06-10T22:59:59.999Z',
    ],
    ['over the night in which clocks go back', '2026-10-23T10:00:00Z', 1, ENGLAND, '2026-10-26T23:59:59.999Z'],
    ['Christmas Eve', '2026-12-24T10:00:00Z', 2, ENGLAND, '2026-12-30T23:59:59.999Z'],
  ])('%s', (_, since, days, place, due) => {
    expect(endOfWorkingDay(at(since), days, place).toISOString()).toBe(due);
  });
});

describe('what the clock shows', () => {
  const clock = { receivedAt: at('2026-06-12T09:00:00Z'), dueAt: at('2026-06-16T22:59:59.999Z') };
  test.each([
    ['as it comes in', '2026-06-12T09:00:00Z', { ageHours: 0, workingDays: 0, pressure: 'IN_TIME' }],
    ['not quite an hour later', '2026-06-12T09:59:59Z', { ageHours: 0, workingDays: 0, pressure: 'IN_TIME' }],
    ['on Sunday', '2026-06-14T09:00:00Z', { ageHours: 48, workingDays: 0, pressure: 'IN_TIME' }],
    ['on the day it is due', '2026-06-16T09:00:00Z', { ageHours: 96, workingDays: 2, pressure: 'DUE_TODAY' }],
    ['the day after', '2026-06-17T09:00:00Z', { ageHours: 120, workingDays: 3, pressure: 'OVERDUE' }],
    ['at the very moment', '2026-06-16T22:59:59.999Z', { ageHours: 109, workingDays: 2, pressure: 'OVERDUE' }],
    ['by a clock that is slow', '2026-06-12T08:00:00Z', { ageHours: 0, workingDays: 0, pressure: 'IN_TIME' }],
  ])('%s', (_, now, shown) => {
    expect(readClock(clock, at(now), ENGLAND)).toEqual(shown);
  });
});
