import { expect, test } from '@jest/globals';
import { mayAsk, mayConfirm } from './recovery.rules.js';

const asked = { askedBy: 'ann', confirmed: false, live: true };

test('nobody asks for their own recovery', () => {
  expect(mayAsk('ann', 'ann')).toBe('not-yourself');
  expect(mayAsk('ann', 'sam')).toBeNull();
});

test.each([
  ['the one who asked', 'ann', asked, 'takes-another'],
  ['the person', 'sam', asked, 'not-yourself'],
  ['the person, who asked for it too', 'sam', { ...asked, askedBy: 'sam' }, 'not-yourself'],
  ['another, when nobody asked', 'bea', undefined, 'nothing-asked'],
  ['another, a second time', 'bea', { ...asked, confirmed: true }, 'nothing-asked'],
  ['another, too late', 'bea', { ...asked, live: false }, 'nothing-asked'],
  ['another', 'bea', asked, null],
] as const)('%s confirms', (_, administrator, recovery, refusal) => {
  expect(mayConfirm(administrator, 'sam', recovery)).toBe(refusal);
});
