import type { Label } from '../access/labels.js';
import type { FieldProblem } from '../platform/http/problem.js';

export const NATURES = ['FACT', 'OPINION'] as const;
export type Nature = (typeof NATURES)[number];

export const MARKINGS = ['OFFICIAL', 'OFFICIAL_SENSITIVE'] as const;
export type Marking = (typeof MARKINGS)[number];

export const CAVEATS = [
  'VICTIM_ADDRESS', 'THIRD_PARTY', 'POLICE_INTEL', 'CHILD', 'LEGAL_PRIVILEGE', 'HBA_RESTRICTED',
] as const; // prettier-ignore
export type Caveat = (typeof CAVEATS)[number];

/** Kinds of information that may be said to a meeting. How and where the victim is reached has a place of its own. */
export const SNIPPET_LABELS = ['IDENTITY', 'PERPETRATOR', 'CHILD', 'HEALTH', 'INTELLIGENCE'] as const satisfies Label[];
export type SnippetLabel = (typeof SNIPPET_LABELS)[number];

/** Why a snippet cannot be shared as it is. */
export function snippetProblems(caveats: readonly Caveat[], label: SnippetLabel): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (caveats.includes('VICTIM_ADDRESS'))
    problems.push({
      pointer: '/caveats',
      code: 'address-elsewhere',
      detail: 'Where the victim is belongs to the protected locations of the case, never into a text.',
    });
  if (caveats.includes('POLICE_INTEL') && label !== 'INTELLIGENCE')
    problems.push({
      pointer: '/label',
      code: 'intelligence-needed',
      detail: 'Police intelligence is shared as INTELLIGENCE, so that only those at the meeting see it.',
    });
  return problems;
}

/** What others' information still waits for; null when nothing. */
export type WaitsFor = 'DECLARATION' | 'MEETING_DAY' | null;

/** IDVAs read at once what agencies share, others on the day of the meeting; everybody but who stands there declares first. */
export function waitsFor(reader: { stands: boolean; idva: boolean; declared: boolean; begun: boolean }): WaitsFor {
  if (reader.stands) return null;
  if (!reader.idva && !reader.begun) return 'MEETING_DAY';
  return reader.declared ? null : 'DECLARATION';
}
