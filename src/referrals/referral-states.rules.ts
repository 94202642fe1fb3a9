/** Where a referral stands. */
export const STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'DECLINED',
  'WITHDRAWN',
  'TRANSFERRED_OUT',
  'DUPLICATE',
  'REPEAT_NOTED',
] as const;
export type ReferralStatus = (typeof STATUSES)[number];

/** What can be done to a referral. */
export const STEPS = [
  'submit', 'edit', 'accept', 'return', 'decline', 'withdraw', 'mark-duplicate', 'reopen', 'note-repeat', 'sign-off', 'appeal',
  'allow-appeal', 'dismiss-appeal',
] as const; // prettier-ignore
export type Step = (typeof STEPS)[number];

/** From which states each step leads where. What is not here is refused. */
const MACHINE = {
  submit: { DRAFT: 'SUBMITTED', RETURNED: 'SUBMITTED' },
  edit: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  accept: { SUBMITTED: 'ACCEPTED', RETURNED: 'ACCEPTED' },
  return: { SUBMITTED: 'RETURNED' },
  decline: { SUBMITTED: 'DECLINED', RETURNED: 'DECLINED' },
  // a duplicate too: its referrer is not told that it is one
  withdraw: { DRAFT: 'WITHDRAWN', SUBMITTED: 'WITHDRAWN', RETURNED: 'WITHDRAWN', DUPLICATE: 'WITHDRAWN' },
  'mark-duplicate': { SUBMITTED: 'DUPLICATE', RETURNED: 'DUPLICATE' },
  // put aside by the check or by hand, and yet not the same
  reopen: { DUPLICATE: 'SUBMITTED' },
  'note-repeat': { SUBMITTED: 'REPEAT_NOTED', RETURNED: 'REPEAT_NOTED' },
  'sign-off': { SUBMITTED: 'SUBMITTED', DUPLICATE: 'DUPLICATE' },
  appeal: { DECLINED: 'DECLINED' },
  'allow-appeal': { DECLINED: 'ACCEPTED' },
  'dismiss-appeal': { DECLINED: 'DECLINED' },
} as const satisfies Record<Step, Partial<Record<ReferralStatus, ReferralStatus>>>;

/** The state that a step leads to, or null when the step is not open from here. */
export function next(from: ReferralStatus, step: Step): ReferralStatus | null {
  return (MACHINE[step] as Partial<Record<ReferralStatus, ReferralStatus>>)[from] ?? null;
}

/** Nobody has decided yet: the clock of the screening runs, while the referrer completes it too. */
export const UNDECIDED: readonly ReferralStatus[] = ['SUBMITTED', 'RETURNED'];

/** Why a referral is declined. Never a score alone: BELOW_THRESHOLD needs that no judgement was articulated either. */
export const DECLINE_REASONS = [
  'BELOW_THRESHOLD_NO_JUDGEMENT', 'NOT_DOMESTIC_ABUSE', 'VICTIM_UNDER_16', 'PERPETRATOR_UNDER_16', 'OUT_OF_AREA', 'ALREADY_LISTED',
  'HISTORIC_ONLY', 'VICTIM_DECEASED', 'PERPETRATOR_DECEASED',
] as const; // prettier-ignore
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** Whether this reason may stand against what the referral says. */
export function mayDecline(reason: DeclineReason, referral: { criteria: readonly string[] }): 'yes' | 'meets-criteria' {
  return reason === 'BELOW_THRESHOLD_NO_JUDGEMENT' && referral.criteria.length > 0 ? 'meets-criteria' : 'yes';
}
