import { hash } from 'node:crypto';
import { type BirthLikeness, yearsApart } from '../matching/birth-likeness.rules.js';
import { type BirthParts, inParts, type Sketch, sketch, type WrittenName } from '../matching/details.rules.js';
import { type Comparison, compareNames, compareRest } from '../matching/score.rules.js';
import { storedKeys, soughtKeys, wordKeys } from '../matching/register-keys.rules.js';
import { AGREES, type Evidence, evidenceOf } from './evidence.rules.js';
import type { BirthDate } from '../platform/values/birth-date.js';
import {
  birthParts, comparable, furtherBirths, furtherNames, furtherNumbers, furtherPhones, furtherPlaces, type KnownDetail,
} from './further.rules.js'; // prettier-ignore
import { nameWords } from '../platform/values/names.js';
import { normalisePhone } from '../platform/values/phone.js';

/** What is known of a person for telling whether two records are about one. */
export interface Likeness {
  familyName: string;
  givenNames: string;
  aliases: readonly string[];
  birth: BirthDate;
  sex: 'FEMALE' | 'MALE' | 'NOT_KNOWN';
  address: string;
  postcode: string;
  phone: string;
  /** what is known beside: other names, birth dates, ordinary addresses, telephones, numbers */
  further?: readonly KnownDetail[] | null;
  /** address and postcode are protected: compared with protected ones alone, so that nobody can find one by guessing */
  protected?: boolean;
}

/** Hashes of a fact that nobody can try out without the key. */
export type Prints = (fact: string) => readonly Buffer[];

export type { Evidence };

export type Certainty = 'CERTAIN' | 'PROBABLE' | 'POSSIBLE';

export interface Match {
  certainty: Certainty;
  evidence: Evidence[];
  /** by how many bits the evidence outweighs what speaks against any two records being of one person */
  weight: number;
}

/** The names a person goes by, each in a form in which order, case, accents and hyphens do not matter. */
export function namesOf(person: Pick<Likeness, 'familyName' | 'givenNames' | 'aliases'>): string[] {
  const written = [`${person.familyName} ${person.givenNames}`, ...person.aliases];
  return [...new Set(written.map((name) => nameWords(name).sort().join(' ')).filter((name) => name !== ''))];
}

/**
 * Keys under which a record is found again. Two records of one person share at least one even when a name is spelt differently or
 * a date mistyped; two strangers hardly ever do. 64-bit, as decimal text for PostgreSQL's bigint. A protected postcode goes in
 * by its `prints`, and without them not at all.
 */
export function matchKeys(person: Likeness, prints: Prints = () => []): string[] {
  const known = sketchOf(person);
  return [...new Set([...storedKeys(known), ...numberKeys(known), ...printed(person, known, prints)].map(hash64))];
}

/** Keys to look under: those of the record, and of what its names are short for. */
export function askedKeys(person: Likeness, prints: Prints = NO_PRINTS): readonly string[] {
  const before = asked.get(person);
  if (before?.prints === prints) return before.keys;
  const known = sketchOf(person);
  const keys = [
    ...new Set([...soughtKeys(known), ...numberKeys(known), ...printed(person, known, prints)].map(hash64)),
  ];
  asked.set(person, { prints, keys });
  return keys;
}

const NO_PRINTS: Prints = () => [];
/** Asked for with a whole batch first, then with each referral of it. */
const asked = new WeakMap<Likeness, { prints: Prints; keys: readonly string[] }>();

/** The keys that a protected postcode gives to each of a person's names. */
export function protectedKeys(
  person: Pick<Likeness, 'familyName' | 'givenNames' | 'aliases' | 'further'>,
  postcode: string,
  prints: Prints,
): string[] {
  const nothing = { birth: { value: null, precision: 'UNKNOWN' }, sex: 'NOT_KNOWN', address: '', phone: '' } as const;
  return matchKeys({ ...person, ...nothing, postcode, protected: true }, prints);
}

const numberKeys = ({ identifiers }: Sketch): string[] => identifiers.map((number) => `i|${number}`);

function printed(person: Likeness, known: Sketch, prints: Prints): string[] {
  const postcode = person.postcode.replace(/\s/g, '').toUpperCase();
  if (!person.protected || postcode === '') return [];
  return wordKeys(known, prints(postcode).map((print) => print.toString('hex'))); // prettier-ignore
}

/**
 * What speaks against any two records of the register being of one person before anything is compared: some 300,000 people near
 * enough to be mistaken. Calibrated; thresholds below are in bits beyond it.
 */
const PRIOR = 18;
const PROBABLE = 0;
const POSSIBLE = -2;
/** Two people recorded together, with this much evidence between them. */
const TOGETHER = 8;

/**
 * Whether two records are about one person, or null when they are not. Never certain on name and birth date alone: people share
 * both, and a wrong link has sent police to the wrong door. Certain takes a name and a birth date that agree, a third kind of
 * evidence, and nothing that speaks against.
 */
export function compare(a: Likeness, b: Likeness): Match | null {
  const name = compareNames(sketchOf(a), sketchOf(b));
  if (name === null || name.bits <= 0) return null; // two people, whatever else they share
  const found = compared(a, b, name);
  const weight = found.bits - PRIOR;
  if (weight < POSSIBLE) return null;
  const evidence = evidenceOf(found);
  if (evidence.length === 1 && weight < PROBABLE) return null;
  const certainty = certaintyOf(found, weight, evidence, yearsApart(birthsOf(a), birthsOf(b)));
  return certainty && { certainty, evidence, weight };
}

function compared(a: Likeness, b: Likeness, name: Comparison['name']): Comparison {
  const [mine, yours] = [sketchOf(a), sketchOf(b)];
  const one = { ...mine, identifiers: comparable(mine.identifiers, yours.identifiers) };
  const other = { ...yours, identifiers: comparable(yours.identifiers, mine.identifiers) };
  if (Boolean(a.protected) === Boolean(b.protected)) return compareRest(one, other, name);
  return compareRest({ ...one, places: [] }, { ...other, places: [] }, name);
}

/** What makes it certain that a name and a birth date which agree are one person's. */
const THIRD_KIND: ReadonlySet<Evidence> = new Set(['same telephone', 'same address', 'same postcode', 'same number']);
/** A birth date as it stood, or as it is easily mistyped. */
const BORN_THEN: ReadonlySet<BirthLikeness | null> = new Set(['same', 'swapped', 'oneDigit']);
const BORN_OTHERWISE: ReadonlySet<BirthLikeness | null> = new Set(['differs', 'yearDiffers', 'twoDigits']);

/** A generation: father and son, mother and daughter share more than a name. */
const GENERATION = 14;

function certaintyOf(found: Comparison, weight: number, evidence: Evidence[], yearsBetween: number): Certainty | null {
  const { name, birth, sex } = found;
  const named = AGREES.has(name!.given) && AGREES.has(name!.family);
  if (BORN_OTHERWISE.has(birth)) return named && weight >= PROBABLE && yearsBetween < GENERATION ? 'POSSIBLE' : null;
  // a twin at the same address, or somebody who goes by another name: a person decides
  const otherName = !name!.swapped && name!.given === 'other';
  if (sex === 'differs' || otherName) return weight >= PROBABLE || named ? 'POSSIBLE' : null;
  const dated = BORN_THEN.has(birth);
  const third = evidence.some((kind) => THIRD_KIND.has(kind));
  if (named && dated && third) return 'CERTAIN';
  // among millions, a birth date that is only alike is shared by many a namesake
  return weight >= PROBABLE && (birth === 'same' || third) ? 'PROBABLE' : 'POSSIBLE';
}

/**
 * Whether somebody recorded beside a person who was recognised is perhaps the other one of a pair. The name alone is enough to
 * ask, or the first name with the birth date, as a family name changes with marriage and back: among all people either would
 * bring up too many.
 */
export function compareBeside(a: Likeness, b: Likeness): Match | null {
  const found = compared(a, b, compareNames(sketchOf(a), sketchOf(b)));
  const { name, birth, sex } = found;
  if (!name || !AGREES.has(name.given)) return null;
  if (!AGREES.has(name.family) && !BORN_THEN.has(birth)) return null;
  if (sex === 'differs' || BORN_OTHERWISE.has(birth)) return null;
  return {
    certainty: 'POSSIBLE',
    evidence: [...evidenceOf(found), 'same other party'],
    weight: found.bits - PRIOR,
  };
}

/**
 * Two people who were recorded together before corroborate one another: the same victim with the same perpetrator is
 * independent evidence for both, as long as nothing speaks against either.
 */
export function corroborate(match: Match, other: Match | null): Match {
  if (match.certainty !== 'PROBABLE' || !other || other.certainty === 'POSSIBLE') return match;
  if (match.weight + other.weight < TOGETHER) return match;
  return { ...match, certainty: 'CERTAIN', evidence: [...match.evidence, 'same other party'] };
}

const sketches = new WeakMap<Likeness, Sketch>();

/** As it is compared. Made once: a person is compared with many. */
function sketchOf(person: Likeness): Sketch {
  let known = sketches.get(person);
  if (!known) sketches.set(person, (known = newSketch(person)));
  return known;
}

function newSketch(person: Likeness): Sketch {
  const { familyName: family, givenNames: given, further } = person;
  const phone = normalisePhone(person.phone); // null for fillers and for several numbers in one cell
  return sketch({
    names: [
      { given, family },
      ...person.aliases.flatMap((alias) => otherNames(alias, given, family)),
      ...furtherNames(further),
    ],
    births: birthsOf(person),
    sex: person.sex === 'NOT_KNOWN' ? '' : person.sex,
    // protected places are compared with protected ones alone, ordinary ones with ordinary
    places: [
      { address: person.address, postcode: person.postcode },
      ...(person.protected ? [] : furtherPlaces(further)),
    ],
    phones: [...(phone === null ? [] : [phone]), ...furtherPhones(further)],
    emails: [],
    identifiers: furtherNumbers(further),
  });
}

/** An alias is a whole name, or else stands for one part of the usual one. */
function otherNames(alias: string, given: string, family: string): WrittenName[] {
  if (/[\s,]/.test(alias.trim())) return [inParts(alias)];
  return [{ given: alias, family }, { given, family: alias }]; // prettier-ignore
}

function birthsOf({ birth, further }: Pick<Likeness, 'birth' | 'further'>): BirthParts[] {
  return [...birthParts(birth), ...furtherBirths(further)];
}

function hash64(text: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', text).slice(0, 16)}`)).toString();
}
