import type { Sketch } from './details.rules.js';

/** How rare values are, in bits: 10 bits is one in 1,024. Undefined where nobody has counted. */
export interface Rarity {
  name: (word: string) => number | undefined;
  address: (word: string) => number | undefined;
  postcode: (postcode: string) => number | undefined;
}

export const NOT_COUNTED: Rarity = {
  name: () => undefined,
  address: () => undefined,
  postcode: () => undefined,
};

/** Counts how often each value occurs among these people. Says nothing of who is whom. */
export function countRarity(people: readonly Sketch[]): Rarity {
  const name = counter();
  const address = counter();
  const postcode = counter();
  for (const person of people) {
    for (const { given, family } of person.names) [...given, ...family].forEach(name.add);
    if (person.names.length > 0) name.total++;
    for (const place of person.places) [...place.words, ...place.numbers].forEach(address.add);
    if (person.places.some(({ words, numbers }) => words.length + numbers.length > 0)) address.total++;
    for (const place of person.places) if (place.postcode) postcode.add(place.postcode);
    if (person.places.some((place) => place.postcode)) postcode.total++;
  }
  return { name: name.bits, address: address.bits, postcode: postcode.bits };
}

function counter() {
  const counts = new Map<string, number>();
  const self = {
    total: 0,
    add: (value: string) => void counts.set(value, (counts.get(value) ?? 0) + 1),
    bits: (value: string) => Math.log2(Math.max(1, self.total) / (counts.get(value) ?? 1)),
  };
  return self;
}
