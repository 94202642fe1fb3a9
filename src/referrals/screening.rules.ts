import type { FieldProblem } from '../platform/http/problem.js';
import { placeInForm } from './answers.rules.js';
import type { Screening } from './screening.dto.js';
import { mayDecline, type Step } from './referral-states.rules.js';

/** What is known of a referral that is screened. */
export interface Screenable {
  criteria: readonly string[];
  /** what the repeat check found */
  outcome: string;
  /** null: no risk assessment came with it */
  risk: 'STANDARD' | 'MEDIUM' | 'HIGH' | 'UNGRADED' | null;
  /** the area wants a second person's signature, and there is none */
  signOffMissing: boolean;
}

export interface Decision {
  step: Extract<Step, 'accept' | 'return' | 'decline' | 'mark-duplicate' | 'reopen' | 'note-repeat'>;
  code: string | null;
  advice: string | null;
  /** places in the form to complete */
  fields: string[];
  onwardService: string | null;
  weighed: string | null;
  emergency: boolean;
  duplicateOf: string | null;
}

/** What a screening comes to: the step to take with what is kept of the decision, or the field at which it is refused. */
export type Screened = ({ outcome: 'decided' } & Decision) | { outcome: 'refused'; problem: FieldProblem };

const LONGEST_CODE = 200;
const NOTHING = { code: null, fields: [], onwardService: null, weighed: null, emergency: false, duplicateOf: null };

/** Reads a screening against the referral. Whoever is not accepted is owed an explanation, and a decline never rests on a score alone. */
export function decideScreening(screening: Screening, referral: Screenable): Screened {
  const { decision, advice = null, of } = screening;
  const kept = { ...NOTHING, advice };
  switch (decision) {
    case 'ACCEPT':
      if (referral.signOffMissing)
        return refused(
          '/decision',
          'not-signed-off',
          'A second person of the referring agency has to sign it off first.',
        );
      return { outcome: 'decided', ...kept, step: 'accept' };
    case 'ACCEPT_EMERGENCY': // a life does not wait for a signature
      if (!advice) return refused('/advice', 'required', 'Say why it cannot wait for the next meeting.');
      return { outcome: 'decided', ...kept, step: 'accept', emergency: true };
    case 'DUPLICATE':
      if (!of) return refused('/of', 'required', 'Name the referral that says the same.');
      return { outcome: 'decided', ...kept, step: 'mark-duplicate', duplicateOf: of };
    case 'NOT_DUPLICATE':
      return { outcome: 'decided', ...kept, step: 'reopen' };
    case 'NOTE_REPEAT':
      return noteRepeat(kept, referral);
    case 'RETURN':
      return sendBack(screening, kept);
    case 'DECLINE':
      return decline(screening, kept, referral);
  }
}

type Kept = typeof NOTHING & { advice: string | null };

function noteRepeat(kept: Kept, { outcome }: Screenable): Screened {
  if (outcome !== 'REPEAT')
    return refused('/decision', 'not-a-repeat', 'The repeat check did not find that this is a repeat.');
  if (!kept.advice) return refused('/advice', 'required', 'Explain why it is noted and not listed.');
  return { outcome: 'decided', ...kept, step: 'note-repeat' };
}

function sendBack({ fields = [] }: Screening, kept: Kept): Screened {
  if (!kept.advice) return refused('/advice', 'required', 'Explain the decision to the referrer.');
  if (fields.length === 0) return refused('/fields', 'required', 'Name the fields to complete.');
  const places = fields.map(placeInForm);
  const stranger = places.indexOf(null);
  if (stranger >= 0) return refused(`/fields/${stranger}`, 'not-a-field', 'The referral form has no such field.');
  const code = fields.join(', ').slice(0, LONGEST_CODE);
  return { outcome: 'decided', ...kept, step: 'return', code, fields: [...new Set(places as string[])] };
}

function decline({ reason, onwardService, weighed }: Screening, kept: Kept, referral: Screenable): Screened {
  if (!kept.advice) return refused('/advice', 'required', 'Explain the decision to the referrer.');
  if (!reason) return refused('/reason', 'required', 'Give the reason of the decline.');
  if (mayDecline(reason, referral) === 'meets-criteria')
    return refused('/reason', 'meets-criteria', 'The referral meets a criterion, so it is not below the threshold.');
  if (reason === 'BELOW_THRESHOLD_NO_JUDGEMENT') {
    // a repeat goes back to MARAC whatever the score (SafeLives), so that question comes first
    if (referral.outcome === 'POSSIBLE_REPEAT')
      return refused('/reason', 'repeat-undecided', 'It may be a repeat: somebody has to decide that first.');
    if (!weighed)
      return refused('/weighed', 'score-alone', 'A score alone declines nothing: say what was weighed besides it.');
  }
  if (needsService(reason, referral) && !onwardService)
    return refused(
      '/onwardService',
      'required',
      'A victim at standard or medium risk is passed on to a service: say which.',
    );
  const further = { onwardService: onwardService ?? null, weighed: weighed ?? null };
  return { outcome: 'decided', ...kept, step: 'decline', code: reason, ...further };
}

/** Whom MARAC does not hear although somebody saw a risk is not left alone with it. */
function needsService(reason: string, { risk }: Screenable): boolean {
  return reason !== 'VICTIM_DECEASED' && risk !== null && risk !== 'HIGH';
}

function refused(pointer: string, code: string, detail: string): Screened {
  return { outcome: 'refused', problem: { pointer, code, detail } };
}
