import { describe, expect, test } from '@jest/globals';
import { after, mayWorkOn, type Status, STATUSES, type Step } from './action.rules.js';

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

describe('what may happen to an action', () => {
  test.each<[Status, Step, Status | null]>([
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
    for (const status of STATUSES) expect(['CLOSED', 'AGREED', 'IN_PROGRESS', null]).toContain(after(status, 'close'));
  });
});
