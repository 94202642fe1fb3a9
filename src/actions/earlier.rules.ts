import type { ClosureReason } from './action.rules.js';

export const DONE = ['YES', 'NO', 'NOT_YET'] as const;
export type Done = (typeof DONE)[number];

/** Whether an action was done; one that was replaced, doubled or not possible was not. */
export function doneOf(reason: ClosureReason | null): Done {
  if (reason === null) return 'NOT_YET';
  return reason === 'COMPLETED' ? 'YES' : 'NO';
}
