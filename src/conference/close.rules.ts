import type { FieldProblem } from '../platform/http/problem.js';

/** A case on the list of a meeting that is to be closed. */
export interface ListedCase {
  agendaItemId: string;
  status: string;
  /** it stands in the record who tells the victim, and how */
  tells: boolean;
}

/** A case put off as the meeting closes. */
export interface Deferral {
  agendaItemId: string;
}

/** What is wrong with the deferrals: each names a case of this list that waits for an outcome, once. */
export function deferralProblems(cases: readonly ListedCase[], deferrals: readonly Deferral[]): FieldProblem[] {
  const waiting = new Set(cases.filter(({ status }) => status === 'LISTED').map(({ agendaItemId }) => agendaItemId));
  return deferrals.flatMap(({ agendaItemId }, i) => {
    const pointer = `/deferrals/${i}/agendaItemId`;
    if (deferrals.findIndex((other) => other.agendaItemId === agendaItemId) < i)
      return [{ pointer, code: 'named-twice', detail: 'This is named before.' }];
    return waiting.has(agendaItemId)
      ? []
      : [{ pointer, code: 'not-waiting', detail: 'No case of this meeting that waits for an outcome.' }];
  });
}

/** What keeps a meeting from closing, by case. */
export function openPoints(
  cases: readonly ListedCase[],
  deferrals: readonly Deferral[],
  { victimTellingNeeded }: { victimTellingNeeded: boolean },
): FieldProblem[] {
  const deferred = new Set(deferrals.map(({ agendaItemId }) => agendaItemId));
  return cases.flatMap(({ agendaItemId, status, tells }) => {
    const pointer = `/agenda-items/${agendaItemId}`;
    if (status === 'LISTED' && !deferred.has(agendaItemId))
      return [{ pointer, code: 'outcome-missing', detail: 'What came of this case is still to be recorded.' }];
    return status === 'HEARD' && victimTellingNeeded && !tells
      ? [{ pointer, code: 'telling-missing', detail: 'Who tells the victim, and how safely, is still to be recorded.' }]
      : [];
  });
}
