import { describe, expect, test } from '@jest/globals';
import { consentOfReferral, consentState, type ConsentState, type Override, restsOnConsent } from './consent.rules.js';
import { decideSharing, type Decider, type ProposedSharing } from './sharing.rules.js';

const now = new Date('2026-06-15T12:00:00Z');
const proposed = (changes: Partial<ProposedSharing> = {}): ProposedSharing => ({
  ...{ labels: ['IDENTITY'], lawfulBasis: ['UKGDPR-6-1-E'], withOneself: false, knowsWhom: true, until: null },
  ...changes,
});
const chair: Decider = { labels: ['IDENTITY', 'HEALTH', 'LOCATION_SAFE'], coordinates: false };

describe('what is refused', () => {
  test.each<[string, Partial<ProposedSharing>, Decider, string | undefined]>([
    ['what the decider does not see', { labels: ['IDENTITY', 'CONTACT'] }, chair, 'not-yours-to-share'],
    ['where a victim is safe, by a chair on need', { labels: ['LOCATION_SAFE'] }, chair, 'not-yours-to-share'],
    [
      'where a victim is safe, by a coordinator who sees it',
      { labels: ['LOCATION_SAFE'] },
      { ...chair, coordinates: true },
      undefined,
    ],
    [
      'where a victim is safe, by a coordinator whose second factor is old',
      { labels: ['LOCATION_SAFE'] },
      { labels: ['IDENTITY'], coordinates: true },
      'not-yours-to-share',
    ],
    [
      'the rest to who does not know whom it is about',
      { labels: ['HEALTH'], knowsWhom: false },
      chair,
      'needs-identity',
    ],
    ['with oneself', { withOneself: true }, chair, 'not-yourself'],
    ['by powers alone', { lawfulBasis: ['CDA1998-S115', 'CA1989-S47'] }, chair, 'no-basis'],
    ['by law enforcement', { lawfulBasis: ['DPA2018-PART3-SCH7'] }, chair, undefined],
    ['health without a condition', { labels: ['HEALTH'] }, chair, 'no-condition'],
    [
      'health with a condition',
      { labels: ['HEALTH'], lawfulBasis: ['UKGDPR-6-1-E', 'UKGDPR-9-2-G'] },
      chair,
      undefined,
    ],
    ['until now', { until: now }, chair, 'in-the-past'],
    ['until later', { until: new Date('2026-06-15T12:00:01Z') }, chair, undefined],
  ])('%s', (_, changes, decider, refused) => {
    expect(decideSharing(proposed(changes), decider, now)?.refused).toBe(refused);
  });
});

describe('consent', () => {
  const record: Override = {
    bases: ['UKGDPR-6-1-E'],
    labels: ['IDENTITY', 'CHILD'],
    agencyIds: ['a'],
    reviewOn: '2026-06-15',
  };
  test.each<[string, ConsentState, Override | undefined, string | null]>([
    ['given', 'GIVEN', undefined, null],
    ['refused', 'REFUSED', undefined, 'consent-record-needed'],
    ['withdrawn', 'WITHDRAWN', undefined, 'consent-record-needed'],
    ['not asked', 'NOT_ASKED', undefined, 'consent-record-needed'],
    ['not known', 'NOT_KNOWN', undefined, 'consent-record-needed'],
    ['refused, with a record on its last day', 'REFUSED', record, null],
    ['refused, with a record of the answer alone', 'REFUSED', { ...record, bases: null }, 'consent-record-incomplete'],
    [
      'refused, with a record of yesterday',
      'REFUSED',
      { ...record, reviewOn: '2026-06-14' },
      'consent-record-out-of-date',
    ],
    ['refused, with a record about another agency', 'REFUSED', { ...record, agencyIds: ['b'] }, 'consent-record-other'],
    ['refused, with a record about less', 'REFUSED', { ...record, labels: ['CHILD'] }, 'consent-record-other'],
  ])('%s', (_, state, override, refused) => {
    expect(restsOnConsent(state, { agencyId: 'a', labels: ['IDENTITY'] }, override, '2026-06-15')).toBe(refused);
  });

  test.each<[string, ConsentState]>([
    ['GIVEN', 'GIVEN'],
    ['REFUSED', 'REFUSED'],
    ['WITHDRAWN', 'WITHDRAWN'],
    ['NOT_SOUGHT_UNSAFE', 'NOT_ASKED'],
    ['NOT_SOUGHT_UNREACHABLE', 'NOT_ASKED'],
    ['LACKS_CAPACITY', 'NOT_ASKED'],
    ['NOT_KNOWN', 'NOT_KNOWN'],
  ])('of a referral that says %s: %s', (said, state) => {
    expect(consentState(consentOfReferral(said) ?? undefined)).toBe(state);
  });
});
