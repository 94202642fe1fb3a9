/** How long a session that was just found good is taken to be good: revocation is in force everywhere within it. */
const GOOD_FOR_MS = 500;
const MOST = 10_000;

interface Kept<T> {
  value: T;
  until: number;
}

/**
 * Sessions seen a moment ago, so that a burst of requests asks the database once. Short enough for a revocation made by another
 * process; one made here forgets at once. What a deactivated person could still reach shows them nothing: row-level security
 * looks at the person anew in every transaction.
 */
export class SessionCache<T> {
  private readonly kept = new Map<string, Kept<T>>();

  get(token: string, now: number): T | undefined {
    const found = this.kept.get(token);
    return found && found.until > now ? found.value : undefined;
  }

  put(token: string, value: T, now: number): void {
    if (this.kept.size >= MOST) this.clear();
    this.kept.set(token, { value, until: now + GOOD_FOR_MS });
  }

  /** Something was revoked. Rare, and everybody else is only asked for again. */
  clear(): void {
    this.kept.clear();
  }
}
