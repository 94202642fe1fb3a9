import { expect, test } from '@jest/globals';
import { refuseAppeal, refuseDecider, refuseSignOff } from './appeals.rules.js';

test.each([
  ['the decider', { outcome: null }, 'decliner', 'own-decision'],
  ['who appealed', { outcome: null }, 'referrer', 'own-appeal'],
  ['another chair', { outcome: null }, 'chair', undefined],
  ['another chair, again', { outcome: 'DISMISSED' }, 'chair', 'decided-before'],
])('an appeal decided by %s', (_, { outcome }, by, refused) => {
  expect(refuseDecider({ declinedBy: 'decliner', madeBy: 'referrer', outcome }, by)).toBe(refused);
});

test('a decline is put before the chair once', () => {
  expect(refuseAppeal(undefined)).toBeUndefined();
  expect(refuseAppeal({})).toBe('appealed-before');
});

test.each([
  ['who wrote it', null, [], 'user:author', 'own-referral'],
  ['who completed it', null, ['user:second'], 'user:second', 'own-referral'],
  ['a second person', null, ['user:third'], 'user:second', undefined],
  ['a second person, again', 'user:third', [], 'user:second', 'signed-off-before'],
])('signed off by %s', (_, signedOffBy, hands, by, refused) => {
  expect(refuseSignOff({ createdBy: 'user:author', signedOffBy }, hands, by)).toBe(refused);
});
