import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decide, referral, type Written } from '../../test/support/repeat-history.js';
import {
  checkRepeat,
  DEFAULT_REPEAT_RULES,
  type NewIncident,
  type RepeatOutcome,
  type RepeatRules,
} from './repeat.rules.js';

interface Vector {
  id: number;
  history: Written[];
  marac?: string;
  incidentOn: string | null;
  disclosedOn?: string;
  referredOn?: string;
  victim: string;
  perpetrators: string[];
  outcome: RepeatOutcome;
  outcomeWhenAnchorIsHeard?: RepeatOutcome;
  windowEndsOn?: string;
}
const { cases } = JSON.parse(readFileSync('test/vectors/repeat-rule.json', 'utf8')) as { cases: Vector[] };

describe('worked cases (repeat-rule.json)', () => {
  test.each(cases.map((c) => [c.id, c.outcome, c] as const))('case %i: %s', (_, outcome, c) => {
    const history = c.history.map((h, i) => referral({ id: `R${i + 1}`, ...h }));
    const { marac = 'A', incidentOn, victim, perpetrators } = c;
    const now = { marac, incidentOn, disclosedOn: c.disclosedOn ?? c.referredOn ?? '2027-12-31', victim, perpetrators };
    const found = checkRepeat(history, now, DEFAULT_REPEAT_RULES);
    expect(found.outcome).toBe(outcome);
    if (c.windowEndsOn !== undefined) expect(found.windowEndsOn).toBe(c.windowEndsOn);
    if (c.outcomeWhenAnchorIsHeard === undefined) return;
    expect(checkRepeat(history, now, { ...DEFAULT_REPEAT_RULES, anchor: 'HEARD' }).outcome).toBe(
      c.outcomeWhenAnchorIsHeard,
    );
  });
});

describe('an area may decide otherwise', () => {
  test.each<[string, Written, Partial<NewIncident>, Partial<RepeatRules>, RepeatOutcome]>([
    ['last day out', {}, { incidentOn: '2026-03-10' }, { bothEndsInclusive: false }, 'LAPSED'],
    ['first day out', {}, { incidentOn: '2025-03-10' }, { bothEndsInclusive: false }, 'POSSIBLE_REPEAT'],
    ['first day in', {}, { incidentOn: '2025-03-10' }, {}, 'REPEAT'],
    ['declined counts', { declined: true }, {}, { countDeclined: true }, 'REPEAT'],
    ['other areas do not', { marac: 'B' }, {}, { crossArea: false }, 'NONE'],
    ['one’s own area does', {}, {}, { crossArea: false }, 'REPEAT'],
    ['all perpetrators', {}, { perpetrators: ['P', 'Q'] }, { perpetratorOverlap: 'ALL' }, 'SAME_VICTIM'],
    ['crimes only: none', {}, { criminal: false }, { incidentKinds: 'CRIMINAL_ONLY' }, 'NONE'],
    ['crimes only: one', {}, { criminal: true }, { incidentKinds: 'CRIMINAL_ONLY' }, 'REPEAT'],
    ['accepted', { acceptedOn: '2025-03-14' }, { incidentOn: '2026-03-14' }, { anchor: 'ACCEPTED' }, 'REPEAT'],
    [
      'a declined referral of the same incident takes nobody in',
      { declined: true, incidentOn: '2025-06-01' },
      {},
      {},
      'NONE',
    ],
  ])('%s', (_, prior, more, changed, outcome) => {
    const found = decide([referral(prior)], more, changed);
    expect(found.outcome).toBe(outcome);
    // Whatever does not count is shown all the same.
    expect([found.prior?.id, ...found.related.map((r) => r.id)].filter(Boolean)).toEqual(['R1']);
  });
});

describe('what the outcome rests on', () => {
  const first = referral({ id: 'R1', incidentOn: '2025-03-08' });
  const joined = referral({ id: 'R2', referredOn: '2025-03-14', incidentOn: '2025-03-08', duplicate: true });
  const second = referral({ id: 'R3', referredOn: '2026-02-01', incidentOn: '2026-01-30' });

  test('a repeat: the last referral that opened a window', () =>
    expect(decide([first, joined, second], { incidentOn: '2027-01-15' })).toMatchObject({
      outcome: 'REPEAT',
      prior: { id: 'R3' },
      windowEndsOn: '2027-02-01',
      estimated: false,
    }));

  test('a duplicate: the referral that came first, even if the rest would be a repeat', () =>
    expect(decide([joined, second, first], { incidentOn: '2025-03-08' })).toMatchObject({
      outcome: 'DUPLICATE',
      prior: { id: 'R1' },
      windowEndsOn: null,
    }));

  test('an incident between two referrals belongs to the window open at the time', () =>
    expect(decide([first, second], { incidentOn: '2025-12-01' })).toMatchObject({
      outcome: 'REPEAT',
      prior: { id: 'R1' },
    }));

  test('a counter-allegation beside a repeat is shown', () =>
    expect(
      decide([referral(), referral({ id: 'R2', referredOn: '2025-05-01', victim: 'P', perpetrators: ['V'] })]),
    ).toMatchObject({
      outcome: 'REPEAT',
      prior: { id: 'R1' },
      related: [{ id: 'R2', outcome: 'COUNTER_ALLEGATION' }],
    }));
});

test.each<[string, Written, Partial<NewIncident>, string]>([
  ['repeat', {}, { incidentOn: '2026-03-09' }, 'referred 10 Mar 2025, window ends 10 Mar 2026, incident 9 Mar 2026'],
  ['estimated', {}, { incidentOn: null }, 'referred 10 Mar 2025, window ends 10 Mar 2026, disclosed 3 Jun 2025'],
  ['duplicate', { incidentOn: '2025-06-01' }, {}, 'referred 10 Mar 2025 for the same incident 1 Jun 2025'],
  ['same victim', { perpetrators: ['Q'] }, {}, 'referred 10 Mar 2025'],
])('arithmetic of a %s', (_, prior, more, sentence) =>
  expect(decide([referral(prior)], more).arithmetic).toBe(sentence),
);
