import { tx } from '../db/transaction.js';

/** lock_not_available: somebody else held a row for longer than this unit of work waits for one. */
const HELD = '55P03';
export const isHeld = (error: unknown): boolean => (error as { code?: string }).code === HELD;

/** So long a promise waits for a row that somebody else holds; longer than it takes the database to find that two wait for each other. */
export const PATIENCE_MS = 1_500;
/** Where one was held, the next is waited for no longer than this, nor is what was held before: others would be late with it. */
export const LITTLE_PATIENCE_MS = 100;
/** What was held is tried again after this. It counts as no failure, whose next try would come later each time. */
export const HELD_AGAIN_MS = 1_000;

/**
 * A unit of work that holds promises and is stopped or cut off loses its transaction after `silenceMs`, and with it what it holds. It waits
 * for a row no longer than `waitMs`: nobody who leaves a transaction open keeps what is due from being raised; their row waits, and nothing else.
 */
export function holdBriefly(silenceMs: number, waitMs = PATIENCE_MS): void {
  tx().write(
    `select set_config('idle_in_transaction_session_timeout', $1, true), set_config('lock_timeout', $2, true)`,
    [String(silenceMs), String(waitMs)],
  );
}

/** From here on this unit of work waits for a row no longer than this. */
export function waitForRows(milliseconds: number): void {
  tx().write(`select set_config('lock_timeout', $1, true)`, [String(milliseconds)]);
}
