/** Failed sign-ins within the window, as counted for an account and for the network the caller comes from. */
export interface Failures {
  count: number;
  /** seconds since the latest failure */
  latestAgo: number;
}

export const THROTTLE_WINDOW_MINUTES = 60;

const FREE = { account: 5, network: 20 };
const LONGEST_SECONDS = 300;

/**
 * Seconds to wait before the next try is looked at: none for the first few failures, then doubling up to five minutes. It
 * always ends, so that a stranger who guesses cannot lock a worker out of an account for good.
 */
export function waitBeforeNextTry(account: Failures, network: Failures): number {
  return Math.max(remaining(account, FREE.account), remaining(network, FREE.network));
}

function remaining({ count, latestAgo }: Failures, free: number): number {
  if (count < free) return 0;
  const delay = Math.min(LONGEST_SECONDS, 2 ** (count - free + 1));
  return Math.max(0, Math.ceil(delay - latestAgo));
}
