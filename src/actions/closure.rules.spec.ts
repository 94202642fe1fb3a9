import { describe, expect, test } from '@jest/globals';
import { closureFaults, type ClosureFacts, closureKept } from './closure.rules.js';

const DONE = { reason: 'COMPLETED', riskEffect: 'REDUCED', victimMayBeTold: true } as const;

describe('what a closure still has to say', () => {
  test.each<[string, ClosureFacts, string[]]>([
    ['done, and all is said', DONE, []],
    ['done, and nothing is said', { reason: 'COMPLETED' }, ['/riskEffect required', '/victimMayBeTold required']],
    ['done, and she may not be told', { ...DONE, victimMayBeTold: false }, []],
    ['done, and the effect is not known', { ...DONE, riskEffect: 'UNKNOWN' }, []],
    ['not done', { reason: 'NOT_DONE_AGENCY' }, []],
    ['not possible', { reason: 'NOT_POSSIBLE_CIRCUMSTANCES' }, []],
    ['a follow-up without a date', { ...DONE, followUp: {} }, ['/followUp/dueOn required']],
    ['a follow-up by a day', { ...DONE, followUp: { dueOn: '2026-07-01' } }, []],
    ['a follow-up by a moment', { ...DONE, followUp: { dueAt: '2026-07-01T10:00:00Z' } }, []],
    [
      'a doubled action followed up',
      { reason: 'DUPLICATE', followUp: { dueOn: '2026-07-01' } },
      ['/followUp not-wanted'],
    ],
    ['she died', { reason: 'DECEASED', followUp: { dueOn: '2026-07-01' } }, ['/followUp not-wanted']],
  ])('%s', (_, facts, expected) => {
    expect(closureFaults(facts).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});

test('what nobody said is not known, and the victim is not told', () => {
  expect(closureKept({ reason: 'SUPERSEDED' })).toEqual({
    riskEffect: 'UNKNOWN',
    victimMayBeTold: false,
    worked: 'UNKNOWN',
  });
  expect(closureKept({ ...DONE, worked: 'PARTLY' })).toEqual({
    riskEffect: 'REDUCED',
    victimMayBeTold: true,
    worked: 'PARTLY',
  });
});
