import { errorFacts } from '../log/error-facts.js';

/** A word for what went wrong, fit to be stored and shown: SQLSTATE, stable code or class name, never a message. */
export function failureCode(error: unknown): string {
  const { sqlState, code, name } = errorFacts(error);
  return sqlState ? `sql-${sqlState.toLowerCase()}` : (code ?? name);
}

/** The only error that reaches the queue's own store, which keeps messages and stacks: it has neither. */
export class WorkFailed extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'WorkFailed';
    this.stack = code;
  }
}
