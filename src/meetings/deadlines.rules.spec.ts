import { describe, expect, test } from '@jest/globals';
import { RuleBook } from '../maracs/rule-book.rules.js';
import type { RuleVersion } from '../maracs/marac.entity.js';
import { type Deadline, deadlinesOf, passedByMoving } from './deadlines.rules.js';

const EW = { nation: 'england-and-wales' as const, closures: new Set<string>() };
const version = (effectiveFrom: string, sections: Record<string, object>) =>
  ({ version: 1, effectiveFrom, sections }) as unknown as RuleVersion;
const days = (deadlines: readonly Deadline[]) => Object.fromEntries(deadlines.map(({ kind, on }) => [kind, on]));

describe('the steps around a meeting', () => {
  test.each([
    {
      name: 'over Easter',
      heldOn: '2026-04-15',
      days: {
        ...{ REFERRAL_CUT_OFF: '2026-04-01', CASE_LIST_OUT: '2026-04-01', PAPERS_OUT: '2026-04-14' },
        ...{ ACTION_LIST_OUT: '2026-04-16', MINUTES_DRAFT: '2026-04-20', MINUTES_OUT: '2026-04-22' },
      },
    },
    {
      name: 'over Christmas',
      heldOn: '2027-01-06',
      days: {
        ...{ REFERRAL_CUT_OFF: '2026-12-22', CASE_LIST_OUT: '2026-12-22', PAPERS_OUT: '2027-01-05' },
        ...{ ACTION_LIST_OUT: '2027-01-07', MINUTES_DRAFT: '2027-01-11', MINUTES_OUT: '2027-01-13' },
      },
    },
  ])('$name, as worked out by hand', ({ heldOn, days: expected }) => {
    expect(days(deadlinesOf(heldOn, '2026-01-01', EW, new RuleBook([])))).toMatchObject(expected);
  });

  test('nations differ, and an area may be closed besides', () => {
    const at = (calendar: Parameters<typeof deadlinesOf>[2]) =>
      days(deadlinesOf('2026-04-08', '2026-01-01', calendar, new RuleBook([])))['CASE_LIST_OUT'];
    expect(at(EW)).toBe('2026-03-25');
    expect(at({ ...EW, nation: 'scotland' })).toBe('2026-03-26');
    expect(at({ ...EW, closures: new Set(['2026-03-30']) })).toBe('2026-03-24');
  });

  test('are the area’s own: two settings, two days', () => {
    const book = (sections: Record<string, object>) => new RuleBook([version('2026-01-01', sections)]);
    const own = book({
      meetings: { referralCutOffWorkingDays: 10 },
      'meeting-cycle': { minutesOutWorkingDaysAfter: 10 },
    });
    expect(days(deadlinesOf('2026-04-15', '2026-02-01', EW, own))).toMatchObject({
      REFERRAL_CUT_OFF: '2026-03-30',
      MINUTES_OUT: '2026-04-29',
      MINUTES_DRAFT: '2026-04-20',
    });
  });

  test('of a meeting that was held are those of its day, whatever was decided since', () => {
    const book = new RuleBook([version('2026-05-01', { 'meeting-cycle': { minutesOutWorkingDaysAfter: 10 } })]);
    const out = (today: string) => days(deadlinesOf('2026-04-15', today, EW, book))['MINUTES_OUT'];
    expect(out('2026-06-01')).toBe('2026-04-22');
    expect(days(deadlinesOf('2026-07-15', '2026-06-01', EW, book))['MINUTES_OUT']).toBe('2026-07-29');
  });

  test('have passed when their day is over, not on it', () => {
    const passed = (today: string) =>
      deadlinesOf('2026-04-15', today, EW, new RuleBook([])).find(({ kind }) => kind === 'CASE_LIST_OUT')!.passed;
    expect([passed('2026-04-01'), passed('2026-04-02')]).toEqual([false, true]);
  });

  test('that were to come and have passed by a move are named, and no others', () => {
    const on = (heldOn: string) => deadlinesOf(heldOn, '2026-03-30', EW, new RuleBook([]));
    expect(passedByMoving(on('2026-04-15'), on('2026-04-02'))).toEqual(['REFERRAL_CUT_OFF', 'CASE_LIST_OUT']);
    expect(passedByMoving(on('2026-04-02'), on('2026-04-01'))).toEqual([]); // they had passed before
    expect(passedByMoving(on('2026-04-02'), on('2026-04-15'))).toEqual([]);
  });
});
