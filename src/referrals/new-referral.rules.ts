import { type Likeness, namesOf } from '../persons/matching.rules.js';
import type { Description } from '../persons/persons.service.js';
import { readIdentifiers } from '../persons/details.rules.js';
import { readFormBirth, type Refuse } from '../persons/written-person.rules.js';
import type { FieldProblem } from '../platform/http/problem.js';
import { hasReached } from '../platform/values/birth-date.js';
import { normalisePostcode } from '../platform/values/postcode.js';
import type { AssessmentFields } from '../assessments/assessments.http.js';
import type { AssessmentInput, ReferralInput } from './intake.rules.js';
import { readChildren } from './children.rules.js';
import type { NewParty, NewPerson, NewReferral, NewVictim } from './referrals.dto.js';

/** Domestic Abuse Act 2021, section 1: both are 16 or over; younger victims go to children's services. */
const YOUNGEST = 16;

/** Turns a referral form into a referral, or says everything that is wrong with it at its place in the body. */
export function readNewReferral(
  form: NewReferral,
  agencyId: string,
  today: string,
): { input: ReferralInput; errors: FieldProblem[] } {
  const errors: FieldProblem[] = [];
  const refuse: Refuse = (pointer, code, detail) => errors.push({ pointer, code, detail });
  for (const day of ['incidentOn', 'disclosedOn'] as const) {
    if ((form[day] ?? '') > today) refuse(`/${day}`, 'future-date', 'This day has not come yet.');
  }
  const input: ReferralInput = {
    ref: form.ref ?? null,
    referringAgencyId: agencyId,
    referredOn: today,
    incidentOn: form.incidentOn ?? null,
    disclosedOn: form.disclosedOn ?? (form.incidentOn ? null : today),
    victim: victim(form.victim, today, refuse),
    perpetrators: form.perpetrators.map((one, i) => ({
      ...readParty(one, `/perpetrators/${i}`, today, refuse),
      label: 'PERPETRATOR',
      contactLabel: 'PERPETRATOR',
    })),
    relationship: form.relationship ?? '',
    ...readChildren(form, today, refuse),
    assessment: form.assessment ? assessment(form.assessment) : null,
    judgement: form.judgement ?? null,
    eventsIn12Months: form.eventsIn12Months ?? 0,
    victimInformed: form.victimInformed,
    consent: form.consent,
    summary: form.summary ?? '',
    heardOn: null,
  };
  refuseSamePerson(input.victim, input.perpetrators, refuse);
  return { input, errors };
}

function victim(form: NewVictim, today: string, refuse: Refuse): Description {
  const { ethnicity = 'Not asked', disability = 'NOT_ASKED', lgbt = 'NOT_ASKED' } = form;
  const described = readParty(form, '/victim', today, refuse);
  const { value } = described.birth;
  const isBorn = value === null || value <= today.slice(0, value.length);
  if (isBorn && hasReached(YOUNGEST, described.birth, today) === 'NO') {
    refuse('/victim/birthDate', 'victim-under-16', 'The victim is under 16: this is for children’s services.');
  }
  const equality = { ethnicity, disability, lgbt };
  return {
    ...described,
    label: 'IDENTITY',
    contactLabel: 'CONTACT',
    protected: form.addressProtected ?? false,
    equality,
  };
}

function assessment({
  instrument,
  answers,
  statedTotal,
  grade,
  raisedTo,
  raisedBecause,
}: AssessmentFields): AssessmentInput {
  return {
    instrument,
    answers: answers ?? null,
    statedTotal: statedTotal ?? null,
    grade: grade ?? null,
    raisedTo: raisedTo === 'STANDARD' ? null : (raisedTo ?? null),
    raisedBecause: raisedBecause ?? null,
  };
}

/** A person whom a referral is about, with the numbers that agencies know them by. */
function readParty(form: NewParty, at: string, today: string, refuse: Refuse): ReturnType<typeof readPerson> {
  const further = readIdentifiers(form.identifiers ?? [], `${at}/identifiers`, today, refuse);
  return { ...readPerson(form, at, today, refuse), ...(further.length > 0 && { further }) };
}

/** A person as a form describes them; what is wrong is refused at its place below `at`. */
export function readPerson(
  form: NewPerson,
  at: string,
  today: string,
  refuse: Refuse,
): Omit<Description, 'label' | 'contactLabel'> {
  const { familyName = '', givenNames = '', aliases = [], postcode = '' } = form;
  // marks, emoji and what cannot be seen are no name: nobody would ever be found by them
  if (namesOf({ familyName, givenNames, aliases }).length === 0)
    refuse(`${at}/familyName`, 'no-name', 'A surname, forenames or an alias is needed.');
  return {
    familyName,
    givenNames,
    aliases,
    birth: readFormBirth(form.birthDate, `${at}/birthDate`, today, refuse),
    sex: form.sex ?? 'NOT_KNOWN',
    address: form.address ?? '',
    postcode: normalisePostcode(postcode) ?? postcode,
    phone: form.phone ?? '',
    safeToCall: form.safeToCall ?? 'NOT_KNOWN',
  };
}

/**
 * The same name words and the same whole birth date: somebody was typed in twice. Without birth dates it is let through, since
 * father and son share names; so are others of one name who were born in the same year.
 */
export function refuseSamePerson(about: Likeness, perpetrators: readonly Likeness[], refuse: Refuse): void {
  const names = new Set(namesOf(about));
  perpetrators.forEach((one, i) => {
    const sameDay = one.birth.precision === 'DAY' && one.birth.value === about.birth.value;
    if (sameDay && namesOf(one).some((name) => names.has(name)))
      refuse(`/perpetrators/${i}`, 'same-person', 'By name and birth date this is the victim.');
  });
}
