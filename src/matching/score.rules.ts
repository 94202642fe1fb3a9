import { type BirthLikeness, birthLikeness, yearsApart } from './birth-likeness.rules.js';
import {
  contactBits,
  type ContactLikeness,
  emailLikeness,
  identifierLikeness,
  phoneLikeness,
} from './contact-likeness.rules.js';
import type { Sketch } from './details.rules.js';
import { type NameLikeness, nameLikeness } from './name-likeness.rules.js';
import { type PlaceLikeness, placeLikeness } from './place-likeness.rules.js';
import { NOT_COUNTED, type Rarity } from './rarity.rules.js';
import { type Weights, WEIGHTS } from './weights.js';

/** How two records compare, kind by kind, and what it comes to in bits. */
export interface Comparison {
  bits: number;
  name: NameLikeness | null;
  birth: BirthLikeness | null;
  place: PlaceLikeness | null;
  phone: ContactLikeness | null;
  email: ContactLikeness | null;
  identifier: ContactLikeness | null;
  sex: 'same' | 'differs' | null;
}

export interface Measure {
  weights: Weights;
  rarity: Rarity;
}

export const USUAL: Measure = { weights: WEIGHTS, rarity: NOT_COUNTED };

/** Compares two records. Symmetric. Bits add up over the kinds of evidence (Fellegi and Sunter, 1969). */
export function compareSketches(a: Sketch, b: Sketch, measure: Measure = USUAL): Comparison {
  return compareRest(a, b, compareNames(a, b, measure), measure);
}

/** How the names compare, where that settles already that nothing else matters. */
export function compareNames(a: Sketch, b: Sketch, { weights, rarity }: Measure = USUAL): NameLikeness | null {
  return nameLikeness(a.names, b.names, weights, rarity);
}

/** The comparison of two records whose names are compared. */
export function compareRest(
  a: Sketch,
  b: Sketch,
  name: NameLikeness | null,
  { weights, rarity }: Measure = USUAL,
): Comparison {
  const birth = birthLikeness(a.births, b.births);
  const place = placeLikeness(a.places, b.places, weights, rarity);
  const phone = phoneLikeness(a.phones, b.phones);
  const email = emailLikeness(a.emails, b.emails);
  const identifier = identifierLikeness(a.identifiers, b.identifiers);
  const sex = a.sex === '' || b.sex === '' ? null : a.sex === b.sex ? 'same' : 'differs';
  const found = { name, birth, place, phone, email, identifier, sex } as const;
  let bits = (name?.bits ?? 0) + (birth ? weights.birth[birth]! : 0) + (place?.bits ?? 0);
  bits +=
    contactBits(phone, weights.phone) + contactBits(email, weights.email) + contactBits(identifier, weights.identifier);
  if (sex) bits += weights.sex[sex];
  if (isRelative(found)) bits += weights.relative;
  else if (yearsApart(a.births, b.births) >= 14 && (birth === 'differs' || birth === 'yearDiffers'))
    bits += weights.generation;
  return { bits, ...found };
}

/** Whole birth dates alike enough that another first name is a slip, a twin or a name that somebody goes by. */
const BORN_ALIKE: ReadonlySet<BirthLikeness | null> = new Set([
  'same',
  'swapped',
  'oneDigit',
  'sameMonth',
  'twoParts',
  null,
]);

/** Another first name, and no whole birth date that is alike: whoever shares the rest is of the same household. */
function isRelative({ name, birth }: Pick<Comparison, 'name' | 'birth'>): boolean {
  const otherName = name !== null && !name.swapped && (name.given === 'other' || name.given === 'similar');
  return otherName && !BORN_ALIKE.has(birth);
}
