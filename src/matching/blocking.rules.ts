import type { BirthParts, Name, Place, Sketch } from './details.rules.js';
import { variantGroups } from './variants.rules.js';
import { soundOf } from './words.rules.js';

/**
 * Keys under which two records of one person find each other: each takes two facts that an error seldom spoils together (a name
 * as it sounds with a part of the birth date, a postcode or a street, say). One in common is enough to be compared.
 */
export function blockingKeys(person: Sketch): string[] {
  const keys = new Set<string>();
  const names = person.names.flatMap(soundKeys);
  const births = person.births.flatMap(birthKeys);
  const places = person.places.flatMap(placeKeys);
  for (const name of names) {
    for (const birth of births) keys.add(`${name}|${birth}`);
    for (const place of places) keys.add(`${name}|${place}`);
  }
  for (const name of person.names) for (const key of wholeNameKeys(name)) keys.add(key);
  for (const birth of person.births) {
    if (!birth.month || !birth.day) continue;
    const [low, high] = [birth.month, birth.day].sort();
    keys.add(`b|${birth.year}${low}${high}`);
    for (const { words, numbers, postcode } of person.places) {
      if (postcode) keys.add(`bp|${birth.year}${low}${high}|${postcode}`);
      for (const word of words.filter((each) => each.length >= 4))
        keys.add(`bw|${birth.year}${low}${high}|${soundOf(word)}`);
      for (const number of numbers) keys.add(`bn|${birth.year}${low}${high}|${number}`);
    }
  }
  for (const phone of person.phones) keys.add(`t|${phone}`);
  for (const email of person.emails) {
    keys.add(`e|${email}`);
    const [local = '', host = ''] = email.split('@');
    keys.add(`l|${local.replace(/\d+$/, '')}`);
    keys.add(`l|${local.slice(0, 3)}${local.slice(-2)}`);
    keys.add(`l|${local.slice(0, 2)}@${host}`);
  }
  for (const id of person.identifiers) keys.add(`i|${id}`);
  return [...keys];
}

/** Each word of a name as it sounds, and by the groups of names that may stand for it. */
function soundKeys({ given, family }: Name): string[] {
  return [...given, ...family].flatMap((word) => [soundOf(word), ...variantGroups(word).map((group) => `v${group}`)]);
}

function wholeNameKeys({ given, family }: Name): string[] {
  const words = [...given, ...family].map(soundOf);
  if (words.length < 2) return [];
  const keys: string[] = [];
  for (let i = 0; i < words.length; i++)
    for (let j = i + 1; j < words.length; j++) keys.push(`n|${[words[i], words[j]].sort().join('|')}`);
  return keys;
}

function birthKeys({ year, month, day }: BirthParts): string[] {
  if (!month || !day) return [`y${year}`, ...(month ? [`ym${year}${month}`] : [])];
  const [low, high] = [month, day].sort();
  return [
    `y${year}`,
    `d${low}${high}`,
    ...(month === '01' && day === '01' ? [] : [`ym${year.slice(2)}${month}`, `yd${year.slice(2)}${day}`]),
  ];
}

function placeKeys({ words, numbers, postcode }: Place): string[] {
  return [
    ...(postcode ? [`p${postcode}`] : []),
    ...words.filter((word) => word.length >= 4).map((word) => `w${soundOf(word)}`),
    ...numbers.map((number) => `h${number}`),
  ];
}
