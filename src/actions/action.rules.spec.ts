import { describe, expect, test } from '@jest/globals';
import { after, hasOwner, mayTake, mayWorkOn, type Status, STATUSES, type Step } from './action.rules.js';

describe('who works on an action they can see', () => {
  test.each<[string | null, boolean, boolean, boolean, string]>([
    // agency          updates  sets   may    who
    ['another agency', true, false, false, 'a representative of another agency'],
    ['another agency', true, false, false, 'an IDVA, who sees every action'],
    ['another agency', false, true, false, 'a chair, who sets actions and is not answerable for each'],
    ['owner', false, false, false, 'an observer of the owner agency'],
    ['owner', false, true, false, 'a chair from the owner agency'],
    [null, false, false, false, 'somebody without an agency'],
    ['owner', true, false, true, 'a representative of the owner agency'],
    ['another agency', true, true, true, 'the coordinator'],
  ])('%s, updates %s, sets %s: %s (%s)', (agencyId, updates, sets, may) => {
    expect(mayWorkOn('owner', { agencyId, updates, sets })).toBe(may);
  });
});

test.each<[string, boolean, boolean, boolean, string]>([
  ['another agency', false, true, true, 'the chair'],
  ['another agency', true, true, true, 'the coordinator'],
  ['another agency', true, false, false, 'a representative of another agency'],
  ['another agency', false, false, false, 'somebody who sets no actions'],
])('in the review of a meeting, %s, updates %s, sets %s: %s (%s)', (agencyId, updates, sets, may) => {
  const hand = { agencyId, updates, sets, reviews: true };
  expect(mayWorkOn('owner', hand)).toBe(may);
  for (const step of ['update', 'close'] as const) expect(mayTake(step, 'owner', hand)).toBe(may);
  expect(mayTake('accept', 'owner', hand)).toBe(may);
});

describe('what may happen to an action', () => {
  test.each<[Status, Step, Status | null]>([
    ['REQUESTED', 'accept', 'AGREED'],
    ['REQUESTED', 'decline', 'DECLINED'],
    ['REQUESTED', 'update', 'REQUESTED'],
    ['REQUESTED', 'postpone', 'REQUESTED'],
    ['REQUESTED', 'handOn', 'REQUESTED'],
    ['REQUESTED', 'reassign', 'AGREED'],
    ['REQUESTED', 'close', 'CLOSED'],
    ['DECLINED', 'accept', null],
    ['DECLINED', 'handOn', null],
    ['DECLINED', 'update', 'DECLINED'],
    ['DECLINED', 'postpone', 'DECLINED'],
    ['DECLINED', 'reassign', 'AGREED'],
    ['DECLINED', 'close', 'CLOSED'],
    ['AGREED', 'accept', null],
    ['AGREED', 'decline', null],
    ['AGREED', 'handOn', 'AGREED'],
    ['AGREED', 'reassign', 'AGREED'],
    ['IN_PROGRESS', 'accept', null],
    ['IN_PROGRESS', 'decline', null],
    ['IN_PROGRESS', 'handOn', 'IN_PROGRESS'],
    ['IN_PROGRESS', 'reassign', 'AGREED'],
    ['CLOSED', 'accept', null],
    ['CLOSED', 'decline', null],
    ['CLOSED', 'handOn', null],
    ['CLOSED', 'reassign', null],
    ['AGREED', 'update', 'IN_PROGRESS'],
    ['AGREED', 'postpone', 'AGREED'],
    ['AGREED', 'close', 'CLOSED'],
    ['IN_PROGRESS', 'update', 'IN_PROGRESS'],
    ['IN_PROGRESS', 'postpone', 'IN_PROGRESS'],
    ['IN_PROGRESS', 'close', 'CLOSED'],
    ['CLOSED', 'update', null],
    ['CLOSED', 'postpone', null],
    ['CLOSED', 'close', null],
  ])('%s + %s = %s', (status, step, next) => {
    expect(after(status, step)).toBe(next);
  });

  test('every status says what may happen in it', () => {
    for (const status of STATUSES) expect(after(status, 'close')).toBe(status === 'CLOSED' ? null : 'CLOSED');
  });
});

describe('who takes which step', () => {
  const representative = { agencyId: 'owner', updates: true, sets: false };
  const chair = { agencyId: 'another agency', updates: false, sets: true };
  const stranger = { agencyId: 'another agency', updates: true, sets: false };
  const coordinator = { agencyId: 'another agency', updates: true, sets: true };
  test.each<[Step, boolean, boolean, boolean, boolean]>([
    // step   stranger owner  chair coordinator
    ['accept', false, true, false, true],
    ['decline', false, true, false, true],
    ['update', false, true, false, true],
    ['close', false, true, false, true],
    ['handOn', false, true, true, true],
    ['reassign', false, false, true, true],
    ['postpone', false, false, true, true],
  ])('%s: another agency %s, the owner %s, the chair %s, the coordinator %s', (step, ...expected) => {
    const hands = [stranger, representative, chair, coordinator];
    expect(hands.map((hand) => mayTake(step, 'owner', hand))).toEqual(expected);
  });
});

test.each([
  [{}, false],
  [{ ownerUserId: null, ownerPost: '' }, false],
  [{ ownerPost: 'Duty sergeant' }, true],
  [{ ownerUserId: 'a person', ownerPost: '' }, true],
])('%j names somebody: %s', (owner, named) => {
  expect(hasOwner(owner)).toBe(named);
});
