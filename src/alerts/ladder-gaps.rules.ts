import { heightOf, keyOf, type Rung, STEPS } from './ladder.rules.js';

/** What is wrong with a ladder, in words for whoever decides the rules. Each is a code. */
export const GAPS = {
  'tells-nobody': 'A rung tells somebody.',
  'told-twice': 'Each is named once on a rung.',
  'hours-and-days': 'A ladder counts in working days, in days or in hours, on all of its rungs.',
  'how-long-missing': 'Say how many working days, days or hours before or after.',
  'due-is-no-distance': 'What is due is neither before nor after: leave out days and hours.',
  'not-before': 'Before the due moment is one day or hour at least.',
  'hours-have-no-time': 'What is counted in hours, or comes the moment it is overdue, has no time of day of its own.',
  'out-of-order': 'First the rungs before, then the one when it is due, then those after.',
  'rung-twice': 'Two rungs stand at one place.',
  'not-rising': 'Each rung comes later than the one before it.',
  'leads-down': 'After the due moment each rung reaches as high as the one before it, at least.',
  'never-overdue': 'A ladder has a rung after the due moment: what is overdue is never left untold.',
} as const;
export type Gap = keyof typeof GAPS;

export interface GapAt {
  index: number;
  gap: Gap;
}

const UNITS = ['hours', 'days', 'workingDays'] as const;
type Unit = (typeof UNITS)[number];

const distance = ({ workingDays, days, hours }: Rung): number => hours ?? days ?? workingDays ?? 0;
const order = ({ step }: Rung): number => STEPS.indexOf(step);

/** The first thing that is wrong with a ladder that has a rung, or null. Other shapes are refused elsewhere. */
export function gapOf(rungs: readonly Rung[]): GapAt | null {
  const counted = UNITS.find((unit) => rungs.some((rung) => rung[unit] !== undefined)) ?? 'workingDays';
  for (const [index, rung] of rungs.entries()) {
    const gap = ofItself(rung, counted) ?? (index > 0 ? against(rung, rungs[index - 1]!) : null);
    if (gap) return { index, gap };
  }
  if (rungs.every(({ step }) => step !== 'AFTER')) return { index: rungs.length - 1, gap: 'never-overdue' };
  return null;
}

function ofItself(rung: Rung, counted: Unit): Gap | null {
  const { step, tells, at } = rung;
  const units = UNITS.filter((unit) => rung[unit] !== undefined);
  if (tells.length === 0) return 'tells-nobody';
  if (new Set(tells).size < tells.length) return 'told-twice';
  if (step === 'DUE') return units.length === 0 ? null : 'due-is-no-distance';
  if (units.some((unit) => unit !== counted)) return 'hours-and-days';
  if (units.length === 0) return 'how-long-missing';
  if (step === 'BEFORE' && distance(rung) === 0) return 'not-before';
  return at !== undefined && (counted === 'hours' || distance(rung) === 0) ? 'hours-have-no-time' : null;
}

function against(rung: Rung, before: Rung): Gap | null {
  if (order(rung) < order(before)) return 'out-of-order';
  if (keyOf(rung) === keyOf(before)) return 'rung-twice';
  if (rung.step !== before.step) return null;
  const rises = rung.step === 'BEFORE' ? distance(rung) < distance(before) : distance(rung) > distance(before);
  if (!rises) return 'not-rising';
  return rung.step === 'AFTER' && heightOf(rung.tells) < heightOf(before.tells) ? 'leads-down' : null;
}
