import { expect, test } from '@jest/globals';
import { AGENCY_KINDS, type AgencyKind } from './agency-kinds.rules.js';
import { NEVER_FILED, ownFilesInWords, ownFilesOf } from './own-files.rules.js';

test('every kind of agency is told what it may file, and what is never filed', () => {
  expect(NEVER_FILED).toMatch(/^Do not file minutes, case lists or what other agencies said/);
  for (const kind of AGENCY_KINDS) {
    expect([kind, Object.values(ownFilesOf(kind)).some(Boolean)]).toEqual([kind, true]);
    const [never, ...records] = ownFilesInWords(kind);
    expect(never).toBe(NEVER_FILED);
    expect(records).toEqual([
      expect.stringMatching(/^On the record of the victim: .+\.$/),
      expect.stringMatching(/^On the record of the perpetrator: .+\.$/),
      expect.stringMatching(/^On the record of the child: .+\.$/),
    ]);
  }
});

test('who keeps nothing on a record is told so', () => {
  expect(ownFilesInWords('EDUCATION').slice(1)).toEqual([
    'On the record of the victim: nothing.',
    'On the record of the perpetrator: nothing.',
    'On the record of the child: the child protection file of the safeguarding lead, never the pupil file.',
  ]);
});

test.each<[AgencyKind, 'victim' | 'perpetrator' | 'child', RegExp | null]>([
  ['EDUCATION', 'victim', null],
  ['EDUCATION', 'child', /never the pupil file/],
  ['HOUSING_LA', 'perpetrator', /without where the victim is/],
  ['CSC', 'perpetrator', /without where the victim is/],
  ['MENTAL_HEALTH', 'perpetrator', /without who told us and without any address of the victim/],
  ['POLICE', 'perpetrator', /without who told us/],
  ['ASC', 'perpetrator', null],
  ['PRIMARY_CARE', 'child', /hidden from online access/],
  ['FIRE', 'perpetrator', null],
])('%s, record of the %s: %p', (kind, whose, expected) => {
  const words = ownFilesOf(kind)[whose];
  if (expected) expect(words).toMatch(expected);
  else expect(words).toBeNull();
});
