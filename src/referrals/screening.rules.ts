import type { FieldProblem } from '../platform/http/problem.js';
import type { Screening } from './referrals.dto.js';
import { mayDecline, type Step } from './referral-states.rules.js';

/** What a screening comes to: the step to take with what is kept of the decision, or the field at which it is refused. */
export type Screened =
  | {
      outcome: 'decided';
      step: Extract<Step, 'accept' | 'return' | 'decline'>;
      code: string | null;
      advice: string | null;
    }
  | { outcome: 'refused'; problem: FieldProblem };

const LONGEST_CODE = 200;

/** Reads a screening against the referral. Whoever is not accepted is owed an explanation, and a decline never rests on a score alone. */
export function decideScreening(screening: Screening, referral: { criteria: readonly string[] }): Screened {
  const { decision, reason, fields = [], advice = null } = screening;
  if (decision === 'ACCEPT') return { outcome: 'decided', step: 'accept', code: null, advice };
  if (!advice) return refused('/advice', 'required', 'Explain the decision to the referrer.');
  if (decision === 'RETURN') {
    if (fields.length === 0) return refused('/fields', 'required', 'Name the fields to complete.');
    return { outcome: 'decided', step: 'return', code: fields.join(', ').slice(0, LONGEST_CODE), advice };
  }
  if (!reason) return refused('/reason', 'required', 'Give the reason of the decline.');
  if (mayDecline(reason, referral) === 'meets-criteria') {
    return refused('/reason', 'meets-criteria', 'The referral meets a criterion, so it is not below the threshold.');
  }
  return { outcome: 'decided', step: 'decline', code: reason, advice };
}

function refused(pointer: string, code: string, detail: string): Screened {
  return { outcome: 'refused', problem: { pointer, code, detail } };
}
