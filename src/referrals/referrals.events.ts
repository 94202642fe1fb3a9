/** Ids only: whoever listens reads what it may. */
interface ReferralIds {
  readonly referralId: string;
  readonly caseId: string;
  readonly maracId: string;
  /** the referring agency */
  readonly agencyId: string;
}

export const REFERRAL_SUBMITTED = 'referral.submitted';
export const REFERRAL_ACCEPTED = 'referral.accepted';
export const REFERRAL_RETURNED = 'referral.returned';
export const REFERRAL_DECLINED = 'referral.declined';

/** People were referred before with their roles the other way round: ids referralId, caseId, maracId, otherCaseId (of the earlier one). */
export const COUNTER_ALLEGATION = 'referral.counter-allegation';

export type ReferralEvent =
  typeof REFERRAL_SUBMITTED | typeof REFERRAL_ACCEPTED | typeof REFERRAL_RETURNED | typeof REFERRAL_DECLINED;

/** What every event of a referral carries. */
export function referralEvent(
  name: ReferralEvent,
  ids: ReferralIds,
): { name: ReferralEvent; ids: Record<string, string> } {
  return { name, ids: { ...ids } };
}
