import type { Lacking } from '../platform/http/signed-in.js';

/** How somebody signed in. */
export const SIGN_IN_METHODS = ['PASSWORD', 'PASSKEY', 'OIDC'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/**
 * How long a session lives. Idle and absolute limits are those of NIST SP 800-63B-4 for AAL2, tightened to a shared desk; in a
 * meeting people listen for long, so that a screen which somebody looks at is not locked every quarter of an hour.
 */
export const SESSION_LIMITS = {
  idleMinutes: 15,
  idleMinutesInMeeting: 30,
  meetingHours: 4,
  absoluteHours: 12,
} as const;

/** Where a session stands with its second factor: what the person is asked for next. */
export const SECOND_FACTOR_STATES = ['PROVED', 'NOT_PROVED', 'NOT_ENROLLED'] as const;
export type SecondFactorState = (typeof SECOND_FACTOR_STATES)[number];

export function secondFactorState(provedAt: Date | null, hasFactor: boolean): SecondFactorState {
  if (provedAt) return 'PROVED';
  return hasFactor ? 'NOT_PROVED' : 'NOT_ENROLLED';
}

/** What a session still lacks before it may do anything else: a password of one's own, a second factor. */
export function lacking(
  { passwordGiven, secondFactorAt }: { passwordGiven: boolean; secondFactorAt: Date | null },
  factorRequired: boolean,
): Lacking | null {
  if (passwordGiven) return 'OWN_PASSWORD';
  return factorRequired && !secondFactorAt ? 'SECOND_FACTOR' : null;
}
