import type { FieldProblem } from '../platform/http/problem.js';
import type { IsoDate } from '../platform/values/dates.js';

export const RESEARCH_STATUSES = [
  'NOT_STARTED', 'IN_PROGRESS', 'NOT_KNOWN_TO_US', 'RETURNED', 'LATE', 'WITHHELD_WITH_REASON',
] as const; // prettier-ignore
export type ResearchStatus = (typeof RESEARCH_STATUSES)[number];

/** What an agency says itself. That it comes LATE is found by the calendar. */
export const ANSWERS = ['IN_PROGRESS', 'NOT_KNOWN_TO_US', 'RETURNED', 'WITHHELD_WITH_REASON'] as const;
export type Answer = (typeof ANSWERS)[number];

/** A research form as far as its parts must fit together. */
export interface Form {
  status: Answer;
  systemsSearched: readonly string[];
  searchedFrom: IsoDate | null;
  searchedTo: IsoDate | null;
  known: boolean | null;
  lastContactOn: IsoDate | null;
  facts: string;
  withheld: string;
  withheldBecause: string;
}

const problem = (field: keyof Form, code: string, detail: string): FieldProblem => ({
  pointer: `/${field}`,
  code,
  detail,
});

/**
 * What does not fit. "Not known to us" is an answer of its own and must say where was looked; a return says whether the people are
 * known; what is kept back says why (SafeLives research form: note what was found and deliberately not shared, and the reason).
 */
export function formProblems(form: Form, today: IsoDate): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { status, known, searchedFrom, searchedTo, lastContactOn } = form;
  const searched = status === 'NOT_KNOWN_TO_US' || status === 'RETURNED';
  if (searched && form.systemsSearched.length === 0)
    problems.push(problem('systemsSearched', 'required', 'Say which systems were searched.'));
  if (status === 'RETURNED' && known === null)
    problems.push(problem('known', 'required', 'Say whether they are known.'));
  if (status === 'NOT_KNOWN_TO_US' && (known === true || form.facts !== '' || lastContactOn !== null))
    problems.push(
      problem(known === true ? 'known' : 'facts', 'contradicts', 'Nobody is known of whom there are facts.'),
    );
  if ((status === 'WITHHELD_WITH_REASON' || form.withheld !== '') && form.withheldBecause === '')
    problems.push(problem('withheldBecause', 'required', 'Say why it is kept back.'));
  if (searchedFrom && searchedTo && searchedTo < searchedFrom)
    problems.push(problem('searchedTo', 'before-its-start', 'The period ends before it starts.'));
  if (searchedTo && searchedTo > today) problems.push(problem('searchedTo', 'in-the-future', 'This is still to come.'));
  if (lastContactOn && lastContactOn > today)
    problems.push(problem('lastContactOn', 'in-the-future', 'This is still to come.'));
  return problems;
}

/** The status on record: a return that comes after the day it was due is LATE, unless it had been returned in time before. */
export function statusOf(answer: Answer, before: ResearchStatus, today: IsoDate, dueOn: IsoDate): ResearchStatus {
  if (answer !== 'RETURNED' || before === 'RETURNED') return answer;
  return today > dueOn ? 'LATE' : 'RETURNED';
}

/** True when an answer is still owed after the day it was due. */
export function isOverdue(status: ResearchStatus, today: IsoDate, dueOn: IsoDate): boolean {
  return (status === 'NOT_STARTED' || status === 'IN_PROGRESS') && today > dueOn;
}

/**
 * True when an answer is owed still: none was given, or one was given before somebody joined the case for whom nobody searched. What is
 * withheld for a reason is an answer whole.
 */
export function isOwed(request: { status: ResearchStatus; people: number; peopleSearched: number }): boolean {
  const { status, people, peopleSearched } = request;
  if (status === 'NOT_STARTED' || status === 'IN_PROGRESS') return true;
  return status !== 'WITHHELD_WITH_REASON' && peopleSearched < people;
}
