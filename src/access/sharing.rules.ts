import type { Label } from './labels.js';
import { type LawfulBasis, namesABasis } from './lawful-basis.rules.js';

/** A decision to share, before it is written. */
export interface ProposedSharing {
  labels: readonly Label[];
  lawfulBasis: readonly LawfulBasis[];
  /** the person it is shared with is who decides */
  withOneself: boolean;
  /** they are told already whom the case is about */
  knowsWhom: boolean;
  /** null: until it is revoked */
  until: Date | null;
}

/** Who decides: what they see of the case now, and whether they coordinate its MARAC. */
export interface Decider {
  labels: readonly Label[];
  coordinates: boolean;
}

export type SharingRefusal =
  | { field: 'labels'; refused: 'not-yours-to-share' | 'twice' | 'needs-identity' }
  | { field: 'lawfulBasis'; refused: 'no-basis' | 'no-condition' }
  | { field: 'userId'; refused: 'not-yourself' }
  | { field: 'until'; refused: 'in-the-past' };

/** Special categories of personal data (UK GDPR Article 9): health, and what equality monitoring asks. */
const SPECIAL: readonly Label[] = ['HEALTH', 'EQUALITY'];
/** Conditions under which they are processed: Article 9(2), or Part 3 and Schedule 8 for law enforcement. */
const CONDITION = /^(UKGDPR-9-2-|DPA2018-PART3)/;

/**
 * Nobody shares what they do not see, nor with themself; where a victim is safe is shared by who coordinates alone, since a
 * chair reads it on need and for an hour. A decision names a basis for processing, and for special categories a condition.
 */
export function decideSharing(proposed: ProposedSharing, decider: Decider, now: Date): SharingRefusal | null {
  const { labels, lawfulBasis, until } = proposed;
  if (proposed.withOneself) return { field: 'userId', refused: 'not-yourself' };
  if (new Set(labels).size < labels.length) return { field: 'labels', refused: 'twice' };
  const mayShare = (label: Label) =>
    decider.labels.includes(label) && (label !== 'LOCATION_SAFE' || decider.coordinates);
  if (!labels.every(mayShare)) return { field: 'labels', refused: 'not-yours-to-share' };
  if (!proposed.knowsWhom && !labels.includes('IDENTITY')) return { field: 'labels', refused: 'needs-identity' };
  const basis = basisRefusal(labels, lawfulBasis);
  if (basis) return { field: 'lawfulBasis', refused: basis };
  if (until && until <= now) return { field: 'until', refused: 'in-the-past' };
  return null;
}

/** What is wrong with the bases that a decision names for these kinds of information. */
export function basisRefusal(
  labels: readonly Label[],
  bases: readonly LawfulBasis[],
): 'no-basis' | 'no-condition' | null {
  if (!namesABasis(bases)) return 'no-basis';
  const special = labels.some((label) => SPECIAL.includes(label));
  return special && !bases.some((basis) => CONDITION.test(basis)) ? 'no-condition' : null;
}

const IN_WORDS: Record<string, string> = {
  'not-yours-to-share': 'You may share only what you see now, and only a coordinator shares where a victim is safe.',
  'needs-identity': 'Without IDENTITY the case is not found, and nothing of it is seen.',
  twice: 'Each kind of information is named once.',
  'no-basis': 'Name a basis for processing: a power to disclose is not one.',
  'no-condition': 'Health and equality information needs a condition of Article 9 or of Part 3 as well.',
  'not-yourself': 'Somebody else decides what is shared with you.',
  'in-the-past': 'It must end in the future.',
  'consent-record-needed': 'There is no consent: name the record of the decision to share without it.',
  'consent-record-incomplete': 'That record does not hold a decision to share without consent.',
  'consent-record-other': 'That record is about another agency or other kinds of information.',
  'consent-record-out-of-date': 'That record is past its review: decide again.',
};

/** A refusal's sentence. */
export const sharingRefusalInWords = (refused: string): string => IN_WORDS[refused] ?? 'This was not accepted.';
