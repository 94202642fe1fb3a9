/** Who an action protects or bears on (SafeLives asks what share of a plan is aimed at the perpetrator). */
export const TARGETS = ['VICTIM', 'CHILD', 'PERPETRATOR', 'PROFESSIONAL_SAFETY'] as const;
export type Target = (typeof TARGETS)[number];

export const STATUSES = ['AGREED', 'IN_PROGRESS', 'CLOSED'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * Why an action ended. SafeLives expects minutes to tell apart what circumstances made impossible and what the agency did not do.
 */
export const CLOSURE_REASONS = [
  'COMPLETED', 'NOT_POSSIBLE_CIRCUMSTANCES', 'NOT_DONE_AGENCY', 'VICTIM_DECLINED', 'UNSAFE_TO_DO', 'SUPERSEDED', 'TRANSFERRED_AREA',
  'DECEASED', 'DUPLICATE',
] as const; // prettier-ignore
export type ClosureReason = (typeof CLOSURE_REASONS)[number];

export const RISK_EFFECTS = ['REDUCED', 'SAME', 'INCREASED', 'UNKNOWN'] as const;
export type RiskEffect = (typeof RISK_EFFECTS)[number];

/** What may happen to an action, by the status it is in, and the status it has then. */
export const TRANSITIONS = {
  AGREED: { update: 'IN_PROGRESS', postpone: 'AGREED', close: 'CLOSED' },
  IN_PROGRESS: { update: 'IN_PROGRESS', postpone: 'IN_PROGRESS', close: 'CLOSED' },
  CLOSED: {},
} as const satisfies Record<Status, Partial<Record<Step, Status>>>;
export type Step = 'update' | 'postpone' | 'close';

/** The status after a step, or null when the action is closed: a closed action is a record and stays as it is. */
export function after(status: Status, step: Step): Status | null {
  return (TRANSITIONS[status] as Partial<Record<Step, Status>>)[step] ?? null;
}

/** What is known of somebody who wants to work on an action that they can see. */
export interface Hand {
  agencyId: string | null;
  /** permission actions:update in the action's MARAC */
  updates: boolean;
  /** permission actions:set there: with actions:update, the coordinator */
  sets: boolean;
}

/** The owner reports completion, not others; the coordinator may do it for an agency that told them. */
export function mayWorkOn(ownerAgencyId: string, hand: Hand): boolean {
  return hand.updates && (hand.sets || hand.agencyId === ownerAgencyId);
}
