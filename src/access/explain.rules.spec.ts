import { describe, expect, test } from '@jest/globals';
import { type AccessFacts, explainAccess, type GrantFacts } from './explain.rules.js';
import { type Label, LABELS } from './labels.js';
import type { Withholding } from './open-case.js';

const grant = (changes: Partial<GrantFacts> = {}): GrantFacts => ({
  grantee: 'Housing',
  purpose: 'carry-out-action',
  reason: 'change the locks',
  decidedBy: 'Ruth Okafor, Police',
  lawfulBasis: ['UKGDPR-6-1-E'],
  until: null,
  ...changes,
});
const facts = (changes: Partial<AccessFacts> = {}): AccessFacts => ({
  roles: ['AGENCY_REPRESENTATIVE'],
  agency: 'Housing',
  signature: { version: 2, endsOn: '2027-03-09' },
  grants: [grant()],
  labels: ['IDENTITY'],
  why: (label: Label): Withholding | null => (label === 'IDENTITY' ? null : 'NOT_SHARED'),
  ...changes,
});

describe('in one paragraph', () => {
  test.each<[string, Partial<AccessFacts>, RegExp]>([
    ['a role', {}, /^You are an agency representative of Housing\./],
    [
      'several roles',
      { roles: ['CHAIR', 'COORDINATOR', 'IDVA'] },
      /^You are a chair, a coordinator and an IDVA of Housing\./,
    ],
    [
      'standing',
      { roles: ['COORDINATOR'], grants: [] },
      /because you are a coordinator of this MARAC; and Housing has signed/,
    ],
    [
      'a decision',
      {},
      /it was shared with Housing for carrying out an action \(change the locks\), as Ruth Okafor, Police decided/,
    ],
    ['its basis in words', {}, /on the basis of UK GDPR Article 6\(1\)\(e\): public task, until it is revoked/],
    [
      'its end, by the clock of the area',
      { grants: [grant({ until: new Date('2026-07-01T12:30:00Z') })] },
      /until 13:30 on 1 July 2026/,
    ],
    ['a purpose without words', { grants: [grant({ purpose: 'something-else' })] }, /for something-else/],
    ['the signature', {}, /Housing has signed version 2 of the protocol, until 9 March 2027\./],
    ['what is seen', { labels: ['CHILD', 'IDENTITY'] }, /You see: who the victim is, the children\./],
    ['what is not', {}, /You do not see: how the victim is reached, where the victim is safe, the perpetrators,/],
  ])('%s', (_, changes, words) => {
    expect(explainAccess(facts(changes)).explanation).toMatch(words);
  });

  test('says nothing of withholding to whom nothing is withheld', () => {
    const { explanation, withheld } = explainAccess(facts({ labels: LABELS, why: () => null }));
    expect(withheld).toEqual([]);
    expect(explanation).not.toContain('do not see');
  });
});

describe('what is withheld', () => {
  test('says why, in words', () => {
    const why = (label: Label) =>
      label === 'LOCATION_SAFE' ? 'SECOND_FACTOR_NEEDED' : label === 'HEALTH' ? 'NOT_SHARED' : null;
    expect(explainAccess(facts({ why })).withheld).toEqual([
      {
        label: 'LOCATION_SAFE',
        reason: 'SECOND_FACTOR_NEEDED',
        explanation: 'Where the victim is safe: shared with you, and shown once you prove a second factor again.',
      },
      { label: 'HEALTH', reason: 'NOT_SHARED', explanation: 'Health: nobody has decided to share it with you.' },
    ]);
  });
});

describe('what would end it', () => {
  test.each<[string, Partial<AccessFacts>, string[]]>([
    [
      'a decision without an end',
      {},
      [
        'What was shared with Housing for carrying out an action ends when it is revoked, or what it was shared for is over.',
        'The signature of Housing is not renewed by 9 March 2027, or is withdrawn.',
      ],
    ],
    [
      'a decision with one',
      { grants: [grant({ until: new Date('2026-01-01T00:00:00Z') })] },
      [
        'What was shared with Housing for carrying out an action ends by itself at 00:00 on 1 January 2026.',
        'The signature of Housing is not renewed by 9 March 2027, or is withdrawn.',
      ],
    ],
    ['standing', { roles: ['CHAIR'], grants: [], signature: null }, ['You are no longer a chair of this MARAC.']],
  ])('%s', (_, changes, sentences) => {
    const always = 'A conflict of interest or a restriction shuts you out, whatever else you hold.';
    expect(explainAccess(facts(changes)).endsWhen).toEqual([...sentences, always]);
  });
});
