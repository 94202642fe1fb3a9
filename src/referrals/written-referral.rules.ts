import { referralCriteria, type ThresholdProfile } from '../assessments/criteria.rules.js';
import type { Scored } from '../assessments/assessments.service.js';
import type { PersonMatch } from '../persons/persons.service.js';
import type { ReferralInput } from './intake.rules.js';
import type { Referral } from './referral.entity.js';
import type { Finding } from './repeat-check.service.js';

/** All that is known of a referral when it is written down. */
export interface Decided {
  input: ReferralInput;
  scored: Scored | null;
  found: Finding;
  thresholds: ThresholdProfile;
  /** earlier records that may be of the children, for a person to decide */
  childMatches?: PersonMatch[][];
  /** questions of the form, as far as they are known: of a spreadsheet they are not */
  form?: Partial<Pick<Referral, 'unanswered' | 'formPrints'>>;
  /** of the referral; a new one when not given */
  id?: string;
}

/** Nobody has screened it yet. */
export const undecided = {
  ...{ decisionCode: null, decisionReason: null, decidedBy: null, returnFields: [], emergency: false },
  ...{ unanswered: [], formPrints: [], signedOffBy: null, signedOffAt: null, version: 1 },
};

/** Referred here already. What was referred to another MARAC alone has not been heard of here, and must not be put aside. */
export function isDuplicate({ outcome, prior }: Finding, maracId: string): boolean {
  return outcome === 'DUPLICATE' && prior?.maracId === maracId;
}

/** What the repeat check and the area's thresholds make of it. */
export function concluded(decided: Decided, maracId: string) {
  const { outcome, prior, arithmetic, ruleVersion } = decided.found;
  const rests = {
    priorId: prior?.id ?? null,
    priorCaseId: prior?.caseId ?? null,
    priorElsewhere: prior !== null && prior.maracId !== maracId,
  };
  return { outcome, ...rests, arithmetic, ruleVersion, criteria: criteria(decided) };
}

export function criteria({ input, scored, found, thresholds }: Decided): string[] {
  const { judgement, eventsIn12Months } = input;
  const grade = scored?.raisedTo ?? scored?.grade ?? null;
  const repeat = found.outcome === 'REPEAT';
  return referralCriteria({ score: scored?.score ?? null, grade, judgement, eventsIn12Months, repeat }, thresholds)
    .criteria;
}

/** The referrer's own statements, as they are kept. */
export function said(input: ReferralInput) {
  const {
    referringAgencyId,
    referredOn,
    incidentOn,
    disclosedOn,
    relationship,
    children,
    judgement,
    eventsIn12Months,
  } = input;
  const { victimInformed, consent, summary, heardOn } = input;
  const about = { referringAgencyId, referredOn, incidentOn, disclosedOn, relationship, children };
  return { ...about, judgement, eventsIn12Months, victimInformed, consent, summary, heardOn };
}
