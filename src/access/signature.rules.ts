import { daysBetween, type IsoDate } from '../platform/values/dates.js';

export const SIGNATURE_STATES = ['LIVE', 'NOT_YET', 'LAPSED', 'WITHDRAWN', 'SUPERSEDED'] as const;
export type SignatureState = (typeof SIGNATURE_STATES)[number];

/** A signature, as far as it decides whether access counts. */
export interface SignatureFacts {
  signedOn: IsoDate;
  /** last day on which it counts */
  reviewDue: IsoDate;
  withdrawn: boolean;
  /** last day on which signatures of its version count; null while no later version is published */
  signableUntil: IsoDate | null;
}

/** The last day on which a signature counts. */
export function endsOn({ reviewDue, signableUntil }: Pick<SignatureFacts, 'reviewDue' | 'signableUntil'>): IsoDate {
  return signableUntil && signableUntil < reviewDue ? signableUntil : reviewDue;
}

/** How a signature stands on a day. Both its first and its last day count, as they do for whether a reader sees anything. */
export function signatureState(signature: SignatureFacts, today: IsoDate): { state: SignatureState; daysLeft: number } {
  const { withdrawn, signableUntil, signedOn } = signature;
  const end = endsOn(signature);
  const daysLeft = Math.max(0, daysBetween(today, end));
  if (withdrawn) return { state: 'WITHDRAWN', daysLeft: 0 };
  if (signableUntil && signableUntil < today) return { state: 'SUPERSEDED', daysLeft: 0 };
  if (end < today) return { state: 'LAPSED', daysLeft: 0 };
  return { state: signedOn > today ? 'NOT_YET' : 'LIVE', daysLeft };
}

/** How an agency stands, whatever it signed: by the signature in force that lasts longest, else by its newest. */
export interface Standing {
  state: SignatureState | 'NEVER';
  /** the last day on which it counts, or counted; null where there is none, or it was withdrawn before */
  until: IsoDate | null;
}

/** @param signatures of one agency in one MARAC, newest first */
export function standingFrom(signatures: readonly SignatureFacts[], day: IsoDate): Standing {
  const live = signatures.filter((one) => signatureState(one, day).state === 'LIVE');
  const one = lasting(live) ?? signatures[0];
  if (!one) return { state: 'NEVER', until: null };
  return { state: signatureState(one, day).state, until: one.withdrawn ? null : endsOn(one) };
}

/** Which signature of an agency a warning is about: the one that counts longest. */
export function lasting<T extends SignatureFacts>(signatures: readonly T[]): T | undefined {
  const standing = signatures.filter(({ withdrawn }) => !withdrawn);
  return standing.reduce<T | undefined>((best, one) => (!best || endsOn(one) > endsOn(best) ? one : best), undefined);
}

export type SigningRefusal =
  { field: 'signedOn'; refused: 'future-date' } | { field: 'reviewDue'; refused: 'before-signing' | 'too-far-ahead' };

/** What is wrong with the dates of a signature. @param furthest latest day on which the MARAC's rules let a review be due */
export function signingRefusal(
  { signedOn, reviewDue }: { signedOn: IsoDate; reviewDue: IsoDate },
  today: IsoDate,
  furthest: IsoDate,
): SigningRefusal | null {
  if (signedOn > today) return { field: 'signedOn', refused: 'future-date' };
  if (reviewDue <= signedOn) return { field: 'reviewDue', refused: 'before-signing' };
  return reviewDue > furthest ? { field: 'reviewDue', refused: 'too-far-ahead' } : null;
}
