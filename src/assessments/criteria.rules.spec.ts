import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Criterion, type CriteriaFacts, DEFAULT_THRESHOLDS, referralCriteria } from './criteria.rules.js';
import type { Grade } from './instrument.js';
import { findInstrument } from './instruments.js';
import { applyJudgement, scoreAssessment } from './scoring.rules.js';

interface Vector {
  yes: number | null;
  grade?: Grade;
  instrument?: string;
  judgement?: string | null;
  eventsIn12Months?: number;
  repeat?: boolean;
  threshold?: number;
  criteria?: Criterion[];
  meets?: boolean;
  overrideTo?: Grade;
  outcome?: string;
}
const { cases } = JSON.parse(readFileSync('test/vectors/dash.json', 'utf8')) as { cases: Vector[] };

function scored({ instrument = 'SAFELIVES_DASH', yes, grade }: Vector) {
  const form = findInstrument(instrument);
  const result = form && scoreAssessment(form, { statedTotal: yes, grade });
  if (result?.outcome !== 'scored') throw new Error('the case is meant to be scored');
  return result;
}

describe('worked cases (dash.json)', () => {
  test.each(cases.filter((c) => c.criteria).map((c) => [JSON.stringify(c), c] as const))('%s', (_, c) => {
    const { score, grade } = scored(c);
    const { judgement, eventsIn12Months, repeat } = c;
    const thresholds = { ...DEFAULT_THRESHOLDS, visibleHighRiskScore: c.threshold ?? Number.NaN };
    const decided = referralCriteria({ score, grade, judgement, eventsIn12Months, repeat }, thresholds);
    expect(decided).toMatchObject({ criteria: c.criteria, meets: c.meets });
  });

  test.each(cases.filter((c) => c.overrideTo).map((c) => [JSON.stringify(c), c] as const))('%s', (_, c) => {
    expect(applyJudgement(scored(c).band, c.overrideTo ?? 'HIGH', 'a reason')).toEqual({
      outcome: c.outcome,
      code: 'judgement-cannot-lower',
    });
  });

  test('every case is one or the other', () =>
    expect(cases.every((c) => Boolean(c.criteria) !== Boolean(c.overrideTo))).toBe(true));
});

const rows: [string, CriteriaFacts, Criterion[]][] = [
  ['nothing known', {}, []],
  ['a blank is no judgement', { score: 3, judgement: '  ' }, []],
  ['medium by grade', { score: null, grade: 'MEDIUM' }, []],
  ['graded high beside a low score: judgement', { score: 10, grade: 'HIGH' }, ['PROFESSIONAL_JUDGEMENT']],
  ['graded high beside a high score', { score: 20, grade: 'HIGH' }, ['VISIBLE_HIGH_RISK']],
  ['two events are no escalation', { score: 3, eventsIn12Months: 2 }, []],
  [
    'all four',
    { score: 14, judgement: 'fear', eventsIn12Months: 3, repeat: true },
    ['VISIBLE_HIGH_RISK', 'PROFESSIONAL_JUDGEMENT', 'POTENTIAL_ESCALATION', 'REPEAT'],
  ],
];
test.each(rows)('%s', (_, facts, criteria) =>
  expect(referralCriteria(facts, DEFAULT_THRESHOLDS)).toEqual({
    criteria,
    meets: criteria.length > 0,
    thresholds: DEFAULT_THRESHOLDS.version,
  }),
);

test('thresholds are the area’s', () => {
  const strict = { version: '7', visibleHighRiskScore: 17, escalationEvents: 5 };
  expect(referralCriteria({ score: 16, eventsIn12Months: 4 }, strict)).toEqual({
    criteria: [],
    meets: false,
    thresholds: '7',
  });
});
