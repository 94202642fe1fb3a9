import { normaliseCrn } from '../platform/values/crn.js';
import type { BirthDatePrecision } from '../platform/values/birth-date.js';
import { normaliseNhsNumber } from '../platform/values/nhs-number.js';
import { normalisePhone } from '../platform/values/phone.js';
import { normalisePncId } from '../platform/values/pnc-id.js';
import { normalisePostcode } from '../platform/values/postcode.js';
import { normaliseUprn } from '../platform/values/uprn.js';
import type { NewAddress, NewBirth, NewDetail, NewIdentifier, NewName, NewPhone } from './details.dto.js';
import type { DetailKind, DetailLabel } from './detail.entity.js';
import type { PersonLabel, YesNoUnknown } from './person.entity.js';
import { checkNames, readFormBirth, type Refuse } from './written-person.rules.js';

export const NAME_KINDS = ['PREVIOUS', 'MARRIED', 'RELIGIOUS', 'KNOWN_AS', 'OTHER_SCRIPT', 'OTHER'] as const;
export const ADDRESS_KINDS = ['HOME', 'PREVIOUS', 'BAIL', 'WORK', 'FAMILY', 'OTHER'] as const;
export const IDENTIFIER_KINDS = ['NHS', 'PNC', 'CRN', 'UPRN'] as const;
export type NameKind = (typeof NAME_KINDS)[number];
export type AddressKind = (typeof ADDRESS_KINDS)[number];
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];
export type What = 'NAME' | 'BIRTH' | 'ADDRESS' | 'PHONE' | 'IDENTIFIER';

/** Details of one kind that a person may have: with more, comparing would become slow for everybody. */
export const MOST_OF_A_KIND = 20;

/** What a detail says, in the form in which it is kept. */
export interface ReadDetail {
  what: What;
  kind: DetailKind;
  familyName: string;
  givenNames: string;
  wholeName: string;
  birthDate: string | null;
  birthPrecision: BirthDatePrecision;
  address: string;
  postcode: string;
  fromOn: string | null;
  untilOn: string | null;
  phone: string;
  safeToCall: YesNoUnknown;
  safeVoicemail: YesNoUnknown;
  safeText: YesNoUnknown;
  value: string;
}

const NOTHING: Omit<ReadDetail, 'what'> = {
  ...({ kind: 'OTHER', familyName: '', givenNames: '', wholeName: '', value: '' } as const),
  ...({ birthDate: null, birthPrecision: 'UNKNOWN', address: '', postcode: '', fromOn: null, untilOn: null } as const),
  ...({ phone: '', safeToCall: 'NOT_KNOWN', safeVoicemail: 'NOT_KNOWN', safeText: 'NOT_KNOWN' } as const),
};

/**
 * Reads the one thing that was sent. Null after a refusal.
 * @param of whose it is: a victim's and a child's place of work is a protected location
 */
export function readDetail(input: NewDetail, of: PersonLabel, today: string, refuse: Refuse): ReadDetail | null {
  const given = (['name', 'birth', 'address', 'phone', 'identifier'] as const).filter((part) => input[part]);
  if (given.length !== 1) {
    const detail = 'Give one of name, birth, address, phone and identifier.';
    refuse(`/${given[1] ?? 'name'}`, given.length === 0 ? 'required' : 'one-at-a-time', detail);
    return null;
  }
  let refused = false;
  const note: Refuse = (...problem) => {
    refused = true;
    refuse(...problem);
  };
  const { name, birth, address, phone, identifier } = input;
  const said =
    (name && readName(name, note)) ??
    (birth && readBirth(birth, today, note)) ??
    (address && readAddress(address, of, note)) ??
    (phone && readPhone(phone, note)) ??
    readIdentifier(identifier!, '/identifier', today, note);
  return refused ? null : { ...NOTHING, ...said };
}

type Said = Partial<ReadDetail> & { what: What };

function readName({ kind, familyName = '', givenNames = '', whole = '' }: NewName, refuse: Refuse): Said {
  if (familyName === '' && givenNames === '' && whole === '')
    refuse('/name', 'no-name', 'Give a surname, forenames or the whole name.');
  if (whole !== '' && familyName + givenNames !== '')
    refuse('/name/whole', 'name-given-twice', 'Give the name in its parts or whole, not both.');
  checkNames({ '/name/familyName': familyName, '/name/givenNames': givenNames, '/name/whole': whole }, refuse);
  return { what: 'NAME', kind, familyName, givenNames, wholeName: whole };
}

function readBirth({ birthDate, estimated = false }: NewBirth, today: string, refuse: Refuse): Said {
  const { value, precision } = readFormBirth(birthDate, '/birth/birthDate', today, refuse);
  if (estimated && precision !== 'YEAR')
    refuse('/birth/estimated', 'year-alone', 'Of an estimated birth date, give the year alone.');
  return { what: 'BIRTH', birthDate: value, birthPrecision: estimated ? 'ESTIMATED' : precision };
}

function readAddress(input: NewAddress, of: PersonLabel, refuse: Refuse): Said {
  const { kind, address = '', postcode = '', fromOn = null, untilOn = null } = input;
  if (address === '' && postcode === '') refuse('/address/address', 'required', 'Give an address or a postcode.');
  if (fromOn && untilOn && untilOn < fromOn) refuse('/address/untilOn', 'before-it-began', 'It began later.');
  if (kind === 'WORK' && of !== 'PERPETRATOR')
    refuse('/address/kind', 'protected-kind', 'Where a victim or a child can be found is a protected location of the case.'); // prettier-ignore
  return { what: 'ADDRESS', kind, address, postcode: normalisePostcode(postcode) ?? postcode, fromOn, untilOn };
}

function readPhone({ phone, ...safe }: NewPhone, refuse: Refuse): Said {
  const abroad = /^[\d\s+().\-/]+$/.test(phone) && phone.replace(/\D/g, '').length >= 6;
  const number = normalisePhone(phone) ?? (abroad ? phone : null);
  if (number === null) refuse('/phone/phone', 'not-a-phone', 'This is not one whole telephone number.');
  const { safeToCall = 'NOT_KNOWN', safeVoicemail = 'NOT_KNOWN', safeText = 'NOT_KNOWN' } = safe;
  return { what: 'PHONE', phone: number ?? '', safeToCall, safeVoicemail, safeText };
}

const NUMBERS: Readonly<Record<IdentifierKind, [string, string, (text: string, today: string) => string | null]>> = {
  NHS: ['not-an-nhs-number', 'This is no NHS number: ten digits, of which the last checks the others.', normaliseNhsNumber],
  PNC: ['not-a-pnc-id', 'This is no PNC identifier: a year, a number and the letter that checks them.', (text, today) => normalisePncId(text, Number(today.slice(0, 4)))],
  CRN: ['not-a-crn', 'This is no case reference number: a letter and six digits.', normaliseCrn],
  UPRN: ['not-a-uprn', 'This is no property reference: at most twelve digits.', normaliseUprn],
}; // prettier-ignore

/** A number by which somebody is known, checked. `at` is its place in the body. */
function readIdentifier({ type, value }: NewIdentifier, at: string, today: string, refuse: Refuse): Said {
  const [code, detail, normalise] = NUMBERS[type];
  const number = normalise(value, today);
  if (number === null) refuse(`${at}/value`, code, detail);
  return { what: 'IDENTIFIER', kind: type, value: number ?? '' };
}

/** Numbers that a referral gives for a person, each refused at its place in the list. */
export function readIdentifiers(
  numbers: readonly NewIdentifier[],
  at: string,
  today: string,
  refuse: Refuse,
): ReadDetail[] {
  return numbers.map((number, i) => ({ ...NOTHING, ...readIdentifier(number, `${at}/${i}`, today, refuse) }));
}

/**
 * Which kind of information a detail is. Names, birth dates and numbers go with the person; how somebody is reached goes with their
 * contact, and so does the number of a property, which says where it is; the number of a patient is of health.
 */
export function labelOf({ what, kind }: Pick<ReadDetail, 'what' | 'kind'>, of: PersonLabel): DetailLabel {
  if (kind === 'NHS') return 'HEALTH';
  const reaches = what === 'ADDRESS' || what === 'PHONE' || kind === 'UPRN';
  return reaches ? contactLabelOf(of) : of;
}

/** How a victim or a child is reached is CONTACT; a perpetrator is all of one kind. */
export const contactLabelOf = (of: PersonLabel): 'CONTACT' | 'PERPETRATOR' =>
  of === 'PERPETRATOR' ? 'PERPETRATOR' : 'CONTACT';
