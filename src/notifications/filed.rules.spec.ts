import { expect, test } from '@jest/globals';
import { type Filed, type FiledOutcome, outcomeOf } from './filed.rules.js';

const told: Filed = { way: 'AT_ONCE', read: false, state: 'SENT', errorCode: null, delivered: false };

test.each<[string, Partial<Filed>, FiledOutcome]>([
  ['a message that left', {}, 'SENT'],
  ['one of which a receipt came', { delivered: true }, 'DELIVERED'],
  ['one that waits', { state: 'WAITING' }, 'WAITING'],
  ['one that waits for another try', { state: 'WAITING', errorCode: 'ECONNECTION' }, 'WAITING'],
  ['one that came back', { state: 'BOUNCED', errorCode: 'EENVELOPE' }, 'NOT_DELIVERED'],
  ['one that was given up', { state: 'FAILED', errorCode: 'ECONNECTION' }, 'NOT_DELIVERED'],
  ['one that was held back', { state: 'FAILED', errorCode: 'would-reach-a-party' }, 'NOT_DELIVERED'],
  ['none, for the address takes none', { state: 'DROPPED', errorCode: 'unreachable' }, 'NOT_DELIVERED'],
  ['none, for it was read before', { state: 'DROPPED', errorCode: 'read-already', read: true }, 'READ_FIRST'],
  ['none, for they left', { state: 'DROPPED', errorCode: 'deactivated' }, 'WITHDRAWN'],
  ['none, for the case is not theirs any more', { state: 'DROPPED', errorCode: 'not-theirs-any-more' }, 'WITHDRAWN'],
  ['the inbox alone', { way: 'INBOX', state: null }, 'INBOX_ONLY'],
  ['a digest to come', { way: 'DIGEST', state: null }, 'WAITING'],
  ['read before the digest', { way: 'DIGEST', state: null, read: true }, 'READ_FIRST'],
  ['a digest that left', { way: 'DIGEST' }, 'SENT'],
])('%s', (_, filed, outcome) => {
  expect(outcomeOf({ ...told, ...filed })).toBe(outcome);
});
