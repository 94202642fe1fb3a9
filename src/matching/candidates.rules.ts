import { blockingKeys } from './blocking.rules.js';
import type { Sketch } from './details.rules.js';

/** A key that more records have than this tells too little: their other keys find them. */
const MOST_IN_A_BLOCK = 60;

/** Pairs of people that share a key, each once, as places in the list; `allowed` leaves out what nobody asks for. */
export function* candidatePairs(
  people: readonly Sketch[],
  allowed: (a: number, b: number) => boolean = () => true,
): Generator<[number, number]> {
  const blocks = new Map<string, number[]>();
  people.forEach((person, place) => {
    for (const key of blockingKeys(person)) {
      const block = blocks.get(key);
      if (block) block.push(place);
      else blocks.set(key, [place]);
    }
  });
  const partners = people.map((): number[] => []);
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > MOST_IN_A_BLOCK) continue;
    for (let i = 0; i < block.length; i++)
      for (let j = i + 1; j < block.length; j++) partners[block[i]!]!.push(block[j]!);
  }
  blocks.clear();
  for (let a = 0; a < partners.length; a++) {
    for (const b of new Set(partners[a])) if (allowed(a, b)) yield [a, b];
    partners[a] = [];
  }
}
