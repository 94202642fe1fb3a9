import { AFRICAN } from './variants-african.js';
import { ARABIC } from './variants-arabic.js';
import { CELTIC } from './variants-celtic.js';
import { ENGLISH } from './variants-english.js';
import { FAR_EASTERN } from './variants-far-eastern.js';
import { POLISH } from './variants-polish.js';
import { ROMANIAN } from './variants-romanian.js';
import { SLAVIC } from './variants-slavic.js';
import { SOUTH_ASIAN } from './variants-south-asian.js';
import { SURNAMES } from './variants-surnames.js';
import { WESTERN } from './variants-western.js';

const GROUPS: readonly (readonly string[])[] = [
  AFRICAN,
  ARABIC,
  CELTIC,
  ENGLISH,
  FAR_EASTERN,
  POLISH,
  ROMANIAN,
  SLAVIC,
  SOUTH_ASIAN,
  SURNAMES,
  WESTERN,
];

/** Each name's groups, by number. */
const groupsOf = new Map<string, number[]>();
GROUPS.flat().forEach((group, number) => {
  for (const name of group.split(' ')) groupsOf.set(name, [...(groupsOf.get(name) ?? []), number]);
});

/** Whether one person may go by both names: a short form, a spelling, a form in another language. Both normalised. */
export function areVariants(a: string, b: string): boolean {
  const groups = groupsOf.get(a);
  if (!groups) return false;
  const others = groupsOf.get(b);
  return others?.some((group) => groups.includes(group)) ?? false;
}

/** The groups in which this name stands, as numbers: two variants share one. */
export function variantGroups(name: string): readonly number[] {
  return groupsOf.get(name) ?? [];
}

const all = GROUPS.flat();

/** Other names that somebody of this name may go by. */
export function namesLike(name: string): string[] {
  return variantGroups(name).flatMap((group) => all[group]!.split(' ')).filter((other) => other !== name); // prettier-ignore
}
