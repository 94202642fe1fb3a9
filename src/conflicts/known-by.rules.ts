import { type Likeness, namesOf } from '../persons/matching.rules.js';
import { isPseudoPostcode, normalisePostcode } from '../platform/values/postcode.js';
import { normaliseName } from '../platform/values/names.js';
import { normalisePhone } from '../platform/values/phone.js';

/** What a person can be known by. All but a bare name are certain enough to close a case at once. */
export const KEY_KINDS = ['NAME', 'NAME_BIRTH', 'PHONE', 'ADDRESS'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export interface Fact {
  kind: KeyKind;
  /** in a form in which spelling, spacing and case do not matter */
  text: string;
}

/**
 * The facts by which a person is recognised: full names, each with the birth date, the telephone, and the household (postcode with
 * house number or name). A single name, a birth date of which only the year is sure, and a postcode alone are shared by too many.
 */
export function knownBy(person: Pick<Likeness, 'familyName' | 'givenNames' | 'aliases'> & Partial<Likeness>): Fact[] {
  const names = namesOf(person).filter((name) => name.includes(' '));
  const born = person.birth?.precision === 'DAY' ? person.birth.value : null;
  const phone = normalisePhone(person.phone ?? '');
  const household = householdOf(person.address ?? '', person.postcode ?? '');
  return [
    ...names.map((text): Fact => ({ kind: 'NAME', text })),
    ...(born ? names.map((name): Fact => ({ kind: 'NAME_BIRTH', text: `${name}|${born}` })) : []),
    ...(phone ? [{ kind: 'PHONE', text: phone } as const] : []),
    ...(household ? [{ kind: 'ADDRESS', text: household } as const] : []),
  ];
}

/** An e-mail address that is written where a telephone or an address belongs. It closes no case, but nothing is sent there. */
export interface MailboxFact {
  kind: 'EMAIL';
  text: string;
}

const MAILBOX = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/g;

/** Every mailbox that a text names, in the form in which they are compared: what stands behind a plus reaches the same one. */
export function mailboxesIn(text: string): MailboxFact[] {
  const found = text.normalize('NFKC').toLowerCase().match(MAILBOX) ?? [];
  const boxes = found.map((address) => address.replace(/^[.']+/, '').replace(/\+[^@]*@/, '@'));
  return [...new Set(boxes)].map((box) => ({ kind: 'EMAIL', text: box }));
}

/** All that the people of cases are noted by: for who works here, and for what leaves the house. */
export function partyFacts(person: Parameters<typeof knownBy>[0]): (Fact | MailboxFact)[] {
  return [...knownBy(person), ...mailboxesIn(`${person.phone ?? ''} ${person.address ?? ''}`)];
}

/** `NB1 2AB|3 12` of Flat 3, 12 High Street: every number in the address, or its first two words where there is none. */
export function householdOf(address: string, postcode: string): string | null {
  const area = normalisePostcode(postcode);
  if (area === null || isPseudoPostcode(area)) return null;
  const [outward = '', inward = ''] = area.toLowerCase().split(' ');
  const ofThePostcode = new Set([outward, inward, outward + inward]);
  const words = normaliseName(address)
    .split(' ')
    .filter((word) => word !== '' && !ofThePostcode.has(word));
  const numbers = words.filter((word) => /\d/.test(word));
  const house = numbers.length > 0 ? numbers.join(' ') : words.slice(0, 2).join(' ');
  return house === '' ? null : `${area}|${house}`;
}
