import { heightOf, keyOf, type Rung, STEPS } from './ladder.rules.js';

/** What is wrong with a ladder, in words for whoever decides the rules. Each is a code. */
export const GAPS = {
  'tells-nobody': 'A rung tells somebody.',
  'told-twice': 'Each is named once on a rung.',
  'hours-and-days': 'A ladder counts in working days or in hours, on all of its rungs.',
  'how-long-missing': 'Say how many working days or hours before or after.',
  'due-is-no-distance': 'What is due is neither before nor after: leave out days and hours.',
  'not-before': 'Before the due moment is one working day or hour at least.',
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

const distance = ({ workingDays, hours }: Rung): number => hours ?? workingDays ?? 0;
const order = ({ step }: Rung): number => STEPS.indexOf(step);

/** The first thing that is wrong with a ladder that has a rung, or null. Other shapes are refused elsewhere. */
export function gapOf(rungs: readonly Rung[]): GapAt | null {
  const inHours = rungs.some(({ hours }) => hours !== undefined);
  for (const [index, rung] of rungs.entries()) {
    const gap = ofItself(rung, inHours) ?? (index > 0 ? against(rung, rungs[index - 1]!) : null);
    if (gap) return { index, gap };
  }
  if (rungs.every(({ step }) => step !== 'AFTER')) return { index: rungs.length - 1, gap: 'never-overdue' };
  return null;
}

function ofItself({ step, workingDays, hours, tells }: Rung, inHours: boolean): Gap | null {
  if (tells.length === 0) return 'tells-nobody';
  if (new Set(tells).size < tells.length) return 'told-twice';
  if (step === 'DUE') return workingDays === undefined && hours === undefined ? null : 'due-is-no-distance';
  if (workingDays !== undefined && inHours) return 'hours-and-days';
  if (workingDays === undefined && hours === undefined) return 'how-long-missing';
  return step === 'BEFORE' && (hours ?? workingDays) === 0 ? 'not-before' : null;
}

function against(rung: Rung, before: Rung): Gap | null {
  if (order(rung) < order(before)) return 'out-of-order';
  if (keyOf(rung) === keyOf(before)) return 'rung-twice';
  if (rung.step !== before.step) return null;
  const rises = rung.step === 'BEFORE' ? distance(rung) < distance(before) : distance(rung) > distance(before);
  if (!rises) return 'not-rising';
  return rung.step === 'AFTER' && heightOf(rung.tells) < heightOf(before.tells) ? 'leads-down' : null;
}
