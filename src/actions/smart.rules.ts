import { hasOwner } from './action.rules.js';
import { wordsOf } from './alike.rules.js';

/** What is missing or vague. `refused`: nobody could ever say that it was done, so it is not taken at all. */
export const SMELLS = {
  'continues-to-work': 'Say what is done and when it is done: to continue to work with somebody never ends.',
  'vague-words': 'Say what will be done, so that somebody else could tell whether it was.',
  'says-little': 'Say more: whoever reads it next month was not in the room.',
  'no-risk': 'Say which risk it addresses.',
  'no-owner': 'Name a person or a post.',
  'not-signed': 'The agency has no signature of the protocol in force: nobody there can see the action.',
  'no-date': 'Give a date: it is due by the usual norm otherwise.',
} as const;
export type Smell = keyof typeof SMELLS;

export interface Draft {
  catalogueCode?: string | null;
  text?: string;
  riskAddressed?: string;
  ownerUserId?: string | null;
  ownerPost?: string;
  dueOn?: string;
  dueAt?: string;
}

export interface Advice {
  pointer: string;
  code: Smell;
  detail: string;
}

/** An action without an end: "to continue to work with", "will continue engaging with". */
const CONTINUES = /\bcontinu(?:e|es|ed|ing)\s+(?:on\s+)?(?:to\s+)?(?:work|engag|liais)(?:e|es|ing|s)?\b/iu;
/** Words that let everybody think that somebody does something. */
const VAGUE =
  /\b(?:as (?:and when|appropriate|necessary|needed|required)|if (?:appropriate|possible)|where (?:appropriate|possible)|continu(?:e|es|ing) to|keep an eye|monitor(?:s|ing)?|on-?going|liaise|look(?:ing)? into|be aware|asap|in due course)\b/iu;
/** Fewer words that say something are a heading. */
const FEWEST_WORDS = 2;

/** True for words that no action may have: to say so is the point of the exercise. */
export function neverEnds(text: string): boolean {
  return CONTINUES.test(text);
}

/** What is missing or vague in an action (SMART: specific, with an owner, tied to a risk, timed), worst first. */
export function smellsOf(draft: Draft): Advice[] {
  const { text = '', catalogueCode } = draft;
  const found: [string, Smell][] = [];
  if (neverEnds(text)) found.push(['/text', 'continues-to-work']);
  else if (VAGUE.test(text)) found.push(['/text', 'vague-words']);
  if (!catalogueCode && wordsOf(text).size < FEWEST_WORDS) found.push(['/text', 'says-little']);
  if (!hasOwner(draft)) found.push(['/ownerPost', 'no-owner']);
  if (!draft.riskAddressed) found.push(['/riskAddressed', 'no-risk']);
  if (!catalogueCode && !draft.dueOn && !draft.dueAt) found.push(['/dueOn', 'no-date']);
  return found.map(([pointer, code]) => ({ pointer, code, detail: SMELLS[code] }));
}
