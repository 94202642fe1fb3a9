import type { ClosureReason } from '../actions/action.rules.js';

/**
 * What a meeting finds of an action agreed before it. The minutes tell apart what circumstances made impossible and what the agency
 * did not do.
 */
export const FINDINGS = ['DONE', 'CARRIED_ON', 'NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', 'AGENCY_DID_NOT'] as const;
export type Finding = (typeof FINDINGS)[number];

/** What becomes of the action: it ends for a reason, or it goes on. */
export interface Consequence {
  close: ClosureReason | null;
}

export type ReviewRefusal = 'due-date-not-wanted' | 'must-end' | 'must-go-on';

/**
 * What was done is closed, and what became impossible. What an agency did not do stays open, and overdue, unless the meeting ends it:
 * to find that it was not done must not make it disappear.
 */
export function consequenceOf(
  finding: Finding,
  { end, dueOn }: { end?: boolean; dueOn?: string },
): Consequence | { refused: ReviewRefusal } {
  const consequence = ending(finding, end);
  return 'close' in consequence && consequence.close && dueOn ? { refused: 'due-date-not-wanted' } : consequence;
}

function ending(finding: Finding, end: boolean | undefined): Consequence | { refused: ReviewRefusal } {
  switch (finding) {
    case 'DONE':
      return end === false ? { refused: 'must-end' } : { close: 'COMPLETED' };
    case 'NOT_POSSIBLE_CIRCUMSTANCES_CHANGED':
      return end === false ? { refused: 'must-end' } : { close: 'NOT_POSSIBLE_CIRCUMSTANCES' };
    case 'AGENCY_DID_NOT':
      return { close: end ? 'NOT_DONE_AGENCY' : null };
    case 'CARRIED_ON':
      return end ? { refused: 'must-go-on' } : { close: null };
  }
}

/** What the history of the action says of the review. */
export function reviewNote(finding: Finding, heldOn: string, note: string): string {
  const words: Record<Finding, string> = {
    DONE: 'done',
    CARRIED_ON: 'carried on',
    NOT_POSSIBLE_CIRCUMSTANCES_CHANGED: 'not possible, circumstances changed',
    AGENCY_DID_NOT: 'the agency did not do it',
  };
  return `Reviewed at the meeting of ${heldOn}: ${words[finding]}. ${note}`;
}
