/** Who an action protects or bears on (SafeLives asks what share of a plan is aimed at the perpetrator). */
export const TARGETS = ['VICTIM', 'CHILD', 'PERPETRATOR', 'PROFESSIONAL_SAFETY'] as const;
export type Target = (typeof TARGETS)[number];

/**
 * REQUESTED of an agency that was not there to agree, DECLINED by it and waiting for another owner: both are open, and overdue when
 * their time has passed, for the victim is as much at risk. What was only proposed is no action yet (proposals).
 */
export const STATUSES = ['REQUESTED', 'DECLINED', 'AGREED', 'IN_PROGRESS', 'CLOSED'] as const;
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

/** Did it do what it was meant to? A repeat case shows it beside each earlier action. */
export const WORKED = ['YES', 'PARTLY', 'NO', 'UNKNOWN'] as const;
export type Worked = (typeof WORKED)[number];

/** What may happen to an action, by the status it is in, and the status it has then. */
export const TRANSITIONS = {
  // a word about a request does not accept it: the coordinator notes that nobody answered the telephone
  REQUESTED: {
    ...{ accept: 'AGREED', decline: 'DECLINED', update: 'REQUESTED', postpone: 'REQUESTED' },
    ...{ handOn: 'REQUESTED', reassign: 'AGREED', close: 'CLOSED' },
  },
  DECLINED: { update: 'DECLINED', postpone: 'DECLINED', reassign: 'AGREED', close: 'CLOSED' },
  AGREED: {
    ...{ update: 'IN_PROGRESS', postpone: 'AGREED', handOn: 'AGREED', reassign: 'AGREED', close: 'CLOSED' },
  },
  IN_PROGRESS: {
    ...{ update: 'IN_PROGRESS', postpone: 'IN_PROGRESS', handOn: 'IN_PROGRESS', reassign: 'AGREED', close: 'CLOSED' },
  },
  CLOSED: {},
} as const satisfies Record<Status, Partial<Record<Step, Status>>>;
/** `handOn` is to another person of the same agency, `reassign` to another agency. */
export type Step = 'accept' | 'decline' | 'update' | 'postpone' | 'handOn' | 'reassign' | 'close';

/** The status after a step, or null when it cannot be taken: a closed action is a record and stays as it is. */
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
  /** a meeting that they hold looks at the action at this moment */
  reviews?: boolean;
}

/**
 * The owner reports completion, not others; the coordinator may do it for an agency that told them. What a meeting finds of an action, with
 * its owner at the table, the chair may write down too.
 */
export function mayWorkOn(ownerAgencyId: string, { updates, sets, agencyId, reviews = false }: Hand): boolean {
  return (updates && (sets || agencyId === ownerAgencyId)) || (reviews && sets);
}

/** Another date and another agency are for those who set actions; everything else for those who work on it. */
export function mayTake(step: Step, ownerAgencyId: string, hand: Hand): boolean {
  if (step === 'postpone' || step === 'reassign') return hand.sets;
  if (step === 'handOn') return hand.sets || mayWorkOn(ownerAgencyId, hand);
  return mayWorkOn(ownerAgencyId, hand);
}

/** Whoever carries it out is a person or a post: "housing will" is nobody (domain: one named person or post). */
export function hasOwner({ ownerUserId, ownerPost }: { ownerUserId?: string | null; ownerPost?: string }): boolean {
  return Boolean(ownerUserId) || Boolean(ownerPost);
}
