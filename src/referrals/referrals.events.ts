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
  | typeof REFERRAL_SUBMITTED
  | typeof REFERRAL_ACCEPTED
  | typeof REFERRAL_RETURNED
  | typeof REFERRAL_DECLINED
  | typeof REPEAT_NOTED
  | typeof EMERGENCY_ACCEPTED
  | typeof SIGN_OFF_WAITS;

/** What every event of a referral carries. */
export function referralEvent(
  name: ReferralEvent,
  ids: ReferralIds,
): { name: ReferralEvent; ids: Record<string, string> } {
  return { name, ids: { ...ids } };
}

/** What waits too long: ids referralId, caseId, maracId (of an appeal appealId too). LONG: nobody did anything after the first alarm. */
export const REFERRAL_WAITS = 'referral.waits';
export const REFERRAL_WAITS_LONG = 'referral.waits-long';
export const APPEAL_WAITS = 'referral.appeal-waits';
export const EMERGENCY_WAITS = 'referral.emergency-waits';

/** A decline is put before the chair; the chair decided. With appealId. */
export const REFERRAL_APPEALED = 'referral.appealed';
export const APPEAL_DISMISSED = 'referral.appeal-dismissed';

/** A repeat that is recorded and not listed; a case that cannot wait; a second person of the referring agency is to sign. As `referralEvent`. */
export const REPEAT_NOTED = 'referral.repeat-noted';
export const EMERGENCY_ACCEPTED = 'referral.emergency-accepted';
export const SIGN_OFF_WAITS = 'referral.sign-off-waits';

/** Every event of this room. */
export const REFERRAL_EVENTS = [
  ...[REFERRAL_SUBMITTED, REFERRAL_ACCEPTED, REFERRAL_RETURNED, REFERRAL_DECLINED, COUNTER_ALLEGATION, REPEAT_NOTED],
  ...[REFERRAL_WAITS, REFERRAL_WAITS_LONG, APPEAL_WAITS, EMERGENCY_WAITS, REFERRAL_APPEALED, APPEAL_DISMISSED],
  ...[EMERGENCY_ACCEPTED, SIGN_OFF_WAITS],
];
