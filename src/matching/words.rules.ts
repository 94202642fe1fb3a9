import { jaroWinkler } from '@skyra/jaro-winkler';
import { doubleMetaphone } from 'double-metaphone';
import { areVariants } from './variants.rules.js';

/** How alike two words of names are, from the surest to none. */
export type Closeness = 'same' | 'variant' | 'close' | 'sounds' | 'near' | 'start' | 'initial' | 'similar' | 'other';

/** Words compared before, so that a big file does not compare John with Jon a thousand times. Emptied when it grows large. */
const compared = new Map<string, Closeness>();
const MOST_COMPARED = 60_000;

/** How alike two words are, both normalised: small Latin letters and digits. */
export function closeness(a: string, b: string): Closeness {
  if (a === b) return 'same';
  const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
  const known = compared.get(pair);
  if (known) return known;
  if (compared.size >= MOST_COMPARED) compared.clear();
  const found = judge(a, b);
  compared.set(pair, found);
  return found;
}

function judge(a: string, b: string): Closeness {
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  if (shorter <= 1) return a[0] === b[0] ? 'initial' : 'other';
  if (areVariants(a, b)) return 'variant';
  const edits = editDistance(a, b, 3);
  if (edits === 1 && longer >= 4) return 'close';
  if (shorter >= 3 && soundAlike(a, b)) return 'sounds';
  const likeness = jaroWinkler(a, b);
  if ((edits === 2 && longer >= 6) || edits === 1) return 'near';
  if (shorter >= 3 && (a.startsWith(b) || b.startsWith(a))) return 'start';
  if (edits === 3 && longer >= 9) return 'near';
  const petForm = shorter >= 3 && shorter <= 5 && a.slice(0, 3) === b.slice(0, 3); // Jass for Jaspreet
  return likeness >= 0.84 || (edits === 2 && longer >= 5) || petForm ? 'similar' : 'other';
}

const sounds = new Map<string, readonly [string, string]>();

/** The two ways in which a word may be spoken; empty for digits. */
export function soundsOf(word: string): readonly [string, string] {
  let found = sounds.get(word);
  if (!found) {
    if (sounds.size >= MOST_COMPARED) sounds.clear();
    found = doubleMetaphone(word);
    sounds.set(word, found);
  }
  return found;
}

/** A word as it sounds; what has no sound, a number, as it is written. */
export const soundOf = (word: string): string => soundsOf(word)[0] || word;

function soundAlike(a: string, b: string): boolean {
  const [first, second] = soundsOf(a);
  const [other, another] = soundsOf(b);
  // one consonant is too little to go by: Elle and Willow
  const consonants = first.replace(/^A/, '').length;
  return consonants >= 2 && (first === other || first === another || second === other);
}

/**
 * Letters to change, add, leave out or swap with their neighbour to make one word of the other (optimal string alignment);
 * `most + 1` as soon as there are more.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let steps = Math.min(above[j]! + 1, row[j - 1]! + 1, changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1);
      row.push(steps);
      if (steps < least) least = steps;
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return Math.min(above[b.length]!, most + 1);
}
