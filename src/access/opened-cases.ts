import { type Transaction, tx } from '../platform/db/transaction.js';

const opened = new WeakMap<Transaction, Set<string>>();

/** Notes a case that was opened for the reader of the current unit of work. Kept though an attempt within the unit fails. */
export function noteOpened(caseId: string): void {
  const transaction = tx();
  const cases = opened.get(transaction) ?? new Set<string>();
  opened.set(transaction, cases.add(caseId));
}

/** Cases opened in the current unit of work. */
export function openedCases(): string[] {
  return [...(opened.get(tx()) ?? [])];
}
