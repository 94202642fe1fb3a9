import type { Place } from './details.rules.js';
import type { Rarity } from './rarity.rules.js';
import type { Weights } from './weights.js';
import { closeness, type Closeness, editDistance } from './words.rules.js';

export interface PlaceLikeness {
  bits: number;
  postcode: 'same' | 'oneOff' | 'area' | 'differs' | null;
  /** share of the words of the shorter address that the other has too; null where one has none */
  address: number | null;
  /** the same house in the same street */
  house: boolean;
}

/** The best of how two people's addresses agree, earlier ones included. */
export function placeLikeness(
  a: readonly Place[],
  b: readonly Place[],
  weights: Weights,
  rarity: Rarity,
): PlaceLikeness | null {
  let best: PlaceLikeness | null = null;
  for (const one of a) {
    for (const other of b) {
      const found = comparePlaces(one, other, weights, rarity);
      if (best === null || found.bits > best.bits) best = found;
    }
  }
  return best;
}

function comparePlaces(a: Place, b: Place, weights: Weights, rarity: Rarity): PlaceLikeness {
  const postcode = comparePostcodes(a.postcode, b.postcode);
  const address = compareAddresses(a, b, weights, rarity);
  const bits = postcodeBits(postcode, a.postcode, b.postcode, weights, rarity) + (address?.bits ?? 0);
  const house = (address?.share ?? 0) >= 0.85 && a.numbers.length > 0 && a.numbers[0] === b.numbers[0];
  return { bits: Math.min(weights.place, bits), postcode, address: address?.share ?? null, house };
}

function comparePostcodes(a: string, b: string): PlaceLikeness['postcode'] {
  if (a === '' || b === '') return null;
  if (a === b) return 'same';
  if (a.length >= 4 && editDistance(a, b, 1) === 1) return 'oneOff';
  const outward = (postcode: string) => (/^[A-Z]/.test(postcode) && postcode.length >= 5 ? postcode.slice(0, -3) : '');
  return outward(a) !== '' && outward(a) === outward(b) ? 'area' : 'differs';
}

function postcodeBits(
  how: PlaceLikeness['postcode'],
  a: string,
  b: string,
  { postcode: w }: Weights,
  rarity: Rarity,
): number {
  if (how === null) return 0;
  if (how === 'differs') return w.differs;
  if (how === 'area') return w.area;
  const known = Math.min(rarity.postcode(a) ?? w.usual, rarity.postcode(b) ?? w.usual);
  const bits = Math.min(w.most, Math.max(w.least, known));
  return how === 'same' ? bits : Math.max(0.5, bits + w.oneOff);
}

/** Words that hardly tell one street from another. */
const COMMON = new Set(
  'street st road rd lane ln avenue ave av close cl court ct crescent cres drive dr place pl way terrace tce gardens grove hill house flat unit apartment apt the of circuit cct po box north south east west'.split(
    ' ',
  ),
);

/** How much of a word of an address counts, by how close it is to one of the other's. */
const SHARE: Readonly<Record<Closeness, number>> = {
  same: 1,
  variant: 0.7,
  close: 0.85,
  sounds: 0.6,
  near: 0.65,
  start: 0.6,
  initial: 0.2,
  similar: 0.25,
  other: 0,
};

function compareAddresses(
  a: Place,
  b: Place,
  weights: Weights,
  rarity: Rarity,
): { bits: number; share: number } | null {
  const { address: w } = weights;
  const [fewer, more] = a.words.length <= b.words.length ? [a, b] : [b, a];
  if (fewer.words.length === 0 && (a.numbers.length === 0 || b.numbers.length === 0)) return null;
  let shared = 0;
  let told = 0;
  const taken = new Set<number>();
  const other = fewer.words.filter((word) => {
    const worth = worthOf(word, weights, rarity);
    told += worth;
    const place = more.words.findIndex((each, i) => each === word && !taken.has(i));
    if (place < 0) return true;
    taken.add(place);
    shared += worth;
    return false;
  });
  for (const word of other) {
    const { place, share } = bestOf(word, more.words, taken);
    if (place < 0) continue;
    taken.add(place);
    shared += share * worthOf(word, weights, rarity);
  }
  const counted = a.numbers.length > 0 && b.numbers.length > 0 ? numbers(a, b, weights, rarity) : 0;
  const share = told === 0 ? 1 : shared / told;
  if (share < 0.3) return { bits: w.differs, share };
  return { bits: Math.min(w.most, shared + counted - (1 - share) * 2), share };
}

function worthOf(word: string, { address: w }: Weights, rarity: Rarity): number {
  return COMMON.has(word) ? w.street : Math.min(w.word, rarity.address(word) ?? w.word);
}

function bestOf(word: string, words: readonly string[], taken: ReadonlySet<number>): { place: number; share: number } {
  let place = -1;
  let share = 0;
  words.forEach((other, i) => {
    if (taken.has(i)) return;
    const found = SHARE[closeness(word, other)];
    if (found > share) [place, share] = [i, found];
  });
  return { place, share };
}

function numbers(a: Place, b: Place, { address: w }: Weights, rarity: Rarity): number {
  const same = a.numbers.filter((number) => b.numbers.includes(number));
  if (same.length > 0) return Math.max(...same.map((number) => Math.min(w.number, rarity.address(number) ?? w.number)));
  const alike = a.numbers.some((one) => b.numbers.some((other) => editDistance(one, other, 1) === 1));
  return alike ? 0.5 : w.numberDiffers;
}
