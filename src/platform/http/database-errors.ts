import { types } from 'node:util';
import { isAway } from '../db/away.js';
import { StaleVersion } from '../db/store.js';
import { Problem } from './problem.js';

export interface ConstraintMeaning {
  status: number;
  code: string;
  title: string;
  /** JSON pointer to the field at fault, when there is one */
  pointer?: string;
}

const constraints = new Map<string, ConstraintMeaning>();

/** Says what it means to a caller that this constraint of the schema was violated. Constraint names are unique in the schema. */
export function registerConstraint(name: string, meaning: ConstraintMeaning): void {
  constraints.set(name, meaning);
}

/** PostgreSQL SQLSTATEs, https://www.postgresql.org/docs/18/errcodes-appendix.html */
const VIOLATIONS = new Set(['23505', '23503', '23514', '23P01']);
const UNACCEPTABLE = new Set(['22P02', '22021', '22007', '22008', '22003', '22001', '22P05']);
const BUSY = new Set(['57014', '40001', '40P01', '55P03']);

interface DriverError {
  code?: unknown;
  constraint?: unknown;
  driverError?: DriverError;
}

/**
 * True when a constraint was violated of which nobody has said what that means to a caller: they are told `conflict`, and the log which
 * constraint it was, so that it gets a code of its own.
 */
export function isUnnamedViolation(error: unknown): boolean {
  const { code, constraint } = sourceOf(error);
  return VIOLATIONS.has(String(code)) && !meaningOf(constraint);
}

/** The refusal that an error of the database stands for; undefined when it is not one we expect. */
export function databaseProblem(error: unknown): Problem | undefined {
  if (error instanceof StaleVersion) {
    return new Problem(412, 'stale', 'Somebody else changed this meanwhile. Load it again.');
  }
  if (!(types.isNativeError(error) || error instanceof Error)) return undefined;
  const source = sourceOf(error);
  const code = typeof source.code === 'string' ? source.code : '';
  if (VIOLATIONS.has(code)) return violation(source.constraint);
  if (UNACCEPTABLE.has(code)) return new Problem(400, 'unacceptable-value', 'A value was given that cannot be stored.');
  if (BUSY.has(code)) return new Problem(503, 'busy', 'This took too long. Try again.');
  if (isAway(source)) return unavailable();
  return undefined;
}

export function unavailable(): Problem {
  return new Problem(503, 'unavailable', 'The system is not available just now. Try again in a few seconds.');
}

function sourceOf(error: unknown): DriverError {
  return ((error as DriverError | undefined)?.driverError ?? error ?? {}) as DriverError;
}

const meaningOf = (constraint: unknown): ConstraintMeaning | undefined =>
  typeof constraint === 'string' ? constraints.get(constraint) : undefined;

function violation(constraint: unknown): Problem {
  const known = meaningOf(constraint);
  if (!known) return Problem.conflict('conflict', 'This does not fit with what is there already.');
  const { status, code, title, pointer } = known;
  return new Problem(status, code, title, pointer === undefined ? [] : [{ pointer, code, detail: title }]);
}
