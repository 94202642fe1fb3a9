import type { Label } from '../access/labels.js';

/**
 * What is minuted of a case, and which kind of information it is. The risk analysis has the three headings of the chairing flow:
 * possible harm, what contributes to it, what keeps her safe already. What the victim says, and how she may safely be told, is about
 * reaching her.
 */
export const SECTIONS = {
  PRESENTING_SUMMARY: { title: 'Presenting summary', label: 'INTELLIGENCE' },
  VICTIM_VIEW: { title: "The victim's view", label: 'CONTACT' },
  RISK_HARM: { title: 'Risk: possible harm to people and property', label: 'INTELLIGENCE' },
  RISK_INDICATORS: { title: 'Risk: what contributes to it', label: 'INTELLIGENCE' },
  RISK_SAFETY_IN_PLACE: { title: 'Risk: safety planning and support in place', label: 'INTELLIGENCE' },
  DECISIONS: { title: 'Decisions', label: 'INTELLIGENCE' },
  TELLING_VICTIM: { title: 'Who tells the victim, and how safely', label: 'CONTACT' },
  DISSENT: { title: 'Dissent', label: 'INTELLIGENCE' },
} as const satisfies Record<string, { title: string; label: Label }>;
export type Section = keyof typeof SECTIONS;
export const SECTION_CODES = Object.keys(SECTIONS) as Section[];

/** Kinds of information that stand in the record. */
export const RECORD_LABELS = ['CONTACT', 'INTELLIGENCE'] as const satisfies Label[];
export type RecordLabel = (typeof RECORD_LABELS)[number];

export const isSection = (code: string): code is Section => Object.hasOwn(SECTIONS, code);

/** What somebody saved of a section. */
export interface Written {
  text: string;
  who: string;
  day: string | null;
}

export type SaveDecision = 'SAVE' | 'SAVED_BEFORE' | 'ID_USED' | 'STALE';

/**
 * What becomes of a save. The same save sent again, its answer having been lost, is told of its own success, whatever was saved since;
 * one made without knowing what somebody else saved is refused.
 *
 * @param earlier the revision of that id, when there is one, and whether the same person wrote it in the same section
 */
export function decideSave(
  save: Written & { version: number },
  current: number,
  earlier: (Written & { own: boolean }) | undefined,
): SaveDecision {
  if (earlier) return earlier.own && sameWords(earlier, save) ? 'SAVED_BEFORE' : 'ID_USED';
  return save.version === current ? 'SAVE' : 'STALE';
}

function sameWords(one: Written, other: Written): boolean {
  return one.text === other.text && one.who === other.who && one.day === other.day;
}
