import anyAscii from 'any-ascii';
import { nameWords } from '../platform/values/names.js';

/** A name as it is written: in parts, or whole when nobody knows which is which. */
export interface WrittenName {
  given: string;
  family: string;
}

/** Parts of a birth date that are known, as two or four digits. */
export interface BirthParts {
  year: string;
  month?: string;
  day?: string;
}

export interface WrittenPlace {
  address: string;
  postcode: string;
}

/** What is known of somebody, as written. Empty where nothing is. */
export interface Details {
  names: readonly WrittenName[];
  births: readonly BirthParts[];
  sex: 'FEMALE' | 'MALE' | '';
  places: readonly WrittenPlace[];
  phones: readonly string[];
  emails: readonly string[];
  identifiers: readonly string[];
}

export interface Name {
  given: readonly string[];
  family: readonly string[];
}

export interface Place {
  numbers: readonly string[];
  words: readonly string[];
  /** capitals and digits without spaces, or empty */
  postcode: string;
}

/** The same in the form in which it is compared: words of small Latin letters, digits. */
export interface Sketch {
  names: readonly Name[];
  births: readonly BirthParts[];
  sex: Details['sex'];
  places: readonly Place[];
  phones: readonly string[];
  emails: readonly string[];
  identifiers: readonly string[];
}

export function sketch(details: Details): Sketch {
  return {
    names: details.names.map(splitName).filter(({ given, family }) => given.length + family.length > 0),
    births: details.births,
    sex: details.sex,
    places: details.places
      .map(splitPlace)
      .filter(({ numbers, words, postcode }) => numbers.length + words.length > 0 || postcode !== ''),
    phones: details.phones,
    emails: details.emails.map((email) => email.trim().toLowerCase()).filter((email) => email !== ''),
    identifiers: details.identifiers.map((id) => id.replace(/\W/g, '').toUpperCase()).filter((id) => id !== ''),
  };
}

/** Titles and generations, which come and go with whoever writes. */
const NOT_NAMES = new Set([
  'mr',
  'mrs',
  'ms',
  'miss',
  'dr',
  'sir',
  'lady',
  'dame',
  'rev',
  'prof',
  'jr',
  'snr',
  'aka',
  'nee',
]);

/** Words in Latin letters, whatever the script. */
export function latinWords(text: string): string[] {
  return nameWords(text)
    .flatMap((word) => (/^[a-z0-9]+$/.test(word) ? [word] : nameWords(anyAscii(word))))
    .filter((word) => word !== '');
}

function splitName({ given, family }: WrittenName): Name {
  const kept = (text: string) => {
    const words = latinWords(text);
    const names = words.filter((word) => !NOT_NAMES.has(word));
    return names.length > 0 ? names : words;
  };
  return { given: kept(given), family: kept(family) };
}

function splitPlace({ address, postcode }: WrittenPlace): Place {
  const words = latinWords(address);
  return {
    numbers: words.filter((word) => /\d/.test(word)),
    words: words.filter((word) => !/\d/.test(word)),
    postcode: postcode.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase(),
  };
}

/**
 * A whole name in parts: `SURNAME, Given`, a SURNAME in capitals beside others that are not, or else the last word as the family
 * name. Comparing looks at swapped parts too, so a wrong guess costs little.
 */
export function inParts(whole: string): WrittenName {
  const comma = whole.indexOf(',');
  if (comma > 0) return { family: whole.slice(0, comma), given: whole.slice(comma + 1) };
  const words = whole.trim().split(/\s+/);
  const capitals = words.filter(
    (word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase(),
  );
  if (capitals.length > 0 && capitals.length < words.length)
    return { family: capitals.join(' '), given: words.filter((word) => !capitals.includes(word)).join(' ') };
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' };
}
