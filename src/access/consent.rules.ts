import type { Label } from './labels.js';
import type { LawfulBasis } from './lawful-basis.rules.js';

export const ANSWERS = ['GIVEN', 'REFUSED', 'WITHDRAWN'] as const;
export type ConsentAnswer = (typeof ANSWERS)[number];

/** Why somebody was not asked (domain: consent override record). */
export const WHYS_NOT_ASKED = ['UNSAFE', 'UNREACHABLE', 'LACKS_CAPACITY'] as const;
export type WhyNotAsked = (typeof WHYS_NOT_ASKED)[number];

export const CONSENT_STATES = [...ANSWERS, 'NOT_ASKED', 'NOT_KNOWN'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** What a referral form says of consent, as the record keeps it; null where it says nothing. */
export function consentOfReferral(
  said: string,
):
  | { asked: true; answer: ConsentAnswer; whyNotAsked: null }
  | { asked: false; answer: null; whyNotAsked: WhyNotAsked }
  | null {
  const answer = ANSWERS.find((one) => one === said);
  if (answer) return { asked: true, answer, whyNotAsked: null };
  const whyNotAsked = WHYS_NOT_ASKED.find((why) => said === why || said === `NOT_SOUGHT_${why}`);
  return whyNotAsked ? { asked: false, answer: null, whyNotAsked } : null;
}

/** How consent stands, from what was recorded last. Nothing recorded is not consent. */
export function consentState(latest: { answer: ConsentAnswer | null } | undefined): ConsentState {
  if (!latest) return 'NOT_KNOWN';
  return latest.answer ?? 'NOT_ASKED';
}

/** A decision to share without consent. */
export interface Override {
  bases: readonly LawfulBasis[] | null;
  labels: readonly Label[] | null;
  agencyIds: readonly string[] | null;
  /** last day on which it stands without being looked at again, YYYY-MM-DD */
  reviewOn: string | null;
}

export type ConsentRefusal =
  'consent-record-needed' | 'consent-record-incomplete' | 'consent-record-other' | 'consent-record-out-of-date';

/**
 * Whether something may be shared as consent stands. Without consent it takes a full record of the decision to share all the same,
 * which names the agency and every kind of information, and is not past its review: no flag of a client stands in for one.
 */
export function restsOnConsent(
  state: ConsentState,
  sharing: { agencyId: string; labels: readonly Label[] },
  record: Override | undefined,
  today: string,
): ConsentRefusal | null {
  if (state === 'GIVEN') return null;
  if (!record) return 'consent-record-needed';
  if (!record.bases || !record.labels || !record.agencyIds || !record.reviewOn) return 'consent-record-incomplete';
  if (record.reviewOn < today) return 'consent-record-out-of-date';
  const { labels, agencyIds } = record;
  const covers = agencyIds.includes(sharing.agencyId) && sharing.labels.every((label) => labels.includes(label));
  return covers ? null : 'consent-record-other';
}
