import { addMonths, type IsoDate } from '../platform/values/dates.js';

export const COUNTS = ['NEW', 'REPEAT'] as const;
export type Count = (typeof COUNTS)[number];

/** How an area counts a case that came from another. Practice varies, so it is said and never guessed. */
export const COUNT_RULES = ['NEW', 'REPEAT', 'REPEAT_WHEN_HEARD'] as const;
export type CountRule = (typeof COUNT_RULES)[number];

/** What the area's rule says of a case, with the sum: dates only. Both ends of the window count. */
export function countsAs(
  rule: CountRule,
  { lastHeardOn, receivedOn, months }: { lastHeardOn: IsoDate | null; receivedOn: IsoDate; months: number },
): { says: Count; inWords: string } {
  if (rule !== 'REPEAT_WHEN_HEARD')
    return { says: rule, inWords: `Cases from another area count as ${rule === 'NEW' ? 'new' : 'repeats'} here.` };
  if (lastHeardOn === null) return { says: 'NEW', inWords: 'It was not heard in the other area.' };
  const until = addMonths(lastHeardOn, months);
  const within = receivedOn <= until;
  const inWords = `Heard there on ${lastHeardOn}, plus ${months} months is ${until}; received on ${receivedOn}: ${within ? 'within' : 'after'}.`;
  return { says: within ? 'REPEAT' : 'NEW', inWords };
}
