import { expect, test } from '@jest/globals';
import { AGENCY_KINDS, type AgencyKind } from '../maracs/agency-kinds.rules.js';
import { filingFor } from './filing.rules.js';

test('every kind of agency is told what it may file, and that the minutes are never filed', () => {
  for (const kind of AGENCY_KINDS) {
    const { victim, perpetrator, child, never } = filingFor(kind);
    expect([kind, [victim, perpetrator, child].some(Boolean)]).toEqual([kind, true]);
    expect(never).toMatch(/^Do not file these minutes/);
  }
});

test.each<[AgencyKind, 'victim' | 'perpetrator' | 'child', RegExp | null]>([
  ['EDUCATION', 'victim', null],
  ['EDUCATION', 'child', /never the pupil file/],
  ['HOUSING_LA', 'perpetrator', /without where she is/],
  ['MENTAL_HEALTH', 'perpetrator', /without who told us/],
  ['ASC', 'perpetrator', null],
  ['PRIMARY_CARE', 'child', /hidden from online access/],
  ['FIRE', 'perpetrator', null],
])('%s, record of the %s: %p', (kind, whose, expected) => {
  const words = filingFor(kind)[whose];
  if (expected) expect(words).toMatch(expected);
  else expect(words).toBeNull();
});
