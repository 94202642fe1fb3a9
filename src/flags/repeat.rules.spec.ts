import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMonths } from '../platform/values/dates.js';
import {
  type Certainty,
  checkRepeat,
  DEFAULT_REPEAT_RULES,
  type EarlierReferral,
  type NewIncident,
  REPEAT_OUTCOMES,
  type RepeatOutcome,
  type RepeatRules,
} from './repeat.rules.js';

interface Written extends Omit<Partial<EarlierReferral>, 'victim' | 'perpetrators'> {
  victim?: string;
  perpetrators?: string[];
}
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

/** What the matcher says of case 13: John Smith is perhaps Jon Smyth. */
const perhaps = (person: string): { person: string; certainty: Certainty } =>
  person === 'John Smith 1984' ? { person: 'Jon Smyth 1984', certainty: 'POSSIBLE' } : { person, certainty: 'CERTAIN' };

const referral = ({ victim = 'V', perpetrators = ['P'], ...more }: Written = {}): EarlierReferral => ({
  id: 'R1',
  marac: 'A',
  referredOn: '2025-03-10',
  ...more,
  victim: perhaps(victim),
  perpetrators: perpetrators.map(perhaps),
});
const abuse = (more: Partial<NewIncident> = {}): NewIncident => ({
  marac: 'A',
  incidentOn: '2025-06-01',
  disclosedOn: '2025-06-03',
  victim: 'V',
  perpetrators: ['P'],
  ...more,
});
const decide = (history: EarlierReferral[], more: Partial<NewIncident> = {}, changed: Partial<RepeatRules> = {}) =>
  checkRepeat(history, abuse(more), { ...DEFAULT_REPEAT_RULES, ...changed });

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

test.each<[string, Written, Partial<NewIncident>, string]>([
  ['repeat', {}, { incidentOn: '2026-03-09' }, 'referred 10 Mar 2025, window ends 10 Mar 2026, incident 9 Mar 2026'],
  ['estimated', {}, { incidentOn: null }, 'referred 10 Mar 2025, window ends 10 Mar 2026, disclosed 3 Jun 2025'],
  ['duplicate', { incidentOn: '2025-06-01' }, {}, 'referred 10 Mar 2025 for the same incident 1 Jun 2025'],
  ['same victim', { perpetrators: ['Q'] }, {}, 'referred 10 Mar 2025'],
])('arithmetic of a %s', (_, prior, more, sentence) =>
  expect(decide([referral(prior)], more).arithmetic).toBe(sentence),
);

describe('any history', () => {
  const person = fc.constantFrom('A', 'B', 'C', 'D');
  const certainty = fc.constantFrom<Certainty>('CERTAIN', 'PROBABLE', 'POSSIBLE');
  const party = fc.record({ person, certainty });
  const day = fc
    .integer({ min: 0, max: 1500 })
    .map((n) => new Date(Date.UTC(2022, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
  const marac = fc.constantFrom('N', 'S');
  const anyReferral = fc.record({
    marac,
    referredOn: day,
    acceptedOn: fc.option(day),
    heardOn: fc.option(day),
    incidentOn: fc.option(day),
    declined: fc.boolean(),
    duplicate: fc.boolean(),
    victim: party,
    perpetrators: fc.uniqueArray(party, { minLength: 1, maxLength: 2, selector: (p) => p.person }),
  });
  const history = fc
    .array(anyReferral, { maxLength: 8 })
    .map((all) => all.map((one, i) => ({ id: `R${i + 1}`, ...one })));
  const now = fc.record({
    marac,
    incidentOn: fc.option(day),
    disclosedOn: day,
    victim: person,
    perpetrators: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
    criminal: fc.constantFrom(true, false, undefined),
  });
  const someRules: fc.Arbitrary<RepeatRules> = fc.record({
    anchor: fc.constantFrom('REFERRED', 'ACCEPTED', 'HEARD'),
    windowMonths: fc.integer({ min: 1, max: 24 }),
    bothEndsInclusive: fc.boolean(),
    perpetratorOverlap: fc.constantFrom('ANY', 'ALL'),
    crossArea: fc.boolean(),
    countDeclined: fc.boolean(),
    incidentKinds: fc.constantFrom('ANY_ABUSE', 'CRIMINAL_ONLY'),
  });

  test('its order is of no account', () =>
    fc.assert(
      fc.property(history, now, someRules, fc.array(fc.nat(7)), (earlier, incident, rules, cuts) => {
        const shuffled = [...earlier];
        for (const cut of cuts) shuffled.push(...shuffled.splice(cut % (shuffled.length || 1), 1));
        const found = checkRepeat(earlier, incident, rules);
        expect(checkRepeat(shuffled, incident, rules)).toEqual(found);
        expect(checkRepeat([...earlier].reverse(), incident, rules)).toEqual(found);
        expect(REPEAT_OUTCOMES).toContain(found.outcome);
      }),
      { numRuns: 1000 },
    ));

  test('a duplicate never moves the anchor', () =>
    fc.assert(
      fc.property(history, now, anyReferral, (earlier, incident, extra) => {
        const sure = (one: { person: string }) => ({ person: one.person, certainty: 'CERTAIN' as const });
        const joined = {
          ...extra,
          id: 'R99',
          duplicate: true,
          incidentOn: null,
          victim: sure(extra.victim),
          perpetrators: extra.perpetrators.map(sure),
        };
        const before = checkRepeat(earlier, incident, DEFAULT_REPEAT_RULES);
        const after = checkRepeat([...earlier, joined], incident, DEFAULT_REPEAT_RULES);
        if (['DUPLICATE', 'REPEAT', 'LAPSED', 'POSSIBLE_REPEAT'].includes(before.outcome)) {
          expect({ ...after, related: [] }).toEqual({ ...before, related: [] });
        } else expect(['REPEAT', 'LAPSED', 'POSSIBLE_REPEAT', 'DUPLICATE']).not.toContain(after.outcome);
      }),
      { numRuns: 1000 },
    ));

  test('a sure pair with dates is a repeat exactly when some window was open', () =>
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 6 }), day, (referrals, incidentOn) => {
        const earlier = referrals.map((referredOn, i) => referral({ id: `R${i}`, referredOn }));
        const open = referrals.some((on) => on <= incidentOn && incidentOn <= addMonths(on, 12));
        expect(decide(earlier, { incidentOn }).outcome === 'REPEAT').toBe(open);
      }),
      { numRuns: 1000 },
    ));
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
