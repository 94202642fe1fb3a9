import { expect, test } from '@jest/globals';
import { stepDays, stepNow, STEPS, tellsManager } from './chaser.rules.js';

const RULES = { remindWorkingDaysBefore: 1, remindWorkingDaysAfter: 1 };
const days = (dueOn: string, rules = RULES) =>
  stepDays(dueOn, { nation: 'england-and-wales', closures: new Set() }, rules).map(({ on }) => on);

test.each<[string, string, string[]]>([
  ['in the middle of a week', '2026-04-15', ['2026-04-14', '2026-04-15', '2026-04-16']],
  ['on a Monday: the eve is a Friday', '2026-04-20', ['2026-04-17', '2026-04-20', '2026-04-21']],
  ['on a Friday: the day after is a Monday', '2026-04-17', ['2026-04-16', '2026-04-17', '2026-04-20']],
  ['before Easter', '2026-04-02', ['2026-04-01', '2026-04-02', '2026-04-07']],
  ['after Christmas', '2026-12-29', ['2026-12-24', '2026-12-29', '2026-12-30']],
])('due %s', (_, dueOn, expected) => {
  expect(days(dueOn)).toEqual(expected);
});

test('an area says how many days', () => {
  expect(days('2026-04-15', { remindWorkingDaysBefore: 3, remindWorkingDaysAfter: 2 })).toEqual([
    '2026-04-10',
    '2026-04-15',
    '2026-04-17',
  ]);
});

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 3, day, hour));
const TIMES = [
  { step: 'EVE', at: at(14) },
  { step: 'DUE', at: at(15) },
  { step: 'AFTER', at: at(16) },
] as const;

test.each<[string, Date, Date, string | null, string | null]>([
  ['long before', at(1), at(2), null, 'EVE'],
  ['on the eve, at the moment itself', at(1), at(14), 'EVE', 'DUE'],
  ['on the eve, a moment before', at(1), at(14, 8), null, 'EVE'],
  ['on the day', at(1), at(15, 12), 'DUE', 'AFTER'],
  ['after it', at(1), at(16), 'AFTER', null],
  ['long after, with nobody at work meanwhile: one reminder, not three', at(1), at(30), 'AFTER', null],
  ['asked on the eve, after its reminder: not reminded at once', at(14, 12), at(14, 13), null, 'DUE'],
  ['asked after all of them: nothing', at(20), at(21), null, null],
])('%s', (_, askedAt, now, step, next) => {
  expect(stepNow(TIMES, askedAt, now)).toEqual({ now: step, next: TIMES.find((one) => one.step === next) ?? null });
});

test('who answers for the agency is told after the day, and not before', () => {
  expect(STEPS.filter(tellsManager)).toEqual(['AFTER']);
});
