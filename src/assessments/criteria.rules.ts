import type { Grade } from './instrument.js';

/** The four reasons for which a case comes to a MARAC (SafeLives referral form; MARAC referral criteria: definitions). */
export const CRITERIA = ['VISIBLE_HIGH_RISK', 'PROFESSIONAL_JUDGEMENT', 'POTENTIAL_ESCALATION', 'REPEAT'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** An area's own thresholds, versioned and dated with the rest of its rules. */
export interface ThresholdProfile {
  version: string;
  /** YES answers that make a risk visibly high: 14 by SafeLives' recommendation, 17 in some areas. */
  visibleHighRiskScore: number;
  /** Events in twelve months that make an escalation. */
  escalationEvents: number;
}

export const DEFAULT_THRESHOLDS: ThresholdProfile = {
  version: 'default-1',
  visibleHighRiskScore: 14,
  escalationEvents: 3,
};

export interface CriteriaFacts {
  score?: number | null;
  /** The assessor's own grade, not the band that a score falls in. */
  grade?: Grade | null;
  /** Why a professional is seriously concerned, in words; blank is none. */
  judgement?: string | null;
  eventsIn12Months?: number | null;
  repeat?: boolean;
}

/** `meets: false` says that no criterion was found, not that a referral is declined: people decide that. */
export interface CriteriaDecision {
  criteria: Criterion[];
  meets: boolean;
  /** The version of the thresholds it was decided by. */
  thresholds: string;
}

/**
 * Which criteria a referral meets. A grade of HIGH counts as visible high risk where there is no score; beside a score
 * under the threshold it is the assessor's judgement, raising what the ticks say.
 */
export function referralCriteria(facts: CriteriaFacts, thresholds: ThresholdProfile): CriteriaDecision {
  const score = facts.score ?? null;
  const gradedHigh = facts.grade === 'HIGH';
  const visiblyHigh = score === null ? gradedHigh : score >= thresholds.visibleHighRiskScore;
  const found: Record<Criterion, boolean> = {
    VISIBLE_HIGH_RISK: visiblyHigh,
    PROFESSIONAL_JUDGEMENT: Boolean(facts.judgement?.trim()) || (gradedHigh && !visiblyHigh),
    POTENTIAL_ESCALATION: (facts.eventsIn12Months ?? 0) >= thresholds.escalationEvents,
    REPEAT: facts.repeat === true,
  };
  const criteria = CRITERIA.filter((criterion) => found[criterion]);
  return { criteria, meets: criteria.length > 0, thresholds: thresholds.version };
}
