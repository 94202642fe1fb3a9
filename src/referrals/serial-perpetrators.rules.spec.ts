import { expect, test } from '@jest/globals';
import { AGENCY_KINDS } from '../maracs/agency-kinds.rules.js';
import { STATUSES } from './referral-states.rules.js';
import { countedStatuses, mayKnowSerial, type SerialAsker } from './serial-perpetrators.rules.js';

const NOBODY: SerialAsker = { coordinates: false, represents: false, supports: false, agencyKind: 'POLICE' };

test.each<[string, Partial<SerialAsker>, boolean]>([
  ['nobody by being of the police alone', {}, false],
  ['who represents the police', { represents: true }, true],
  ['nobody who represents another agency', { represents: true, agencyKind: 'HOUSING_LA' }, false],
  ['nobody who represents the IDVA service', { represents: true, agencyKind: 'IDVA' }, false],
  ['no IDVA', { supports: true, agencyKind: 'IDVA' }, false],
  ['nobody of the police who supports victims as well', { represents: true, supports: true }, false],
  ['a coordinator of whatever agency', { coordinates: true, agencyKind: 'IDVA' }, true],
])('%s', (_, asker, may) => {
  expect(mayKnowSerial({ ...NOBODY, ...asker })).toBe(may);
});

test('of all kinds of agencies the police alone', () => {
  const told = AGENCY_KINDS.filter((agencyKind) => mayKnowSerial({ ...NOBODY, represents: true, agencyKind }));
  expect(told).toEqual(['POLICE']);
});

test('what was never handed in or was taken back does not count; what was declined, where the area says so', () => {
  const left = (countDeclined: boolean) =>
    STATUSES.filter((status) => !countedStatuses({ countDeclined }).includes(status));
  expect(left(true)).toEqual(['DRAFT', 'WITHDRAWN']);
  expect(left(false)).toEqual(['DRAFT', 'DECLINED', 'WITHDRAWN']);
});
