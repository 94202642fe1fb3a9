import { createHash } from 'node:crypto';
import type { BirthDate } from '../platform/values/birth-date.js';
import { nameWords, normaliseName } from '../platform/values/names.js';
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
  /** address and postcode are protected: compared with protected ones alone, so that nobody can find one by guessing */
  protected?: boolean;
}

/** Hashes of a fact that nobody can try out without the key. */
export type Prints = (fact: string) => readonly Buffer[];

export type Evidence =
  | 'same name'
  | 'same birth date'
  | 'same birth year'
  | 'same telephone'
  | 'same address'
  | 'same postcode'
  | 'same other party';

export type Certainty = 'CERTAIN' | 'PROBABLE' | 'POSSIBLE';

export interface Match {
  certainty: Certainty;
  evidence: Evidence[];
}

/** The names a person goes by, each in a form in which order, case, accents and hyphens do not matter. */
export function namesOf(person: Pick<Likeness, 'familyName' | 'givenNames' | 'aliases'>): string[] {
  const written = [`${person.familyName} ${person.givenNames}`, ...person.aliases];
  return [...new Set(written.map((name) => nameWords(name).sort().join(' ')).filter((name) => name !== ''))];
}

/**
 * Keys under which a record is found again: each name with the birth date, the postcode and the telephone. Two records of one
 * person share at least one, two strangers hardly ever do. 64-bit, as decimal text for PostgreSQL's bigint. A protected postcode
 * goes in by its `prints`, and without them not at all.
 */
export function matchKeys(person: Likeness, prints: Prints = () => []): string[] {
  const postcode = squeezed(person.postcode);
  const hidden = person.protected && postcode !== '' ? prints(postcode).map((print) => print.toString('hex')) : [];
  const facts = [
    person.birth.value,
    person.protected ? null : postcode,
    normalisePhone(person.phone),
    ...hidden,
  ].filter((fact): fact is string => Boolean(fact));
  return [...new Set(namesOf(person).flatMap((name) => facts.map((fact) => hash64(`${name}|${fact}`))))];
}

/** The keys that a protected postcode gives to each of a person's names. */
export function protectedKeys(
  person: Pick<Likeness, 'familyName' | 'givenNames' | 'aliases'>,
  postcode: string,
  prints: Prints,
): string[] {
  const birth: BirthDate = { value: null, precision: 'UNKNOWN' };
  const nothing = { birth, sex: 'NOT_KNOWN', address: '', phone: '' } as const;
  return matchKeys({ ...person, ...nothing, postcode, protected: true }, prints);
}

/**
 * Whether two records are about one person, or null when they are not. Exact on normalised values. Never certain on name and
 * birth date alone: people share both, and a wrong link has sent police to the wrong door. A birth date or sex that differs
 * speaks against.
 */
export function compare(a: Likeness, b: Likeness): Match | null {
  const names = namesOf(a);
  if (!namesOf(b).some((name) => names.includes(name))) return null;
  const birth = compareBirth(a.birth, b.birth);
  if (birth === 'different') return null;
  const evidence: Evidence[] = ['same name', ...(birth ? [birth] : []), ...whereabouts(a, b)];
  const independent = evidence.length - 1 - (birth === 'same birth year' ? 1 : 0);
  if (a.sex !== 'NOT_KNOWN' && b.sex !== 'NOT_KNOWN' && a.sex !== b.sex) return { certainty: 'POSSIBLE', evidence };
  if (birth === 'same birth date' && independent >= 2) return { certainty: 'CERTAIN', evidence };
  if (independent >= 1) return { certainty: 'PROBABLE', evidence };
  return birth ? { certainty: 'POSSIBLE', evidence } : null;
}

/**
 * Two people who were recorded together before corroborate one another: the same victim with the same perpetrator, each
 * with name and birth date, is independent evidence for both.
 */
export function corroborate(match: Match, other: Match | null): Match {
  const bothDated = [match, other].every((m) => m?.evidence.includes('same birth date'));
  if (!bothDated || match.certainty !== 'PROBABLE' || other?.certainty === 'POSSIBLE') return match;
  return { certainty: 'CERTAIN', evidence: [...match.evidence, 'same other party'] };
}

function compareBirth(a: BirthDate, b: BirthDate): 'same birth date' | 'same birth year' | 'different' | null {
  if (a.value === null || b.value === null) return null;
  const whole = (birth: BirthDate) => birth.precision === 'DAY';
  if (whole(a) && whole(b)) return a.value === b.value ? 'same birth date' : 'different';
  if (a.precision === 'ESTIMATED' || b.precision === 'ESTIMATED') return null;
  return a.value.slice(0, 4) === b.value.slice(0, 4) ? 'same birth year' : 'different';
}

function whereabouts(a: Likeness, b: Likeness): Evidence[] {
  const found: Evidence[] = [];
  const phone = normalisePhone(a.phone); // null for fillers and for several numbers in one cell
  if (phone !== null && phone === normalisePhone(b.phone)) found.push('same telephone');
  if (Boolean(a.protected) !== Boolean(b.protected)) return found;
  const samePostcode = squeezed(a.postcode) !== '' && squeezed(a.postcode) === squeezed(b.postcode);
  const address = normaliseName(a.address);
  if (address !== '' && address === normaliseName(b.address)) found.push('same address');
  else if (samePostcode) found.push('same postcode');
  return found;
}

function squeezed(postcode: string): string {
  return postcode.replace(/\s/g, '').toUpperCase();
}

function hash64(text: string): string {
  return createHash('sha256').update(text).digest().readBigInt64BE(0).toString();
}
