import { AsyncLocalStorage } from 'node:async_hooks';

const pretended = new AsyncLocalStorage<Date>();

/** The moment it is, for decisions that count days from today. Audit lines and alerts go by the database's clock, never by this. */
export function present(): Date {
  return pretended.getStore() ?? new Date();
}

/** The moment that is pretended, if any: for SQL that else asks the database's clock. */
export function pretendedMoment(): Date | null {
  return pretended.getStore() ?? null;
}

/** Does work as it would have been done at a moment: for making samples of what has passed. No request and no job calls this. */
export function asOf<T>(moment: Date, work: () => Promise<T>): Promise<T> {
  return pretended.run(moment, work);
}
