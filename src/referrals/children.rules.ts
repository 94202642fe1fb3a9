import type { Description } from '../persons/persons.service.js';
import { checkNames, readFormBirth, type Refuse } from '../persons/written-person.rules.js';
import { addDays } from '../platform/values/dates.js';
import type { YesNoUnknown } from '../persons/person.entity.js';
import type { NewChild } from './children.dto.js';

/** A child of the household, one by one, as a referral describes them. */
export interface ChildInput extends Description {
  /** of a child who is not born yet; kept apart from a birth date */
  expectedOn: string | null;
  relationships: ChildRelationship[];
}

export interface ChildRelationship {
  /** the victim, or a perpetrator by their place in the referral */
  to: 'VICTIM' | number;
  kind: string;
  parentalResponsibility: YesNoUnknown;
}

/** A pregnancy lasts 40 weeks from the date it is counted from, and seldom more than 42 (NHS, "due date"): with some room for doubt. */
const SOONEST = -28;
const LATEST = 300;

/** Children as the form describes them; what is wrong is refused at its place. `count` is that of the born ones in the household. */
export function readChildren(
  form: { children?: number; childrenKnown?: readonly NewChild[]; perpetrators: readonly unknown[] },
  today: string,
  refuse: Refuse,
): { children: number; childrenKnown: ChildInput[] } {
  const { childrenKnown = [], perpetrators } = form;
  const known = childrenKnown.map((child, i) => readChild(child, perpetrators.length, `/childrenKnown/${i}`, today, refuse)); // prettier-ignore
  const born = known.filter(({ expectedOn }) => expectedOn === null).length;
  if (form.children !== undefined && form.children < born)
    refuse('/children', 'fewer-than-known', 'More children than this are described one by one.');
  return { children: form.children ?? born, childrenKnown: known };
}

function readChild(form: NewChild, perpetrators: number, at: string, today: string, refuse: Refuse): ChildInput {
  const { familyName = '', givenNames = '', birthDate, expectedOn = null, sex = 'NOT_KNOWN' } = form;
  if (familyName === '' && givenNames === '' && expectedOn === null)
    refuse(`${at}/givenNames`, 'no-name', 'A child needs a name, or the date on which it is expected.');
  checkNames({ [`${at}/familyName`]: familyName, [`${at}/givenNames`]: givenNames }, refuse);
  if (expectedOn !== null && birthDate !== undefined)
    refuse(`${at}/expectedOn`, 'born-and-expected', 'A child is born or expected, not both.');
  else if (expectedOn !== null && !isExpected(expectedOn, today))
    refuse(`${at}/expectedOn`, 'not-expected-then', 'No child is expected that soon, or that late.');
  const birth = readFormBirth(birthDate, `${at}/birthDate`, today, refuse);
  return {
    ...{ familyName, givenNames, aliases: [], birth, sex, expectedOn },
    ...{ address: '', postcode: '', phone: '', safeToCall: 'NOT_KNOWN', label: 'CHILD', contactLabel: 'CONTACT' },
    relationships: readRelationships(form, perpetrators, at, refuse),
  };
}

const isExpected = (day: string, today: string): boolean =>
  day >= addDays(today, SOONEST) && day <= addDays(today, LATEST);

function readRelationships(
  { relationships = [] }: NewChild,
  perpetrators: number,
  at: string,
  refuse: Refuse,
): ChildRelationship[] {
  const seen = new Set<unknown>();
  return relationships.map(({ to, perpetrator, kind, parentalResponsibility = 'NOT_KNOWN' }, i) => {
    const place = `${at}/relationships/${i}`;
    const whom = to === 'VICTIM' ? to : (perpetrator ?? 1) - 1;
    if (to === 'VICTIM' && perpetrator !== undefined)
      refuse(`${place}/perpetrator`, 'not-a-perpetrator', 'This is about the victim.');
    if (typeof whom === 'number' && whom >= perpetrators)
      refuse(`${place}/perpetrator`, 'unknown', 'The referral has no such perpetrator.');
    if (seen.has(whom)) refuse(`${place}/to`, 'said-twice', 'What the child is to this party was said already.');
    seen.add(whom);
    return { to: whom, kind, parentalResponsibility };
  });
}
