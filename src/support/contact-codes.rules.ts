/** How an IDVA tries to reach a victim. */
export const CHANNELS = ['PHONE', 'VOICEMAIL', 'TEXT', 'EMAIL', 'LETTER', 'IN_PERSON', 'VIA_THIRD_PARTY'] as const;
export type Channel = (typeof CHANNELS)[number];

export const SAFETIES = ['YES', 'NO', 'NOT_KNOWN'] as const;
export type Safety = (typeof SAFETIES)[number];

/** What was done so that nobody else learns of the attempt. */
export const PRECAUTIONS = [
  'SAFE_NUMBER', 'SAFE_HOURS', 'NUMBER_WITHHELD', 'COVER_STORY', 'CODE_WORD', 'ASKED_IF_ALONE', 'NO_MESSAGE_LEFT', 'SAFE_PERSON',
  'SAFE_PLACE',
] as const; // prettier-ignore
export type Precaution = (typeof PRECAUTIONS)[number];

/** What came of it (domain: contact log). */
export const OUTCOMES = [
  'SPOKEN', 'NO_ANSWER', 'LEFT_SAFE_MESSAGE', 'WRONG_NUMBER', 'DECLINED', 'UNSAFE_TO_CONTINUE',
] as const; // prettier-ignore
export type Outcome = (typeof OUTCOMES)[number];

/** How the victim takes the offer of support. */
export const ENGAGEMENTS = [
  'ENGAGED', 'PARTLY_ENGAGED', 'DECLINED', 'UNDECIDED', 'NOT_REACHED', 'SUPPORTED_ELSEWHERE',
] as const; // prettier-ignore
export type Engagement = (typeof ENGAGEMENTS)[number];

/** Somebody tried, in a way that could have reached her: a wrong number could not. */
export const isTried = (outcome: Outcome): boolean => outcome !== 'WRONG_NUMBER';

/** She was there, whatever she said. A message that nobody answers reaches nobody. */
export const isReached = (outcome: Outcome): boolean => ['SPOKEN', 'DECLINED', 'UNSAFE_TO_CONTINUE'].includes(outcome);

/** Whether outcome and engagement can be true together: whoever was not reached has not engaged, and who was is not unreached. */
export function agree(outcome: Outcome, engagement: Engagement): boolean {
  if (outcome === 'DECLINED') return engagement === 'DECLINED' || engagement === 'SUPPORTED_ELSEWHERE';
  return isReached(outcome) ? engagement !== 'NOT_REACHED' : engagement === 'NOT_REACHED' || engagement === 'UNDECIDED';
}
