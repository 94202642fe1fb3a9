import { describe, expect, test } from '@jest/globals';
import { decideDue, type DueClass, type DueNorms, type DueQuestion } from './due.rules.js';
import { endOfDay } from '../platform/values/moments.js';

const LONDON = 'Europe/London';
const NORMS: DueNorms = { urgentHours: 24, shortDays: 2, standardDays: 5, complexDays: 10, furthestMonths: 12 };

const ask = (now: string, rest: Partial<DueQuestion> = {}) =>
  decideDue(
    {
      now: new Date(now),
      timeZone: LONDON,
      calendar: { nation: 'england-and-wales', closures: new Set() },
      dueClass: 'STANDARD',
      ...rest,
    },
    NORMS,
  );

describe('refused due dates', () => {
  test.each<[string, string, Partial<DueQuestion>, string, string]>([
    ['yesterday', '2026-06-10T09:00:00Z', { dueOn: '2026-06-09' }, 'in-the-past', 'dueOn'],
    [
      'today, when in London it is tomorrow already',
      '2026-06-09T23:30:00Z',
      { dueOn: '2026-06-09' },
      'in-the-past',
      'dueOn',
    ],
    ['a moment ago', '2026-06-10T09:00:00Z', { dueAt: new Date('2026-06-10T08:59:59Z') }, 'in-the-past', 'dueAt'],
    ['this very moment', '2026-06-10T09:00:00Z', { dueAt: new Date('2026-06-10T09:00:00Z') }, 'in-the-past', 'dueAt'],
    [
      'before the meeting',
      '2026-06-10T09:00:00Z',
      { meetingOn: '2026-06-18', dueOn: '2026-06-17' },
      'before-the-meeting',
      'dueOn',
    ],
    ['a year and a day ahead', '2026-06-10T09:00:00Z', { dueOn: '2027-06-11' }, 'too-far-ahead', 'dueOn'],
    [
      'an exact time years ahead',
      '2026-06-10T09:00:00Z',
      { dueAt: new Date('2036-06-10T09:00:00Z') },
      'too-far-ahead',
      'dueAt',
    ],
    [
      'by a next meeting nobody knows',
      '2026-06-10T09:00:00Z',
      { dueClass: 'NEXT_MEETING' },
      'no-next-meeting',
      'dueOn',
    ],
    [
      'a next meeting that has passed',
      '2026-06-10T09:00:00Z',
      { dueClass: 'NEXT_MEETING', nextMeetingOn: '2026-06-01' },
      'in-the-past',
      'dueOn',
    ],
    [
      'a day and an exact time',
      '2026-06-10T09:00:00Z',
      { dueOn: '2026-06-12', dueAt: new Date('2026-06-12T09:00:00Z') },
      'not-both',
      'dueAt',
    ],
  ])('%s', (_, now, rest, refused, field) => {
    expect(ask(now, rest)).toEqual({ refused, field });
  });
});

describe('accepted as asked', () => {
  test.each<[string, string, Partial<DueQuestion>, string, string]>([
    ['today', '2026-06-10T09:00:00Z', { dueOn: '2026-06-10' }, '2026-06-10', '2026-06-10T22:59:59.999Z'],
    [
      'today, a second before midnight',
      '2026-06-10T22:59:59Z',
      { dueOn: '2026-06-10' },
      '2026-06-10',
      '2026-06-10T22:59:59.999Z',
    ],
    [
      'the day of the meeting',
      '2026-01-08T09:00:00Z',
      { meetingOn: '2026-01-08', dueOn: '2026-01-08' },
      '2026-01-08',
      '2026-01-08T23:59:59.999Z',
    ],
    [
      'a year ahead to the day',
      '2026-06-10T09:00:00Z',
      { dueOn: '2027-06-10' },
      '2027-06-10',
      '2027-06-10T22:59:59.999Z',
    ],
    [
      'an exact time',
      '2026-06-10T09:00:00Z',
      { dueAt: new Date('2026-06-10T23:30:00Z') },
      '2026-06-11',
      '2026-06-10T23:30:00.000Z',
    ],
  ])('%s', (_, now, rest, dueOn, dueAt) => {
    expect(ask(now, rest)).toMatchObject({ dueOn, dueAt: new Date(dueAt) });
  });

  test('minutes typed up days later keep the day of the meeting as the day the action was set', () => {
    expect(ask('2026-06-12T09:00:00Z', { meetingOn: '2026-06-10' })).toMatchObject({
      setOn: '2026-06-10',
      dueOn: '2026-06-19',
    });
  });
});

describe('by due class', () => {
  test.each<[DueClass, string, string, string]>([
    // class, now (Thursday before the Easter of 2026: Friday 3 and Monday 6 April are bank holidays), due on, due at
    ['URGENT', '2026-04-02T10:00:00Z', '2026-04-03', '2026-04-03T10:00:00.000Z'],
    ['SHORT', '2026-04-02T10:00:00Z', '2026-04-08', '2026-04-08T22:59:59.999Z'],
    ['STANDARD', '2026-04-02T10:00:00Z', '2026-04-13', '2026-04-13T22:59:59.999Z'],
    ['COMPLEX', '2026-04-02T10:00:00Z', '2026-04-20', '2026-04-20T22:59:59.999Z'],
  ])('%s from %s: %s', (dueClass, now, dueOn, dueAt) => {
    expect(ask(now, { dueClass })).toMatchObject({ dueOn, dueAt: new Date(dueAt) });
  });

  test('hours count through the night in which clocks change', () => {
    expect(ask('2026-03-28T12:00:00Z', { dueClass: 'URGENT' })).toMatchObject({
      dueAt: new Date('2026-03-29T12:00:00Z'),
    });
  });

  test('an urgent action of a coming meeting is due the day after it', () => {
    const due = ask('2026-06-10T09:00:00Z', { dueClass: 'URGENT', meetingOn: '2026-06-18' });
    expect(due).toMatchObject({ dueOn: '2026-06-19', dueAt: new Date('2026-06-19T22:59:59.999Z') });
  });

  test('by the next meeting', () => {
    const due = ask('2026-06-10T09:00:00Z', { dueClass: 'NEXT_MEETING', nextMeetingOn: '2026-06-24' });
    expect(due).toMatchObject({ dueOn: '2026-06-24' });
  });

  test('a day on which the area is closed is not counted', () => {
    const due = (closures: Set<string>) => ask('2026-06-10T09:00:00Z', { dueClass: 'SHORT', calendar: { nation: 'england-and-wales', closures } }); // prettier-ignore
    expect(due(new Set())).toMatchObject({ dueOn: '2026-06-12' });
    expect(due(new Set(['2026-06-11']))).toMatchObject({ dueOn: '2026-06-15' });
  });

  test('Scotland works on Easter Monday and so counts another day', () => {
    expect(
      ask('2026-04-02T10:00:00Z', { dueClass: 'SHORT', calendar: { nation: 'scotland', closures: new Set() } }),
    ).toMatchObject({
      dueOn: '2026-04-07',
    });
  });
});

test.each([
  ['2026-03-28', '2026-03-28T23:59:59.999Z'],
  ['2026-03-29', '2026-03-29T22:59:59.999Z'],
  ['2026-10-24', '2026-10-24T22:59:59.999Z'],
  ['2026-10-25', '2026-10-25T23:59:59.999Z'],
  ['2028-02-29', '2028-02-29T23:59:59.999Z'],
  ['2026-12-31', '2026-12-31T23:59:59.999Z'],
])('the end of %s in London is %s', (day, instant) => {
  expect(endOfDay(day, LONDON).toISOString()).toBe(instant);
});
