import { expect, test } from '@jest/globals';
import { chaseDays, type Standing } from './transfer-chase.rules.js';
import { TRANSFER_STATUSES } from './transfer.rules.js';

const RULES = { answerWorkingDays: 2, takeUpWorkingDays: 5 };
const days = (changes: Partial<Standing>) => {
  const standing = { offeredOn: '2026-04-01', decidedOn: null, received: false, handedOver: false } as const;
  return chaseDays(
    { status: 'OFFERED', ...standing, ...changes },
    { nation: 'england-and-wales', closures: new Set() },
    RULES,
  ).map(({ step, on }) => `${step} ${on}`);
};

test.each(['OFFERED', 'ACKNOWLEDGED'] as const)('%s: reminded twice, over Easter', (status) => {
  expect(days({ status })).toEqual(['UNANSWERED 2026-04-07', 'STILL_UNANSWERED 2026-04-09']);
});

test.each<[string, Partial<Standing>, string[]]>([
  ['and left lying', {}, ['NOT_TAKEN_UP 2026-04-16']],
  ['with a record there, and nobody confirmed the handover', { received: true }, ['NOT_TAKEN_UP 2026-04-16']],
  ['handed over, and no record there', { handedOver: true }, ['NOT_TAKEN_UP 2026-04-16']],
  ['with both', { received: true, handedOver: true }, []],
])('accepted %s', (_, changes, expected) => {
  expect(days({ status: 'ACCEPTED', decidedOn: '2026-04-09', ...changes })).toEqual(expected);
});

test('who refused, and whose offer was taken back, is left alone', () => {
  const off = TRANSFER_STATUSES.filter((status) => days({ status, decidedOn: '2026-04-02' }).length === 0);
  expect(off).toEqual(['REFUSED', 'WITHDRAWN']);
});
