import type { MeetingStatus } from '../meetings/meeting.entity.js';

/** How a meeting and a reader stand to each other when the reader asks for the papers. */
export interface Standing {
  status: MeetingStatus;
  circulated: boolean;
  /** all copies were called back and none may leave yet */
  stopped: boolean;
  declared: boolean;
  /** cases that the reader may take away */
  cases: number;
}

export type Refusal = 'not-planned' | 'not-circulated' | 'papers-recalled' | 'declaration-needed' | 'no-papers';

/**
 * Why nobody gets a copy now; null when they do. Those who make the papers declare as everybody does: a copy leaves the building.
 * That there is nothing for somebody comes last and is one answer, whether nothing was shared with them or all is kept from them.
 */
export function refusal({ status, circulated, stopped, declared, cases }: Standing): Refusal | null {
  if (status !== 'PLANNED') return 'not-planned';
  if (!circulated) return 'not-circulated';
  if (stopped) return 'papers-recalled';
  if (!declared) return 'declaration-needed';
  return cases === 0 ? 'no-papers' : null;
}

export const RECALL_REASONS = ['PROTECTED_DETAIL', 'WRONG_RECIPIENT', 'CASE_REMOVED', 'OUT_OF_DATE', 'LOST'] as const;
export type RecallReason = (typeof RECALL_REASONS)[number];

/** The reasons as later copies say them: of no case, and of nobody. */
export const RECALLED_BECAUSE: Readonly<Record<RecallReason, string>> = {
  PROTECTED_DETAIL: 'they held what must not be in papers',
  WRONG_RECIPIENT: 'they reached somebody they were not for',
  CASE_REMOVED: 'a case left the list',
  OUT_OF_DATE: 'what they said is out of date',
  LOST: 'a copy was lost',
};

/** Numbers as people say them: 1 to 4, 7. */
export function inWords(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const spans: [from: number, to: number][] = [];
  for (const number of sorted) {
    const last = spans.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ');
}
