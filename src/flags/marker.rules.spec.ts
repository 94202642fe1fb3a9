import { describe, expect, test } from '@jest/globals';
import { addDays } from '../platform/values/dates.js';
import { workingDaysFrom } from '../platform/values/working-days.js';
import { type MarkerFacts, owedBy, overdueIfSince } from './marker.rules.js';

const NORMS = {
  placingDays: 5,
  removingDays: 10,
  calendar: { nation: 'england-and-wales' as const, closures: new Set<string>() },
};
/** Set on Monday 2 November 2026, shared since; nothing was said. */
const FACTS: MarkerFacts = {
  expiresOn: '2027-11-01',
  version: 2,
  changedOn: '2026-11-02',
  sharedOn: '2026-11-02',
  marker: null,
  markerVersion: null,
};
const said = (marker: MarkerFacts['marker'], markerVersion = 2) => ({ marker, markerVersion });

describe('what an agency owes', () => {
  test.each<[string, Partial<MarkerFacts>, string, ReturnType<typeof owedBy>]>([
    ['that it placed its marker', {}, '2026-11-03', { owed: 'PLACING', dueOn: '2026-11-09', overdue: false }],
    ['not overdue on the last day', {}, '2026-11-09', { owed: 'PLACING', dueOn: '2026-11-09', overdue: false }],
    ['overdue when it is over', {}, '2026-11-10', { owed: 'PLACING', dueOn: '2026-11-09', overdue: true }],
    ['nothing once it placed it', said('PLACED'), '2026-11-20', null],
    ['nothing when it holds no file', said('NOT_HELD'), '2026-11-20', null],
    [
      'counted from when the case was shared with it, when that is later',
      { sharedOn: '2026-11-16' },
      '2026-11-17',
      { owed: 'PLACING', dueOn: '2026-11-23', overdue: false },
    ],
    [
      'counted from when the flag moved, when that is later',
      { sharedOn: '2026-01-05' },
      '2026-11-03',
      { owed: 'PLACING', dueOn: '2026-11-09', overdue: false },
    ],
    [
      'that it placed it anew after a repeat moved the flag',
      said('PLACED', 1),
      '2026-11-03',
      { owed: 'PLACING', dueOn: '2026-11-09', overdue: false },
    ],
    [
      'that it places it again when it was removed while the flag runs',
      said('REMOVED'),
      '2026-11-03',
      { owed: 'PLACING', dueOn: '2026-11-09', overdue: false },
    ],
    ['nothing when the case is not shared with it', { sharedOn: null }, '2026-11-20', null],
    ['nothing to place on the last day of the flag once placed', said('PLACED'), '2027-11-01', null],
    [
      'that it removed what it placed, from the day after the last',
      said('PLACED'),
      '2027-11-02',
      { owed: 'REMOVING', dueOn: '2027-11-15', overdue: false },
    ],
    [
      'also when it had not renewed it',
      said('PLACED', 1),
      '2027-11-16',
      { owed: 'REMOVING', dueOn: '2027-11-15', overdue: true },
    ],
    [
      'also when the case is no longer shared with it: the marker still stands',
      { ...said('PLACED'), sharedOn: null },
      '2027-11-02',
      { owed: 'REMOVING', dueOn: '2027-11-15', overdue: false },
    ],
    ['nothing after the lapse when it never placed one', {}, '2027-12-24', null],
    ['nothing after the lapse when it removed it', said('REMOVED'), '2027-12-24', null],
    ['nothing after the lapse when it held no file', said('NOT_HELD'), '2027-12-24', null],
  ])('%s', (_, changes, today, owing) => {
    expect(owedBy({ ...FACTS, ...changes }, today, NORMS)).toEqual(owing);
  });

  test('by the norms of the area', () => {
    expect(owedBy(FACTS, '2026-11-03', { ...NORMS, placingDays: 1 })).toMatchObject({ dueOn: '2026-11-03' });
  });
});

test('the day before which all is overdue is the last of them, whatever day it is', () => {
  const calendar = { nation: 'scotland' as const, closures: new Set<string>() };
  for (let day = '2026-12-01'; day < '2027-01-20'; day = addDays(day, 1)) {
    const since = overdueIfSince(day, 5, calendar);
    expect(workingDaysFrom(since, 5, calendar) < day).toBe(true);
    expect(workingDaysFrom(addDays(since, 1), 5, calendar) < day).toBe(false);
  }
});
