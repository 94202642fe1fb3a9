import { type BirthParts, inParts, type WrittenName, type WrittenPlace } from '../matching/details.rules.js';
import type { BirthDate } from '../platform/values/birth-date.js';
import { normalisePhone } from '../platform/values/phone.js';
import type { ReadDetail, What } from './details.rules.js';

/** Something that is known of a person beside what a referral says, as matching reads it. */
export type KnownDetail = Pick<
  ReadDetail,
  | 'what'
  | 'kind'
  | 'familyName'
  | 'givenNames'
  | 'wholeName'
  | 'birthDate'
  | 'birthPrecision'
  | 'address'
  | 'postcode'
  | 'phone'
  | 'value'
>;

type Further = readonly KnownDetail[] | null | undefined;

const those = (further: Further, what: What) => (further ?? []).filter((one) => one.what === what);

export function furtherNames(further: Further): WrittenName[] {
  return those(further, 'NAME').map(({ familyName: family, givenNames: given, wholeName }) =>
    wholeName === '' ? { given, family } : inParts(wholeName),
  );
}

export function furtherBirths(further: Further): BirthParts[] {
  return those(further, 'BIRTH').flatMap((one) => birthParts({ value: one.birthDate, precision: one.birthPrecision }));
}

export function furtherPlaces(further: Further): WrittenPlace[] {
  return those(further, 'ADDRESS').map(({ address, postcode }) => ({ address, postcode }));
}

export function furtherPhones(further: Further): string[] {
  return those(further, 'PHONE').flatMap(({ phone }) => normalisePhone(phone) ?? []);
}

/**
 * Numbers by which a person is known, each with its kind in front. The number of a property is not among them: it says where
 * somebody lives, with whoever else lives there.
 */
export function furtherNumbers(further: Further): string[] {
  return those(further, 'IDENTIFIER').flatMap(({ kind, value }) => (kind === 'UPRN' ? [] : [`${kind}${value}`]));
}

const kindOf = (number: string) => number.slice(0, 3);

/** Numbers of the kinds that both people have one of: another NHS number speaks against, a number of another kind does not. */
export function comparable(numbers: readonly string[], others: readonly string[]): string[] {
  const kinds = new Set(others.map((number) => kindOf(number)));
  return numbers.filter((number) => kinds.has(kindOf(number)));
}

/** As far as it is known. */
export function birthParts({ value, precision }: BirthDate): BirthParts[] {
  if (value === null) return [];
  const [year = '', month, day] = value.split('-');
  if (precision === 'YEAR' || precision === 'ESTIMATED' || !month) return [{ year }];
  return [precision === 'MONTH' || !day ? { year, month } : { year, month, day }];
}
