import type { RepeatOutcome } from '../flags/repeat.rules.js';
import type { Likeness } from '../persons/matching.rules.js';
import type { FieldProblem } from '../platform/http/problem.js';
import { readPerson, refuseSamePerson } from './new-referral.rules.js';
import type { NewRepeatCheck } from './repeat-checks.dto.js';

/** What whoever asked does next (SafeLives: a repeat goes back to MARAC regardless of threshold, and any agency may identify one). */
const NEXT: Record<RepeatOutcome, string> = {
  REPEAT: 'Refer it: a repeat goes back to MARAC whatever the score. Read the earlier plan and what came of it first.',
  POSSIBLE_REPEAT: 'Refer it, and say that it may be a repeat: the coordinator confirms who is who and the dates.',
  DUPLICATE: 'This incident has been referred already. Add what is new to that case instead of referring it again.',
  LAPSED: 'The window has closed: refer it if it meets the criteria, and name the earlier case.',
  SAME_VICTIM: 'The victim is known with somebody else: refer it as a new case if it meets the criteria, and name the earlier one.',
  SAME_PERPETRATOR: 'The perpetrator is known with another victim: refer it as a new case, and tell the coordinator of the other.',
  COUNTER_ALLEGATION: 'These people are known with their roles the other way round: ask the coordinator before anybody is contacted.',
  NONE: 'Nothing is known that you may see. Refer it if it meets the criteria.',
}; // prettier-ignore

const ELSEWHERE = 'Another MARAC holds history: ask its coordinator.';

/** In words, with whom to ask beside it when another MARAC knows somebody. */
export function nextStep(outcome: RepeatOutcome, knownElsewhere: boolean): string {
  return knownElsewhere ? `${NEXT[outcome]} ${ELSEWHERE}` : NEXT[outcome];
}

/** What is asked. */
export interface Question {
  /** whom the records are compared with, the victim first when asked for */
  people: Likeness[];
  victimAsked: boolean;
  incidentOn: string | null;
  disclosedOn: string;
}

/** Turns a form into a question, or says everything that is wrong with it at its place in the body. */
export function readRepeatCheck(form: NewRepeatCheck, today: string): { question: Question; errors: FieldProblem[] } {
  const errors: FieldProblem[] = [];
  const refuse = (pointer: string, code: string, detail: string) => void errors.push({ pointer, code, detail });
  for (const day of ['incidentOn', 'disclosedOn'] as const)
    if ((form[day] ?? '') > today) refuse(`/${day}`, 'future-date', 'This day has not come yet.');
  const { victim, perpetrators = [], incidentOn = null, disclosedOn = today } = form;
  if (!victim && perpetrators.length === 0)
    refuse('/victim', 'nobody-asked-for', 'Give the victim, a perpetrator or both.');
  const asked = victim ? [readPerson(victim, '/victim', today, refuse)] : [];
  const others = perpetrators.map((one, i) => readPerson(one, `/perpetrators/${i}`, today, refuse));
  for (const person of asked) refuseSamePerson(person, others, refuse);
  return {
    question: { people: [...asked, ...others], victimAsked: victim !== undefined, incidentOn, disclosedOn },
    errors,
  };
}
