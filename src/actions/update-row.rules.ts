import { isId } from '../platform/db/ids.js';
import type { FieldProblem } from '../platform/http/problem.js';
import {
  CLOSURE_REASONS,
  type ClosureReason,
  RISK_EFFECTS,
  type RiskEffect,
  WORKED,
  type Worked,
} from './action.rules.js';

/** How an action is reported to have ended, by a row. */
export interface RowClosure {
  reason: ClosureReason;
  outcome: string;
  riskEffect?: RiskEffect;
  worked?: Worked;
  victimMayBeTold?: boolean;
}

/** What a row asks for. */
export interface WantedUpdate {
  id: string;
  version: number;
  update?: { note: string };
  closure?: RowClosure;
}

export type ReadRow = { wanted: WantedUpdate } | { nothing: true; id: string | null } | { faults: FieldProblem[] };

const LONGEST = 4000;
const fault = (column: string, code: string, detail: string): FieldProblem => ({ pointer: column, code, detail });

/** What a row of a file asks for; nothing, when it has neither a note nor an end; or what is wrong with it, by its columns. */
export function readUpdateRow(cells: Readonly<Record<string, string>>): ReadRow {
  const text = (column: string) => (cells[column] ?? '').replaceAll('\r\n', '\n').trim();
  const code = (column: string) => text(column).toUpperCase();
  const [id, note, reason] = [text('action_id').toLowerCase(), text('note'), code('close_reason')];
  if (note === '' && reason === '') {
    const stray = ['outcome', 'worked', 'risk_effect', 'victim_may_be_told'].find((column) => text(column) !== '');
    if (!stray) return { nothing: true, id: isId(id) ? id : null };
    return { faults: [fault('close_reason', 'required', `Say how it ended: ${stray} says something of its end.`)] };
  }
  const version = Number(text('version'));
  const faults: FieldProblem[] = [];
  if (!isId(id)) faults.push(fault('action_id', 'not-an-id', 'This must be an id (UUID).'));
  if (!/^[1-9]\d{0,8}$/.test(text('version')))
    faults.push(fault('version', 'not-a-whole-number', 'The version as it stood in the file that you got.'));
  if (note !== '' && reason !== '') faults.push(fault('note', 'not-both', 'Put it into the outcome.'));
  for (const column of ['note', 'outcome'])
    if ([...text(column)].length > LONGEST) faults.push(fault(column, 'too-long', `At most ${LONGEST} characters.`));
  const closure = reason === '' ? undefined : closureOf(reason, text('outcome'), code, faults);
  if (faults.length > 0) return { faults };
  return { wanted: { id, version, ...(closure ? { closure } : { update: { note } }) } };
}

function closureOf(
  reason: string,
  outcome: string,
  code: (column: string) => string,
  faults: FieldProblem[],
): RowClosure {
  const oneOf = <Code extends string>(column: string, codes: readonly Code[]): Code | undefined => {
    const value = code(column);
    if (value === '') return undefined;
    const found = codes.find((one) => one === value);
    if (!found) faults.push(fault(column, 'not-one-of', `One of ${codes.join(', ')}.`));
    return found;
  };
  const ended = CLOSURE_REASONS.find((one) => one === reason);
  if (!ended) faults.push(fault('close_reason', 'not-one-of', `One of ${CLOSURE_REASONS.join(', ')}.`));
  if (outcome === '') faults.push(fault('outcome', 'required', 'Say what was done and what changed.'));
  const told = oneOf('victim_may_be_told', ['YES', 'NO', 'TRUE', 'FALSE'] as const);
  return {
    reason: ended ?? 'NOT_DONE_AGENCY',
    outcome,
    riskEffect: oneOf('risk_effect', RISK_EFFECTS),
    worked: oneOf('worked', WORKED),
    victimMayBeTold: told === undefined ? undefined : told === 'YES' || told === 'TRUE',
  };
}
