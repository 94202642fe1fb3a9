import type { Name } from './details.rules.js';
import type { Rarity } from './rarity.rules.js';
import type { Weights } from './weights.js';
import { closeness, type Closeness } from './words.rules.js';

export interface NameLikeness {
  bits: number;
  /** of the given names; null where one side has none */
  given: Closeness | null;
  family: Closeness | null;
  /** given and family name have changed places */
  swapped: boolean;
}

interface Part {
  bits: number;
  closeness: Closeness | null;
}

/** The best of how two people's names agree, other names they go by included. */
export function nameLikeness(
  a: readonly Name[],
  b: readonly Name[],
  weights: Weights,
  rarity: Rarity,
): NameLikeness | null {
  let best: NameLikeness | null = null;
  for (const one of a) {
    for (const other of b) {
      const found = compareNames(one, other, weights, rarity);
      if (best === null || found.bits > best.bits) best = found;
    }
  }
  return best;
}

function compareNames(a: Name, b: Name, weights: Weights, rarity: Rarity): NameLikeness {
  const given = part(a.given, b.given, weights.given, weights, rarity.name);
  const family = part(a.family, b.family, weights.family, weights, rarity.name);
  const straight = { bits: given.bits + family.bits, given: given.closeness, family: family.closeness, swapped: false };
  if (!needsSwap(straight)) return straight;
  const there = part(a.given, b.family, weights.given, weights, rarity.name);
  const back = part(a.family, b.given, weights.family, weights, rarity.name);
  const bits = there.bits + back.bits + weights.swapped;
  const agrees = [there, back].some(({ closeness: how }) => how !== null && how !== 'other' && how !== 'similar');
  if (!agrees || bits <= straight.bits) return straight;
  return { bits, given: there.closeness, family: back.closeness, swapped: true };
}

const SURE: ReadonlySet<Closeness | null> = new Set(['same', 'variant', 'close']);
const needsSwap = ({ given, family }: NameLikeness) => !SURE.has(given) || !SURE.has(family);

/** One part of a name with one of another: the closest two words count in full, further ones add or take off a little. */
function part(
  a: readonly string[],
  b: readonly string[],
  bounds: Weights['given'],
  weights: Weights,
  rarity: (word: string) => number | undefined,
): Part {
  if (a.length === 0 || b.length === 0) return { bits: 0, closeness: null };
  const value = (how: Closeness, one: string, other: string) => {
    if (how === 'other') return bounds.differs;
    const bits = Math.min(rarity(one) ?? bounds.usual, rarity(other) ?? bounds.usual);
    return Math.max(0.5, Math.min(bounds.most, Math.max(bounds.least, bits)) - weights.short[how]);
  };
  if (a.length === 1 && b.length === 1) {
    const how = closeness(a[0]!, b[0]!);
    return { bits: value(how, a[0]!, b[0]!), closeness: how };
  }
  const joined = closeness(a.join(''), b.join(''));
  if (joined === 'same' || joined === 'close') {
    const rarest = [...a, ...b].map((word) => rarity(word) ?? bounds.usual);
    const bits = Math.min(bounds.most, Math.max(bounds.least, ...rarest)) - weights.short[joined];
    return { bits: bits + weights.further.agrees, closeness: joined };
  }
  return severalWords(a, b, value, weights);
}

function severalWords(
  a: readonly string[],
  b: readonly string[],
  value: (how: Closeness, one: string, other: string) => number,
  weights: Weights,
): Part {
  const pairs = a.flatMap((one) =>
    b.map((other) => {
      const how = closeness(one, other);
      return { one, other, how, bits: value(how, one, other) };
    }),
  );
  pairs.sort((x, y) => y.bits - x.bits);
  const best = pairs[0]!;
  const used = new Set([best.one]);
  const taken = new Set([best.other]);
  let { bits } = best;
  for (const { one, other, how } of pairs) {
    if (used.has(one) || taken.has(other)) continue;
    used.add(one);
    taken.add(other);
    bits += how === 'other' ? weights.further.differs : how === 'similar' ? 0 : weights.further.agrees;
  }
  const missing = Math.abs(a.length - b.length) * weights.further.missing;
  // a second name is shared with an uncle more often than it becomes the first
  const other = best.one === a[0] && best.other === b[0] ? 0 : weights.further.second;
  return { bits: Math.max(weights.given.differs, bits + missing + other), closeness: best.how };
}
