import type { FieldProblem } from '../platform/http/problem.js';
import { agree, type Engagement, type Outcome } from './contact-codes.rules.js';
import type { Unsafety } from './safe-contact.rules.js';

export interface WrittenAttempt {
  attemptedAt: Date;
  nextAttemptAt: Date | null;
  outcome: Outcome;
  engagement: Engagement;
}

/** Clocks of two computers differ by so much without anybody lying. */
const SLACK_MS = 60_000;
/** Older ones are slips of the pen: of the year, mostly. */
const OLDEST_MS = 366 * 86_400_000;

/** What is wrong with an attempt as somebody wrote it down; null when nothing is. */
export function refuseAttempt(attempt: WrittenAttempt, now: Date): FieldProblem | null {
  const { attemptedAt, nextAttemptAt, outcome, engagement } = attempt;
  if (attemptedAt.getTime() > now.getTime() + SLACK_MS)
    return { pointer: '/attemptedAt', code: 'in-the-future', detail: 'An attempt is written down once it was made.' };
  if (attemptedAt.getTime() < now.getTime() - OLDEST_MS)
    return { pointer: '/attemptedAt', code: 'too-long-ago', detail: 'This is more than a year ago.' };
  if (nextAttemptAt && nextAttemptAt <= attemptedAt)
    return { pointer: '/nextAttemptAt', code: 'before-the-attempt', detail: 'The next attempt comes after this one.' };
  if (!agree(outcome, engagement))
    return { pointer: '/engagement', code: 'not-together', detail: 'This cannot be so with that outcome.' };
  return null;
}

/** At which field an unsafe attempt is refused. */
export const UNSAFE_AT: Record<Unsafety, string> = {
  'unsafe-channel': '/channel',
  'unsafe-phone': '/phoneId',
  'unsafe-hour': '/attemptedAt',
};

const IN_WORDS: Record<Unsafety, string> = {
  'unsafe-channel': 'The case says that this way of reaching the victim is not safe.',
  'unsafe-phone': 'The case says that this telephone is not safe.',
  'unsafe-hour': 'The case says that this hour is not safe.',
};

export const unsafeInWords = (against: Unsafety): string =>
  `${IN_WORDS[against]} If it was used all the same, say why in overrideReason.`;
