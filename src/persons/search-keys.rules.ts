import { normaliseName } from '../platform/values/names.js';
import { normalisePhone } from '../platform/values/phone.js';
import { type Likeness, namesOf } from './matching.rules.js';
import { birthOf } from './written-person.rules.js';

/** What somebody is asked for by. */
export type AskedFor = Pick<Likeness, 'familyName' | 'givenNames' | 'aliases' | 'birth' | 'phone'>;

/**
 * What makes two asks, or an ask and a canary, be for one person: a whole name, a surname with a birth date, a telephone. In the
 * clear, so for hashing with a key alone: the record of who asked keeps the hashes, never these.
 */
export function askKeys({ familyName, givenNames, aliases, birth, phone }: AskedFor): string[] {
  const names = namesOf({ familyName, givenNames, aliases }).filter((name) => name.includes(' '));
  const family = normaliseName(familyName);
  const number = normalisePhone(phone);
  return [
    ...names.map((name) => `name|${name}`),
    ...(family !== '' && birth.value ? [`birth|${family}|${birth.value}`] : []),
    ...(number ? [`phone|${number}`] : []),
  ];
}

/** A form's words for somebody, as they are asked for. */
export function askedFor(terms: {
  familyName?: string;
  givenNames?: string;
  aliases?: string[];
  birthDate?: string;
  phone?: string;
}): AskedFor {
  const { familyName = '', givenNames = '', aliases = [], birthDate, phone = '' } = terms;
  return { familyName, givenNames, aliases, birth: birthOf(birthDate), phone };
}
