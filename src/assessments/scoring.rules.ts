import { ANSWERS, GRADES, type Answer, type Band, type Grade, type Instrument } from './instrument.js';

/** Item number to answer. Items left out were not asked. */
export type Answers = Readonly<Record<string, Answer>>;

/** Ticks, a total on its own (older forms and spreadsheets give no more), or the assessor's grade. */
export interface AssessmentInput {
  answers?: Answers | null;
  /** The total written on the form; must agree with the ticks where there are ticks. */
  statedTotal?: number | null;
  grade?: Grade | null;
}

export interface Score {
  outcome: 'scored';
  instrument: string;
  version: number;
  /** Number of YES; null when only a grade was given. */
  score: number | null;
  outOf: number | null;
  /** What the score alone says by the instrument's (or the area's) bands; null without score or bands. */
  band: Grade | null;
  /** What the assessor said; null when nothing was said. */
  grade: Grade | null;
  basis: 'ANSWERS' | 'STATED_TOTAL' | 'GRADE';
  counts: Readonly<Record<Answer, number>> | null;
}

export type ScoreRefusal =
  | { outcome: 'refused'; code: 'unknown-item'; items: string[] }
  | { outcome: 'refused'; code: 'unknown-answer'; items: string[] }
  | { outcome: 'refused'; code: 'too-many-ticks'; ticks: number; questions: number }
  | { outcome: 'refused'; code: 'total-is-no-count' }
  | { outcome: 'refused'; code: 'total-contradicts-ticks'; ticks: number; total: number }
  | { outcome: 'refused'; code: 'score-not-applicable' | 'grade-missing' | 'grade-unknown' | 'nothing-answered' };

/**
 * The score of one assessment: the number of YES, for instruments that count; the grade, for those that do not. A grade
 * without a score is accepted from any instrument. Nothing here accepts or declines a referral.
 */
export function scoreAssessment(
  instrument: Instrument,
  input: AssessmentInput,
  bands: readonly Band[] = instrument.bands ?? [],
): Score | ScoreRefusal {
  const grade = input.grade ?? null;
  const total = input.statedTotal ?? null;
  const given = Object.entries(input.answers ?? {});
  if (grade !== null && !GRADES.includes(grade)) return { outcome: 'refused', code: 'grade-unknown' };
  if (instrument.scoring === 'GRADE') {
    if (given.length > 0 || total !== null) return { outcome: 'refused', code: 'score-not-applicable' };
    return grade === null ? { outcome: 'refused', code: 'grade-missing' } : scored('GRADE', null, null);
  }
  const wrong = wrongAnswers(instrument, given) ?? wrongTotal(instrument, total);
  if (wrong) return wrong;
  if (given.every(([, answer]) => answer === 'NOT_ASKED')) {
    // A form whose ticks were not copied, only its total: nothing there to contradict the total.
    if (total !== null) return scored('STATED_TOTAL', total, null);
    return grade === null ? { outcome: 'refused', code: 'nothing-answered' } : scored('GRADE', null, null);
  }
  const counts = count(instrument, given);
  if (total !== null && total !== counts.YES) {
    return { outcome: 'refused', code: 'total-contradicts-ticks', ticks: counts.YES, total };
  }
  return scored('ANSWERS', counts.YES, counts);

  function scored(basis: Score['basis'], score: number | null, perAnswer: Score['counts']): Score {
    const { code, version, items } = instrument;
    const band = score === null ? null : bandOf(score, bands);
    const outOf = instrument.scoring === 'GRADE' ? null : items.length;
    return { outcome: 'scored', instrument: code, version, score, outOf, band, grade, basis, counts: perAnswer };
  }
}

/** The grade of the highest band that a score reaches; null when there is none. */
export function bandOf(score: number, bands: readonly Band[]): Grade | null {
  let reached: Band | null = null;
  for (const band of bands) if (score >= band.from && band.from >= (reached?.from ?? 0)) reached = band;
  return reached?.grade ?? null;
}

export type JudgementDecision =
  | { outcome: 'accepted'; level: Grade; raised: boolean }
  | { outcome: 'refused'; code: 'judgement-cannot-lower' | 'judgement-needs-reason' };

/**
 * Professional judgement about a level. It may raise and never lower (MARAC referral criteria: definitions), and raising
 * needs a reason in words. `level` is what the tool says, null when it says nothing.
 */
export function applyJudgement(level: Grade | null, overrideTo: Grade, reason: string | null): JudgementDecision {
  const step = GRADES.indexOf(overrideTo) - (level === null ? -1 : GRADES.indexOf(level));
  if (step < 0) return { outcome: 'refused', code: 'judgement-cannot-lower' };
  if (step > 0 && !reason?.trim()) return { outcome: 'refused', code: 'judgement-needs-reason' };
  return { outcome: 'accepted', level: overrideTo, raised: step > 0 };
}

type Given = readonly (readonly [string, Answer])[];

function wrongAnswers(instrument: Instrument, given: Given): ScoreRefusal | null {
  const numbers = new Set(instrument.items.map((item) => String(item.no)));
  const unknown = given.filter(([no]) => !numbers.has(no)).map(([no]) => no);
  const ticks = given.filter(([, answer]) => answer === 'YES').length;
  if (ticks > numbers.size) return { outcome: 'refused', code: 'too-many-ticks', ticks, questions: numbers.size };
  if (unknown.length > 0) return { outcome: 'refused', code: 'unknown-item', items: unknown };
  const odd = given.filter(([, answer]) => !ANSWERS.includes(answer)).map(([no]) => no);
  return odd.length > 0 ? { outcome: 'refused', code: 'unknown-answer', items: odd } : null;
}

function wrongTotal(instrument: Instrument, total: number | null): ScoreRefusal | null {
  if (total === null) return null;
  if (!Number.isInteger(total) || total < 0) return { outcome: 'refused', code: 'total-is-no-count' };
  const questions = instrument.items.length;
  return total > questions ? { outcome: 'refused', code: 'too-many-ticks', ticks: total, questions } : null;
}

function count(instrument: Instrument, given: Given): Record<Answer, number> {
  const counts = { YES: 0, NO: 0, DONT_KNOW: 0, NOT_ASKED: instrument.items.length - given.length };
  for (const [, answer] of given) counts[answer]++;
  return counts;
}
