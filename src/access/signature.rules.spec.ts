import { describe, expect, test } from '@jest/globals';
import {
  lasting,
  type SignatureFacts,
  signatureState,
  type SignatureState,
  signingRefusal,
  standingFrom,
} from './signature.rules.js';

const today = '2026-06-15';
const signature = (changes: Partial<SignatureFacts> = {}): SignatureFacts => ({
  ...{ signedOn: '2026-01-01', reviewDue: '2026-12-31', withdrawn: false, signableUntil: null },
  ...changes,
});

describe('how a signature stands', () => {
  test.each<[string, Partial<SignatureFacts>, SignatureState, number]>([
    ['in force', {}, 'LIVE', 199],
    ['on its first day', { signedOn: today }, 'LIVE', 199],
    ['on its last day', { reviewDue: today }, 'LIVE', 0],
    ['the day after', { reviewDue: '2026-06-14' }, 'LAPSED', 0],
    ['not yet', { signedOn: '2026-06-16' }, 'NOT_YET', 199],
    ['withdrawn', { withdrawn: true }, 'WITHDRAWN', 0],
    ['withdrawn and lapsed', { withdrawn: true, reviewDue: '2026-06-14' }, 'WITHDRAWN', 0],
    ['of a version that counts a few days more', { signableUntil: '2026-06-20' }, 'LIVE', 5],
    ['on the last day of its version', { signableUntil: today }, 'LIVE', 0],
    ['of a version that counts no longer', { signableUntil: '2026-06-14' }, 'SUPERSEDED', 0],
    ['due before its version ends', { signableUntil: '2027-06-14' }, 'LIVE', 199],
  ])('%s', (_, changes, state, daysLeft) => {
    expect(signatureState(signature(changes), today)).toEqual({ state, daysLeft });
  });
});

test('of several signatures the one that counts longest is warned of', () => {
  const [short, long, gone] = [
    signature({ reviewDue: '2026-07-01' }),
    signature(),
    signature({ reviewDue: '2027-01-01', withdrawn: true }),
  ];
  expect(lasting([short, long, gone])).toBe(long);
  expect(lasting([gone])).toBeUndefined();
});

test.each([
  ['2026-06-16', '2027-01-01', 'future-date'],
  ['2026-06-15', '2026-06-15', 'before-signing'],
  ['2026-06-15', '2028-06-16', 'too-far-ahead'],
  ['2026-06-15', '2028-06-15', undefined],
])('signed %s to be reviewed %s: %s', (signedOn, reviewDue, refused) => {
  expect(signingRefusal({ signedOn, reviewDue }, today, '2028-06-15')?.refused).toBe(refused);
});

describe('how an agency stands', () => {
  test.each<[string, Partial<SignatureFacts>[], string, string | null]>([
    ['one that never signed', [], 'NEVER', null],
    ['one whose signature lapsed', [{ reviewDue: '2026-06-14' }], 'LAPSED', '2026-06-14'],
    ['one that withdrew', [{ withdrawn: true }], 'WITHDRAWN', null],
    ['one that withdrew, and had one that lapsed', [{ withdrawn: true }, { reviewDue: '2025-06-14' }], 'WITHDRAWN', null],
    ['one whose next is not in force yet', [{ signedOn: '2026-06-16' }, { reviewDue: '2026-06-14' }], 'NOT_YET', '2026-12-31'],
    ['one that signed a version of before', [{ signableUntil: '2026-06-14' }], 'SUPERSEDED', '2026-06-14'],
    ['one with a signature in force', [{}], 'LIVE', '2026-12-31'],
    ['by the longest of those in force', [{ reviewDue: '2026-07-01' }, {}, { reviewDue: '2026-08-01' }], 'LIVE', '2026-12-31'],
    ['by one in force, whatever was withdrawn later', [{ withdrawn: true, reviewDue: '2027-01-01' }, {}], 'LIVE', '2026-12-31'],
  ])('%s', (_, signatures, state, until) => {
    expect(standingFrom(signatures.map((changes) => signature(changes)), today)).toEqual({ state, until });
  });
}); // prettier-ignore
