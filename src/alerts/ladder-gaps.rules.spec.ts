import { describe, expect, test } from '@jest/globals';
import { checkedSections } from '../maracs/rule-section.rules.js';
import { Problem } from '../platform/http/problem.js';
import { type Gap, gapOf } from './ladder-gaps.rules.js';
import type { Rung } from './ladder.rules.js';
import { LADDER_NAMES, LADDERS } from './ladder-section.rules.js';

const before = (workingDays: number): Rung => ({ step: 'BEFORE', workingDays, tells: ['REPRESENTATIVE'] });
const due: Rung = { step: 'DUE', tells: ['REPRESENTATIVE'] };
const after = (workingDays: number, ...tells: Rung['tells']): Rung => ({ step: 'AFTER', workingDays, tells });
const over = after(0, 'REPRESENTATIVE');

const GAPPED: [Gap, number, Rung[]][] = [
  ['tells-nobody', 1, [over, after(1)]],
  ['told-twice', 0, [after(0, 'CHAIR', 'CHAIR')]],
  ['hours-and-days', 0, [over, { step: 'AFTER', hours: 4, tells: ['CHAIR'] }]],
  ['hours-and-days', 0, [over, { step: 'AFTER', days: 4, tells: ['CHAIR'] }]],
  ['hours-and-days', 0, [{ step: 'AFTER', days: 0, workingDays: 0, tells: ['CHAIR'] }]],
  ['hours-have-no-time', 0, [{ step: 'AFTER', hours: 4, at: '09:00', tells: ['CHAIR'] }]],
  ['hours-have-no-time', 0, [{ step: 'AFTER', days: 0, at: '09:00', tells: ['CHAIR'] }]],
  [
    'not-before',
    0,
    [
      { step: 'BEFORE', days: 0, tells: ['CHAIR'] },
      { step: 'AFTER', days: 0, tells: ['CHAIR'] },
    ],
  ],
  ['how-long-missing', 0, [{ step: 'AFTER', tells: ['CHAIR'] }]],
  ['due-is-no-distance', 0, [{ step: 'DUE', workingDays: 1, tells: ['CHAIR'] }, over]],
  ['not-before', 0, [before(0), over]],
  ['out-of-order', 1, [due, before(2), over]],
  ['out-of-order', 1, [over, due]],
  ['rung-twice', 1, [over, over]],
  ['rung-twice', 1, [due, due, over]],
  ['not-rising', 1, [before(1), before(2), over]],
  ['not-rising', 1, [after(3, 'MANAGER'), after(1, 'CHAIR')]],
  ['leads-down', 1, [after(0, 'CHAIR'), after(1, 'MANAGER')]],
  ['never-overdue', 1, [before(2), due]],
];

describe('a ladder with a gap', () => {
  test.each(GAPPED)('%s, at rung %i', (gap, index, rungs) => {
    expect(gapOf(rungs)).toEqual({ index, gap });
  });

  test.each(GAPPED)('%s is refused when the rules are put, at that rung', (code, index, rungs) => {
    expect(refusals({ actions: rungs })).toContainEqual([`/sections/ladders/actions/${index}`, code]);
  });

  test.each<[string, object, string, string]>([
    ['empty', { actions: [] }, '/sections/ladders/actions', 'ladder-empty'],
    ['no list', { actions: 'CHAIR' }, '/sections/ladders/actions', 'not-a-list'],
    ['a rung that is none', { actions: [null] }, '/sections/ladders/actions/0', 'not-an-object'],
    ['a rung of nothing', { actions: [{}] }, '/sections/ladders/actions/0/step', 'required'],
    [
      'people that there are not',
      { minutes: [{ step: 'AFTER', workingDays: 1, tells: ['MAYOR'] }] },
      '/sections/ladders/minutes/0/tells/0',
      'not-one-of',
    ],
    [
      'half an hour',
      { minutes: [{ step: 'AFTER', hours: 0.5, tells: ['CHAIR'] }] },
      '/sections/ladders/minutes/0/hours',
      'not-a-whole-number',
    ],
    ['no time of day', { remindAt: '25:00' }, '/sections/ladders/remindAt', 'wrong-format'],
  ])('%s', (_, ladders, pointer, code) => {
    expect(refusals(ladders)).toContainEqual([pointer, code]);
  });
});

test('the defaults have none, and are taken as they are', () => {
  for (const name of LADDER_NAMES) expect([name, gapOf(LADDERS.defaults[name])]).toEqual([name, null]);
  expect(() => checkedSections({ ladders: { ...LADDERS.defaults } })).not.toThrow();
});

function refusals(ladders: object): [string, string][] {
  try {
    checkedSections({ ladders });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.map(({ pointer, code }) => [pointer, code]);
  }
  return [];
}
