import { expect, test } from '@jest/globals';
import { type Standing, waitsFor } from './transfer-phases.rules.js';
import { TRANSFER_STATUSES } from './transfer.rules.js';

const RULES = { answerWorkingDays: 2, takeUpWorkingDays: 5 };
const waits = (changes: Partial<Standing>) => {
  const standing = { offeredOn: '2026-04-01', decidedOn: null, received: false, handedOver: false } as const;
  const calendar = { nation: 'england-and-wales', closures: new Set<string>() } as const;
  return waitsFor({ status: 'OFFERED', ...standing, ...changes }, calendar, RULES);
};

test.each(['OFFERED', 'ACKNOWLEDGED'] as const)('%s: for an answer, over Easter', (status) => {
  expect(waits({ status })).toEqual({ phase: 'ANSWER', on: '2026-04-07' });
});

const TAKE_UP = { phase: 'TAKE_UP', on: '2026-04-16' };
test.each<[string, Partial<Standing>, object | null]>([
  ['and left lying', {}, TAKE_UP],
  ['with a record there, and nobody confirmed the handover', { received: true }, TAKE_UP],
  ['handed over, and no record there', { handedOver: true }, TAKE_UP],
  ['with both', { received: true, handedOver: true }, null],
])('accepted %s', (_, changes, expected) => {
  expect(waits({ status: 'ACCEPTED', decidedOn: '2026-04-09', ...changes })).toEqual(expected);
});

test('who refused, and whose offer was taken back, is left alone', () => {
  const off = TRANSFER_STATUSES.filter((status) => waits({ status, decidedOn: '2026-04-02' }) === null);
  expect(off).toEqual(['REFUSED', 'WITHDRAWN']);
});
