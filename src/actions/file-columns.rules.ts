import { CLOSURE_REASONS, RISK_EFFECTS, WORKED } from './action.rules.js';

/** What an exported file says of each action. Nothing of what people wrote: a name or an address may stand in it. */
export const ABOUT = [
  ...['action_id', 'version', 'case_ref', 'catalogue_code', 'what', 'target', 'owner_agency', 'owner_named', 'set_on', 'due_on'],
  ...['due_at', 'overdue', 'status'],
] as const; // prettier-ignore

/** What may be filled in, and sent back: how it goes, or how it ended. */
export const TO_FILL_IN = [
  ...(['note', 'close_reason', 'outcome', 'worked', 'risk_effect', 'victim_may_be_told'] as const),
] as const;

export const COLUMNS: readonly string[] = [...ABOUT, ...TO_FILL_IN];
/** Without these no row can be carried out. */
export const NEEDED: readonly string[] = ['action_id', 'version'];

/** Headings of a file that are not ours, and ours that are missing: a misspelt column would be a report that nobody gets. */
export function headingFaults(headings: readonly string[]): { column: string; code: 'unknown-column' | 'required' }[] {
  const unknown = headings.filter((heading) => !COLUMNS.includes(heading));
  const missing = NEEDED.filter((heading) => !headings.includes(heading));
  return [
    ...unknown.map((column) => ({ column, code: 'unknown-column' as const })),
    ...missing.map((column) => ({ column, code: 'required' as const })),
  ];
}

/** For whoever documents the file: each column, and what may stand in it. */
export const COLUMNS_EXPLAINED = [
  'action_id, version: name the action as you saw it; leave them as they are.',
  'case_ref, catalogue_code, what, target, owner_agency, owner_named, set_on, due_on, due_at, overdue, status: for reading; not read back.',
  'note: how it goes. An empty note and an empty close_reason: nothing to do.',
  `close_reason: how it ended: ${CLOSURE_REASONS.join(', ')}. Then outcome must be given.`,
  `worked: ${WORKED.join(', ')}. risk_effect: ${RISK_EFFECTS.join(', ')}. victim_may_be_told: YES or NO. The last two are needed for COMPLETED.`,
] as const;
