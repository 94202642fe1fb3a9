import type { Description } from '../persons/persons.service.js';
import type { ChildInput } from './children.rules.js';
import type { Consent, Informed } from './referral.entity.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** A risk assessment as handed in with a referral. */
export interface AssessmentInput {
  instrument: string;
  /** answers by item number; null where only a total or a grade is known */
  answers: Record<string, 'YES' | 'NO' | 'DONT_KNOW' | 'NOT_ASKED'> | null;
  statedTotal: number | null;
  grade: 'STANDARD' | 'MEDIUM' | 'HIGH' | null;
  raisedTo: 'MEDIUM' | 'HIGH' | null;
  raisedBecause: string | null;
}

/** What a referral says, whether typed into a form or read from a spreadsheet: checked, but not yet decided upon. */
export interface ReferralInput {
  /** the referrer's own reference; null: we make one */
  ref: string | null;
  referringAgencyId: string;
  referredOn: string;
  incidentOn: string | null;
  disclosedOn: string | null;
  victim: Description;
  perpetrators: Description[];
  /** of the perpetrator to the victim; '' when not said */
  relationship: string;
  children: number;
  /** those of them who are described one by one, and those who are expected */
  childrenKnown?: ChildInput[];
  assessment: AssessmentInput | null;
  judgement: string | null;
  eventsIn12Months: number;
  victimInformed: Informed;
  consent: Consent;
  summary: string;
  /** day on which the case was heard already, for referrals taken over from a spreadsheet */
  heardOn: string | null;
}

/** A referral once it has its place. */
export interface Placed {
  referralId: string;
  ref: string;
  caseId: string;
  caseRef: string;
  status: ReferralStatus;
  victimRef: string;
  perpetratorRefs: string[];
  outcome: string;
  /** reference of the earlier referral the outcome rests on, when it is of the same MARAC */
  prior: string | null;
  /** for a referrer who must find nothing of the case: what there is to say without it. Null for everybody else */
  receipt: Receipt | null;
}

/** What a referral looks like to somebody for whom the case it joined is not there. */
export interface Receipt {
  caseId: string;
  caseRef: string;
  outcome: string;
  prior: string | null;
  arithmetic: string;
  criteria: string[];
}

export interface PlaceOptions {
  /** ACCEPTED for referrals taken over from a MARAC's own spreadsheet */
  as: 'DRAFT' | 'SUBMITTED' | 'ACCEPTED';
  /** of the spreadsheet row */
  fingerprint?: Buffer | null;
  /** of a referral that was typed: its id and what its form leaves open */
  typed?: { id: string; unanswered: string[]; formPrints: string[] };
  /** @internal the reference is taken by a referral that the referrer must not know of */
  takenUnseen?: boolean;
}
