import { describe, expect, test } from '@jest/globals';
import { type NewOwner, type Owned, reassigned, refuseReassignment } from './reassignment.rules.js';

const FROM: Owned = { ownerAgencyId: 'housing', ownerUserId: 'ana', ownerPost: '', status: 'IN_PROGRESS' };

describe('a reassignment', () => {
  test.each<[string, NewOwner, boolean, boolean, string | null]>([
    // to                       elsewhere sets
    ['to a colleague', { ownerUserId: 'ben' }, false, false, null],
    ['to a post', { ownerPost: 'Manager' }, false, false, null],
    ['to whom it belongs', { ownerUserId: 'ana' }, false, false, 'no-change'],
    ['to nobody', {}, false, true, 'no-change'],
    ['a request within the agency', { ownerUserId: 'ben', asRequest: true }, false, true, 'request-not-wanted'],
    ['another day by the agency itself', { ownerUserId: 'ben', dueOn: '2026-07-01' }, false, false, 'date-not-wanted'],
    ['another moment by the agency itself', { ownerUserId: 'ben', dueAt: 'then' }, false, false, 'date-not-wanted'],
    ['another day by who sets actions', { ownerUserId: 'ben', dueOn: '2026-07-01' }, false, true, null],
    ['to another agency', { ownerAgencyId: 'police', ownerPost: 'Sergeant' }, true, true, null],
    ['another agency is asked', { ownerAgencyId: 'police', asRequest: true }, true, true, null],
  ])('%s', (_, to, isElsewhere, sets, refused) => {
    expect(refuseReassignment(FROM, to, isElsewhere, sets)).toBe(refused);
  });

  test('names the new owner alone', () => {
    expect(reassigned(FROM, { ownerPost: 'Manager' }, false)).toEqual({
      ...FROM,
      ownerUserId: null,
      ownerPost: 'Manager',
    });
  });

  test('makes a request of it where the agency is asked', () => {
    const to = { ownerAgencyId: 'police', asRequest: true };
    expect(reassigned({ ...FROM, status: 'AGREED' }, to, true)).toMatchObject({ status: 'REQUESTED', ownerAgencyId: 'police', ownerUserId: null }); // prettier-ignore
  });
});
