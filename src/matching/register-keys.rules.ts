import type { BirthParts, Name, Sketch } from './details.rules.js';
import { namesLike } from './variants.rules.js';
import { soundOf } from './words.rules.js';

/*
 * The keys of a register of millions: fewer than a file of thousands can afford (blocking.rules.ts), each rare enough that a
 * common name finds no crowd. Two facts at least stand in each: how two words of the name sound with a part of the birth date,
 * one word with the whole of it, with a postcode, a house in a street, or a telephone.
 */

/** Keys under which a record is kept. */
export function storedKeys(person: Sketch): string[] {
  return keysOf(person, ownSound);
}

/** Keys under which to look: those of the record, and of what one part of the name may be short for or spelt as. */
export function soughtKeys(person: Sketch): string[] {
  return keysOf(person, otherSounds);
}

const otherSoundsOf = new Map<string, readonly string[]>();

/** How else a name may sound, whoever bears it. */
function otherSounds(word: string): readonly string[] {
  let found = otherSoundsOf.get(word);
  if (!found) {
    const others = namesLike(word);
    found = [...new Set([word, ...others].map(soundOf))];
    if (others.length > 0) otherSoundsOf.set(word, found); // as many as the tables have, and no more
  }
  return found;
}

/** Keys of each word of each name with each of these facts. */
export function wordKeys({ names }: Pick<Sketch, 'names'>, facts: readonly string[]): string[] {
  const words = new Set(names.flatMap(({ given, family }) => [...given, ...family]).map(soundOf));
  return [...words].flatMap((word) => facts.map((fact) => `${word}|${fact}`));
}

const ownSound = (word: string): readonly string[] => [soundOf(word)];

type Forms = (word: string) => readonly string[];

function keysOf(person: Sketch, forms: Forms): string[] {
  const pairs = [...new Set(person.names.flatMap((name) => pairsOf(name, forms)))];
  const dates = person.births.flatMap(wholeDate);
  return [
    ...person.births.flatMap(dateParts).flatMap((part) => pairs.map((pair) => `${pair}|${part}`)),
    ...wordKeys(person, [
      ...dates,
      ...person.places.flatMap(({ postcode }) => (postcode ? [postcode] : [])),
      ...person.phones,
    ]),
    // a house, where its postcode is not known
    ...person.places.flatMap(({ numbers, words, postcode }) => {
      const [number, street] = [numbers[0], words[0]];
      return number && street && !postcode ? pairs.map((pair) => `${pair}|${number}${soundOf(street)}`) : [];
    }),
  ];
}

/** Each given with each family name, as they sound, in one order. Of the two, one may be in another form: hardly ever both are. */
function pairsOf({ given, family }: Name, forms: Forms): string[] {
  return given.slice(0, 2).flatMap((one) =>
    family.slice(0, 2).flatMap((other) => {
      const others = forms(other).slice(1); // its own sound stands first
      return [
        ...forms(one).map((mine) => inOrder(mine, soundOf(other))),
        ...others.map((yours) => inOrder(soundOf(one), yours)),
      ];
    }),
  );
}

const inOrder = (one: string, other: string) => (one < other ? `${one}+${other}` : `${other}+${one}`);

/** What is left of a birth date when one part is wrong: the year, or day and month in either order. */
function dateParts({ year, month, day }: BirthParts): string[] {
  return [`y${year}`, ...(month && day ? [`d${[month, day].sort().join('')}`] : [])];
}

function wholeDate({ year, month, day }: BirthParts): string[] {
  return month && day && !(month === '01' && day === '01') ? [`${year}${[month, day].sort().join('')}`] : [];
}
