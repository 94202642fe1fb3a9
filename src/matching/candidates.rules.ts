import { blockingKeys } from './blocking.rules.js';
import type { Sketch } from './details.rules.js';

/** A key that more records have than this tells too little: their other keys find them. */
const MOST_IN_A_BLOCK = 60;

/** Pairs of people that share a key, each once, as places in the list; `allowed` leaves out what nobody asks for. */
export function* candidatePairs(
  people: readonly Sketch[],
  allowed: (a: number, b: number) => boolean = () => true,
): Generator<[number, number]> {
  const { members, begins, blocksOf } = blocks(sortedKeys(people), people.length);
  for (let a = 0; a < people.length; a++) {
    const partners = new Set<number>();
    for (const block of blocksOf(a)) {
      for (let i = begins[block]!; i < begins[block + 1]!; i++) if (members[i]! > a) partners.add(members[i]!);
    }
    for (const b of partners) if (allowed(a, b)) yield [a, b];
  }
}

/**
 * Every key of everybody as one number, in order: a hash of the key, then the person's place. Fifty thousand people have millions
 * of keys, which as texts and lists would fill a gigabyte. Keys that by chance have one hash bring together two who are then compared in vain.
 */
function sortedKeys(people: readonly Sketch[]): Float64Array {
  let keys = new Float64Array(Math.max(64, people.length * 64));
  let count = 0;
  const hashes = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, people.length));
  people.forEach((person, place) => {
    for (const key of blockingKeys(person)) {
      if (count === keys.length) {
        const longer = new Float64Array(Math.ceil(count * 1.5));
        longer.set(keys);
        keys = longer;
      }
      keys[count++] = (hash53(key) % hashes) * people.length + place;
    }
  });
  return keys.subarray(0, count).sort();
}

interface Blocks {
  /** places, block after block */
  members: Uint32Array;
  /** where each block begins, and at last where all end */
  begins: readonly number[];
  blocksOf: (place: number) => Uint32Array;
}

/** People who share a key, as far as a key is shared by few. */
function blocks(keys: Float64Array, people: number): Blocks {
  const members = new Uint32Array(keys.length);
  const begins = [0];
  let filled = 0;
  for (let from = 0, to: number; from < keys.length; from = to) {
    const hash = Math.floor(keys[from]! / people);
    for (to = from + 1; to < keys.length && Math.floor(keys[to]! / people) === hash;) to++;
    if (to - from < 2 || to - from > MOST_IN_A_BLOCK) continue;
    for (let i = from; i < to; i++) members[filled++] = keys[i]! % people;
    begins.push(filled);
  }
  return { members, begins, blocksOf: byMember(members.subarray(0, filled), begins, people) };
}

/** The blocks of each person, as one list and where each person's part of it begins. */
function byMember(members: Uint32Array, begins: readonly number[], people: number): Blocks['blocksOf'] {
  const ends = new Uint32Array(people + 1);
  for (const place of members) ends[place + 1]!++;
  for (let place = 0; place < people; place++) ends[place + 1]! += ends[place]!;
  const next = ends.slice();
  const held = new Uint32Array(members.length);
  for (let block = 0; block + 1 < begins.length; block++)
    for (let i = begins[block]!; i < begins[block + 1]!; i++) held[next[members[i]!]!++] = block;
  return (place) => held.subarray(ends[place], ends[place + 1]);
}

/** A hash of 53 bits (cyrb53, public domain). */
function hash53(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
