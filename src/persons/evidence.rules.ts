import type { BirthLikeness } from '../matching/birth-likeness.rules.js';
import type { Comparison } from '../matching/score.rules.js';

/** What agrees between two records, in words for whoever decides. */
export type Evidence =
  | 'same name'
  | 'similar name'
  | 'given and family name swapped'
  | 'same given name'
  | 'same family name'
  | 'same birth date'
  | 'similar birth date'
  | 'same birth year'
  | 'same telephone'
  | 'same address'
  | 'same postcode'
  | 'same number'
  | 'same other party';

/** Parts of a name that are the same, or written or called otherwise. */
export const AGREES: ReadonlySet<string | null> = new Set(['same', 'variant', 'close', 'sounds']);

const OF_BIRTH: Readonly<Partial<Record<BirthLikeness, Evidence>>> = {
  same: 'same birth date',
  swapped: 'similar birth date',
  oneDigit: 'similar birth date',
  twoParts: 'similar birth date',
  sameMonth: 'similar birth date',
  sameYear: 'same birth year',
};

export function evidenceOf({ name, birth, place, phone, identifier }: Comparison): Evidence[] {
  const found: Evidence[] = name ? [nameEvidence(name)] : [];
  if (birth && OF_BIRTH[birth]) found.push(OF_BIRTH[birth]);
  if (identifier === 'same') found.push('same number');
  if (phone === 'same') found.push('same telephone');
  if (place?.house) found.push('same address');
  else if (place?.postcode === 'same') found.push('same postcode');
  return found;
}

function nameEvidence({ given, family, swapped }: NonNullable<Comparison['name']>): Evidence {
  if (swapped) return 'given and family name swapped';
  if (given === 'same' && family === 'same') return 'same name';
  if (AGREES.has(given) && AGREES.has(family)) return 'similar name';
  return family === 'same' ? 'same family name' : given === 'same' ? 'same given name' : 'similar name';
}
