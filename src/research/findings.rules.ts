import type { FieldProblem } from '../platform/http/problem.js';
import type { Answer, ResearchStatus } from './research.rules.js';
import type { Nature } from './shared-information.rules.js';

/** Whether somebody is in an agency's records. That nobody looked yet is said as such: there is no blank that might mean "no". */
export const KNOWN = ['NOT_YET_SEARCHED', 'NOT_KNOWN', 'KNOWN'] as const;
export type Known = (typeof KNOWN)[number];

/** Parts of a finding that may be shared with the meeting, and what they are then. What is withheld is none of them. */
export const PARTS = { FACTS: 'FACT', OPINION: 'OPINION', PROPOSED_ACTIONS: 'OPINION' } as const satisfies Record<
  string,
  Nature
>;
export type Part = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as Part[];

/** What an agency found about one person. */
export interface Found {
  known: Known;
  facts: string;
  opinion: string;
  proposedActions: string;
  withheld: string;
  withheldBecause: string;
}

export const NOTHING_FOUND: Found = {
  known: 'NOT_YET_SEARCHED',
  facts: '',
  opinion: '',
  proposedActions: '',
  withheld: '',
  withheldBecause: '',
};

const at = (field: string, code: string, detail: string): FieldProblem => ({ pointer: `/${field}`, code, detail });

/**
 * What does not fit together in a finding, given what the agency answered for the whole case. Actions may be proposed about somebody
 * unknown to the agency; facts may not.
 */
export function findingProblems(found: Found, answered: ResearchStatus): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { known, facts, withheld, withheldBecause } = found;
  for (const field of ['facts', 'opinion', 'withheld'] as const)
    if (known !== 'KNOWN' && found[field] !== '')
      problems.push(at(field, 'contradicts', 'Of somebody who was not found nothing is known.'));
  if (known === 'KNOWN' && facts === '' && withheld === '')
    problems.push(at('facts', 'required', 'Say what is known, or that it is withheld and why.'));
  if (withheld !== '' && withheldBecause === '')
    problems.push(at('withheldBecause', 'required', 'Say why it is kept back.'));
  if (withheld === '' && withheldBecause !== '')
    problems.push(at('withheldBecause', 'not-wanted', 'Nothing is kept back.'));
  const returned = answered === 'RETURNED' || answered === 'LATE' || answered === 'NOT_KNOWN_TO_US';
  if (returned && known === 'NOT_YET_SEARCHED')
    problems.push(at('known', 'contradicts', 'The research was returned: take it up again first.'));
  if (answered === 'NOT_KNOWN_TO_US' && known === 'KNOWN')
    problems.push(at('known', 'contradicts', 'You answered that nobody is known: change that first.'));
  return problems;
}

/** Why an answer for the whole case does not fit what was found about each person. */
export function answerProblems(answer: Answer, known: boolean | null, people: readonly Known[]): FieldProblem[] {
  const some = people.includes('KNOWN');
  if (answer === 'NOT_KNOWN_TO_US' && some)
    return [at('status', 'contradicts', 'Somebody of the case is known to you.')];
  if (answer !== 'RETURNED') return [];
  if (people.includes('NOT_YET_SEARCHED'))
    return [at('status', 'people-not-searched', 'Say of everybody in the case whether they are known to you.')];
  if (people.length > 0 && known !== null && known !== some)
    return [at('known', 'contradicts', 'This is not what you found about the people of the case.')];
  return [];
}

/** True once nobody may write research: the case was heard or put off, or its meeting is over. */
export function isClosed(itemStatus: string, meetingStatus: string): boolean {
  return itemStatus !== 'LISTED' || meetingStatus !== 'PLANNED';
}

const words = (text: string) => text.replace(/\s+/g, ' ').trim();

/** True when an excerpt stands in the part it is said to be taken from, word for word. */
export function isTakenFrom(excerpt: string, part: Part, found: Found): boolean {
  const whole = { FACTS: found.facts, OPINION: found.opinion, PROPOSED_ACTIONS: found.proposedActions }[part];
  return words(whole).includes(words(excerpt));
}
