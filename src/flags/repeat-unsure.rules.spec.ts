import { describe, expect, test } from '@jest/globals';
import { decide, referral, type Written } from '../../test/support/repeat-history.js';
import type { Certainty, EarlierReferral, NewIncident, RepeatOutcome, RepeatRules } from './repeat.rules.js';

describe('people who may be the same', () => {
  const as = (certainty: Certainty, more: Written = {}): EarlierReferral => ({
    ...referral(more),
    perpetrators: [{ person: 'P', certainty }],
  });

  test.each<[string, EarlierReferral, RepeatOutcome]>([
    ['a probable perpetrator, in the window', as('PROBABLE'), 'POSSIBLE_REPEAT'],
    ['a possible one', as('POSSIBLE'), 'POSSIBLE_REPEAT'],
    ['the same incident', as('POSSIBLE', { incidentOn: '2025-06-01' }), 'POSSIBLE_REPEAT'],
    ['a possible namesake alone', as('POSSIBLE', { victim: 'W' }), 'NONE'],
    ['a probable one', as('PROBABLE', { victim: 'W' }), 'SAME_PERPETRATOR'],
  ])('%s', (_, prior, outcome) => expect(decide([prior]).outcome).toBe(outcome));

  test('what may be the same incident again is not counted as a repeat before a person has looked', () => {
    const again = as('POSSIBLE', { id: 'R2', referredOn: '2025-06-02', incidentOn: '2025-06-01' });
    for (const history of [
      [referral(), again],
      [again, referral()],
    ])
      expect(decide(history)).toMatchObject({
        ...{ outcome: 'POSSIBLE_REPEAT', prior: { id: 'R2' } },
        related: [{ id: 'R1', outcome: 'REPEAT' }],
      });
  });

  test('a lapsed window of the sure pair does not hide a possible repeat', () =>
    expect(decide([referral({ referredOn: '2023-01-01' }), as('POSSIBLE', { id: 'R2' })])).toMatchObject({
      outcome: 'LAPSED',
      related: [{ id: 'R2', outcome: 'POSSIBLE_REPEAT' }],
    }));
});

describe('where forgetting would hide something', () => {
  const perhapsBoth = (victim: string, perpetrator: string): EarlierReferral => ({
    ...referral(),
    victim: { person: victim, certainty: 'POSSIBLE' },
    perpetrators: [{ person: perpetrator, certainty: 'POSSIBLE' }],
  });
  test.each<[string, EarlierReferral[], Partial<NewIncident>, Partial<RepeatRules>, RepeatOutcome]>([
    [
      'an incident disclosed late has not lapsed because an older window closed first',
      [referral({ id: 'R1', referredOn: '2022-01-01' }), referral({ id: 'R2', referredOn: '2023-01-03' })],
      { incidentOn: '2023-01-02' },
      {},
      'POSSIBLE_REPEAT',
    ],
    [
      'swapped roles are shown even when both people are only possibly the same',
      [perhapsBoth('P', 'V')],
      {},
      {},
      'COUNTER_ALLEGATION',
    ],
    [
      'an incident that may or may not be a crime is for a person to judge',
      [referral()],
      {},
      { incidentKinds: 'CRIMINAL_ONLY' },
      'POSSIBLE_REPEAT',
    ],
    [
      'where everybody must be the same, everybody must be surely the same',
      [
        {
          ...referral(),
          perpetrators: [
            { person: 'P', certainty: 'CERTAIN' },
            { person: 'Q', certainty: 'POSSIBLE' },
          ],
        },
      ],
      { perpetrators: ['P', 'Q'] },
      { perpetratorOverlap: 'ALL' },
      'POSSIBLE_REPEAT',
    ],
    [
      'the same incident is a duplicate though somebody is named in addition',
      [referral({ incidentOn: '2025-06-01' })],
      { perpetrators: ['P', 'Q'] },
      { perpetratorOverlap: 'ALL' },
      'DUPLICATE',
    ],
    [
      'an unconfirmed pair whose window closed long ago is shown, not raised',
      [perhapsBoth('V', 'P')],
      { incidentOn: '2029-01-01' },
      {},
      'NONE',
    ],
  ])('%s', (_, history, incident, rules, outcome) => {
    const found = decide(history, incident, rules);
    expect(found.outcome).toBe(outcome);
    if (outcome === 'NONE') expect(found.related).toHaveLength(1);
  });

  test('a case not heard yet is counted from its referral, and the sum says so', () => {
    const { outcome, arithmetic } = decide([referral()], {}, { anchor: 'HEARD' });
    expect({ outcome, arithmetic }).toEqual({
      outcome: 'REPEAT',
      arithmetic: 'referred 10 Mar 2025, window ends 10 Mar 2026, incident 1 Jun 2025',
    });
  });

  test('a duplicate names the original, not another duplicate', () => {
    const history = [
      referral({ id: 'R1', incidentOn: '2025-06-01', duplicate: true }),
      referral({ id: 'R2', incidentOn: '2025-06-01', referredOn: '2025-06-02' }),
    ];
    expect(decide(history).prior?.id).toBe('R2');
  });
});
