/** What stands between an administrator and giving somebody a new second factor. */
export interface RecoveryAsked {
  askedBy: string;
  confirmed: boolean;
  live: boolean;
}

export type RecoveryRefusal = 'not-yourself' | 'nothing-asked' | 'takes-another';

/** Nobody begins their own recovery, so that a stolen administrator's password is not enough for it. */
export function mayAsk(administrator: string, person: string): RecoveryRefusal | null {
  return administrator === person ? 'not-yourself' : null;
}

/** A second administrator confirms, neither the first nor the person: one alone could sign in as anybody. */
export function mayConfirm(
  administrator: string,
  person: string,
  asked: RecoveryAsked | undefined,
): RecoveryRefusal | null {
  if (administrator === person) return 'not-yourself';
  if (!asked || asked.confirmed || !asked.live) return 'nothing-asked';
  return asked.askedBy === administrator ? 'takes-another' : null;
}

export const REFUSALS: Readonly<Record<RecoveryRefusal, string>> = {
  'not-yourself': 'Two other administrators must do this for you.',
  'nothing-asked': 'No recovery waits to be confirmed. Another administrator asks for one first.',
  'takes-another': 'You asked for it: another administrator must confirm.',
};
