/** Failed tries within the window. */
export interface Failures {
  count: number;
  /** seconds since the latest failure */
  latestAgo: number;
}

/** What was tried lately, at an account and from a network. */
export interface Tries {
  /** at this account from this network */
  pair: Failures;
  /** at this account from anywhere */
  account: Failures;
  /** from this network at any account, without those who got in after all */
  network: Failures;
  /** tries at this account that are being looked at right now */
  inFlight: number;
}

/** Failures that cost nothing, and the longest wait, in seconds. */
interface Patience {
  free: number;
  longest: number;
}

export type Limits = Record<'pair' | 'account' | 'network', Patience>;

export const THROTTLE_WINDOW_MINUTES = 60;
/** A process that dies over a try leaves it undecided; after this long it counts as failed. */
export const UNDECIDED_SECONDS = 10;

const AT_ONCE = 20;
const WAIT_FOR_OTHERS = 1;

/**
 * Guessing a password. Whoever guesses from one place waits up to five minutes. What others do at the same account, or colleagues
 * on the same network, costs no more than half a minute: so nobody can keep a worker out for good.
 */
export const PASSWORD_TRIES: Limits = {
  pair: { free: 5, longest: 300 },
  account: { free: 20, longest: 30 },
  network: { free: 20, longest: 30 },
};

/** Guessing a code of six digits. Only who knows the password gets this far, so a stranger locks nobody out by it. */
export const CODE_TRIES: Limits = {
  pair: { free: 5, longest: 300 },
  account: { free: 10, longest: 900 },
  network: { free: 20, longest: 30 },
};

/**
 * Seconds to wait before the next try is looked at: none for the first few failures, then doubling up to a limit. Tries that must
 * wait are not counted, so the wait always ends.
 */
export function waitBeforeNextTry(tries: Tries, limits: Limits): number {
  return Math.max(
    remaining(tries.pair, limits.pair),
    remaining(tries.account, limits.account),
    remaining(tries.network, limits.network),
    tries.inFlight >= AT_ONCE ? WAIT_FOR_OTHERS : 0,
  );
}

function remaining({ count, latestAgo }: Failures, { free, longest }: Patience): number {
  if (count < free) return 0;
  const delay = Math.min(longest, 2 ** (count - free + 1));
  return Math.max(0, Math.ceil(delay - latestAgo));
}
