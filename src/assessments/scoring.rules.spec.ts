import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANSWERS, type Answer, type Grade, GRADES } from './instrument.js';
import { DARA } from './instruments/dara.js';
import { POLICE_DASH } from './instruments/police-dash.js';
import { SAFELIVES_DASH } from './instruments/safelives-dash.js';
import { applyJudgement, type Answers, bandOf, scoreAssessment } from './scoring.rules.js';

const ticks = (yes: number, others: Answer = 'NO'): Answers =>
  Object.fromEntries(SAFELIVES_DASH.items.map(({ no }) => [no, no <= yes ? 'YES' : others]));

describe('ticks', () => {
  test.each([
    [0, 'NO', 'STANDARD'],
    [9, 'DONT_KNOW', 'STANDARD'],
    [10, 'NO', 'MEDIUM'],
    [13, 'NOT_ASKED', 'MEDIUM'],
    [14, 'NO', 'HIGH'],
    [24, 'NO', 'HIGH'],
  ] as const)('%i YES, the others %s: %s', (yes, others, band) =>
    expect(scoreAssessment(SAFELIVES_DASH, { answers: ticks(yes, others) })).toMatchObject({
      outcome: 'scored',
      score: yes,
      outOf: 24,
      band,
      grade: null,
      basis: 'ANSWERS',
    }),
  );

  test('what was left out was not asked', () =>
    expect(scoreAssessment(SAFELIVES_DASH, { answers: { 1: 'YES', 2: 'DONT_KNOW', 24: 'NO' } })).toMatchObject({
      score: 1,
      counts: { YES: 1, NO: 1, DONT_KNOW: 1, NOT_ASKED: 21 },
    }));

  test('an area’s own bands decide, and the police form has none', () => {
    const bands = [{ from: 17, grade: 'HIGH' as const }];
    expect(scoreAssessment(SAFELIVES_DASH, { answers: ticks(16) }, bands)).toMatchObject({ band: null });
    expect(scoreAssessment(SAFELIVES_DASH, { answers: ticks(17) }, bands)).toMatchObject({ band: 'HIGH' });
    expect(scoreAssessment(POLICE_DASH, { statedTotal: 27 })).toMatchObject({ score: 27, band: null });
  });
});

describe('a total or a grade alone', () => {
  test.each([
    ['a total', { statedTotal: 14 }, { score: 14, band: 'HIGH', basis: 'STATED_TOTAL', counts: null }],
    [
      'a total beside a blank form',
      { statedTotal: 12, answers: ticks(0, 'NOT_ASKED') },
      { score: 12, basis: 'STATED_TOTAL' },
    ],
    ['a grade', { grade: 'HIGH' as const }, { score: null, band: null, grade: 'HIGH', basis: 'GRADE' }],
    [
      'ticks and a grade',
      { answers: ticks(3), grade: 'HIGH' as const },
      { score: 3, band: 'STANDARD', grade: 'HIGH', basis: 'ANSWERS' },
    ],
    ['ticks and the same total', { answers: ticks(3), statedTotal: 3 }, { score: 3, basis: 'ANSWERS' }],
  ])('%s', (_, input, expected) => expect(scoreAssessment(SAFELIVES_DASH, input)).toMatchObject(expected));

  test('DARA gives a grade and no score', () =>
    expect(scoreAssessment(DARA, { grade: 'MEDIUM' })).toMatchObject({ score: null, outOf: null, grade: 'MEDIUM' }));
});

describe('refused', () => {
  test.each([
    ['an item the form lacks', SAFELIVES_DASH, { answers: { 1: 'YES', 25: 'NO' } }, 'unknown-item'],
    ['an answer nobody can give', SAFELIVES_DASH, { answers: { 1: 'MAYBE' } }, 'unknown-answer'],
    ['a total above the questions', SAFELIVES_DASH, { statedTotal: 25 }, 'too-many-ticks'],
    ['such a total beside ticks', SAFELIVES_DASH, { statedTotal: 27, answers: ticks(9) }, 'too-many-ticks'],
    ['more ticks than questions', SAFELIVES_DASH, { answers: { ...ticks(24), 25: 'YES' } }, 'too-many-ticks'],
    ['half a tick', SAFELIVES_DASH, { statedTotal: 3.5 }, 'total-is-no-count'],
    ['less than none', SAFELIVES_DASH, { statedTotal: -1 }, 'total-is-no-count'],
    ['a total the ticks contradict', SAFELIVES_DASH, { statedTotal: 10, answers: ticks(9) }, 'total-contradicts-ticks'],
    ['nothing', SAFELIVES_DASH, {}, 'nothing-answered'],
    ['a blank form', SAFELIVES_DASH, { answers: ticks(0, 'NOT_ASKED') }, 'nothing-answered'],
    ['DARA without a grade', DARA, {}, 'grade-missing'],
    ['DARA with a score', DARA, { statedTotal: 3, grade: 'HIGH' }, 'score-not-applicable'],
    ['DARA with ticks', DARA, { answers: { 1: 'YES' }, grade: 'HIGH' }, 'score-not-applicable'],
    ['a grade that is none', DARA, { grade: 'GOLD' }, 'grade-unknown'],
  ])('%s', (_, instrument, input, code) =>
    expect(scoreAssessment(instrument, input as never)).toMatchObject({ outcome: 'refused', code }),
  );
});

test('the score is the number of YES, and never more than the questions', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ANSWERS), { minLength: 24, maxLength: 24 }), (given) => {
      const scored = scoreAssessment(SAFELIVES_DASH, { answers: Object.fromEntries(given.map((a, i) => [i + 1, a])) });
      const yes = given.filter((answer) => answer === 'YES').length;
      const blank = given.every((answer) => answer === 'NOT_ASKED');
      expect(scored).toMatchObject(blank ? { code: 'nothing-answered' } : { score: yes });
    }),
  ));

describe('judgement', () => {
  const rows: [Grade | null, Grade, string | null, object][] = [
    ['HIGH', 'MEDIUM', 'seems calmer', { outcome: 'refused', code: 'judgement-cannot-lower' }],
    ['MEDIUM', 'STANDARD', 'seems calmer', { outcome: 'refused', code: 'judgement-cannot-lower' }],
    ['MEDIUM', 'HIGH', 'strangled last week', { outcome: 'accepted', level: 'HIGH', raised: true }],
    ['MEDIUM', 'HIGH', ' ', { outcome: 'refused', code: 'judgement-needs-reason' }],
    ['HIGH', 'HIGH', null, { outcome: 'accepted', level: 'HIGH', raised: false }],
    [null, 'HIGH', 'cannot speak freely', { outcome: 'accepted', level: 'HIGH', raised: true }],
    [null, 'STANDARD', null, { outcome: 'refused', code: 'judgement-needs-reason' }],
  ];
  test.each(rows)('from %s to %s because %j', (level, to, reason, decided) =>
    expect(applyJudgement(level, to, reason)).toEqual(decided),
  );

  test('whatever is decided is never lower than what the tool says', () =>
    fc.assert(
      fc.property(fc.nat(24), fc.constantFrom(...GRADES), fc.string(), (score, to, reason) => {
        const level = bandOf(score, SAFELIVES_DASH.bands ?? []);
        const decided = applyJudgement(level, to, reason);
        if (decided.outcome === 'accepted' && level) {
          expect(GRADES.indexOf(decided.level)).toBeGreaterThanOrEqual(GRADES.indexOf(level));
        }
      }),
    ));
});
