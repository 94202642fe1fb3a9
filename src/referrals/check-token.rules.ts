import { normalisePhone } from '../platform/values/phone.js';
import { askedKeys, type Likeness, matchKeys, namesOf } from '../persons/matching.rules.js';
import type { FieldProblem } from '../platform/http/problem.js';

/** By what a person is told apart here. Where somebody lives takes no part: a token holds nothing that locates. */
export type Someone = Pick<Likeness, 'familyName' | 'givenNames' | 'aliases' | 'birth' | 'phone'>;

/** A working day and its night: the form may be finished the next morning. */
export const TOKEN_HOURS = 24;
/** Facts that one token holds: six for each of the eleven people of the largest question, as good as. */
export const MOST_FACTS = 64;

const NOWHERE = { sex: 'NOT_KNOWN', address: '', postcode: '' } as const;
/** As if everybody were born in one year: what is left of the keys of matching is how the names sound. */
const NO_YEAR = { value: '0000', precision: 'YEAR' } as const;
const UNNAMED = { familyName: '', givenNames: '', aliases: [] as string[] };

/**
 * What is kept of the people asked about, each fact in the clear and so for hashing with a key alone: names whole, how they sound,
 * and the keys of matching. The surest stand first, and everybody in turn, so that nobody is crowded out.
 */
export function factsAsked(people: readonly Someone[]): string[] {
  const each = people.map((person) => [...new Set([...wholeNames(person), ...sounds(person), ...keys(person)])]);
  const longest = Math.max(0, ...each.map((facts) => facts.length));
  const inTurn = Array.from({ length: longest }, (_, i) => each.flatMap((facts) => facts.slice(i, i + 1))).flat();
  return [...new Set(inTurn)].slice(0, MOST_FACTS);
}

/** The same of the people of a referral, with what their names may be short for: one in common, and they were asked about. */
export function factsReferred(people: readonly Someone[]): string[] {
  const each = people.flatMap((person) => [
    ...wholeNames(person),
    ...sounds(person),
    ...keys(person),
    // of the usual name alone: the variants of twenty aliases would be a crowd
    ...askedKeys({
      ...NOWHERE,
      aliases: [],
      familyName: person.familyName,
      givenNames: person.givenNames,
      birth: NO_YEAR,
      phone: '',
    }).map((key) => `key|${key}`),
  ]);
  return [...new Set(each)];
}

/** The name somebody goes by, though it be one word; of others the whole ones, since half the town goes by Jo. */
function wholeNames(person: Someone): string[] {
  const { familyName, givenNames, aliases } = person;
  const known = [
    ...namesOf({ familyName, givenNames, aliases: [] }),
    ...namesOf({ ...UNNAMED, aliases }).filter((name) => name.includes(' ')),
  ];
  return [...new Set(known.length > 0 ? known : namesOf(person))].map((name) => `name|${name}`);
}

const sounds = (person: Someone) => keys({ ...person, birth: NO_YEAR, phone: '' });

function keys({ familyName, givenNames, aliases, birth, phone }: Someone): string[] {
  const number = normalisePhone(phone);
  const found = matchKeys({ familyName, givenNames, aliases, birth, phone, ...NOWHERE }).map((key) => `key|${key}`);
  return number === null ? found : [`phone|${number}`, ...found]; // the name may be unsure
}

/** A token as it was opened: what it was given for. */
export interface OpenedToken {
  /** milliseconds since 1970 */
  expiresAt: number;
  /** hashes of the facts asked about, with whatever fills it up */
  prints: ReadonlySet<string>;
}

const ASK =
  'Ask POST /repeat-checks for the victim, the perpetrators or both first, and send the checkToken of its answer.';
const REFUSALS = {
  'repeat-check-needed': `No repeat check of yours for this MARAC comes with the referral. ${ASK}`,
  'repeat-check-expired': `The repeat check is more than ${TOKEN_HOURS} hours old. ${ASK}`,
  'repeat-check-for-others': `The repeat check was asked for other people. ${ASK}`,
} as const;

/**
 * Why a referral has not been asked about; null when it has. What was found does not matter: it is told to the asker, and who
 * refers all the same has read it.
 * @param token null for none, and for one that is not the asker's own for this MARAC
 * @param referred hashes of the facts of the referral's people
 */
export function refusedToken(token: OpenedToken | null, referred: readonly string[], now: number): FieldProblem | null {
  if (token === null) return refusal('repeat-check-needed');
  if (token.expiresAt <= now) return refusal('repeat-check-expired');
  return referred.some((print) => token.prints.has(print)) ? null : refusal('repeat-check-for-others');
}

function refusal(code: keyof typeof REFUSALS): FieldProblem {
  return { pointer: '/checkToken', code, detail: REFUSALS[code] };
}
