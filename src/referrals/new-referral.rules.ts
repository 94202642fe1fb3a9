import type { Description } from '../persons/persons.service.js';
import { type FieldProblem } from '../platform/http/problem.js';
import { type BirthDate, hasReached } from '../platform/values/birth-date.js';
import { parseIsoDate } from '../platform/values/dates.js';
import { normalisePostcode } from '../platform/values/postcode.js';
import type { ReferralInput } from './intake.rules.js';
import type { NewPerson, NewReferral } from './referrals.dto.js';

/** Domestic Abuse Act 2021, section 1: both are 16 or over; younger victims go to children's services. */
const YOUNGEST = 16;

/** Turns a referral form into a referral, or says everything that is wrong with it at its place in the body. */
export function readNewReferral(
  form: NewReferral,
  agencyId: string,
  today: string,
): { input: ReferralInput; errors: FieldProblem[] } {
  const errors: FieldProblem[] = [];
  const refuse = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  for (const [pointer, day] of [
    ['/incidentOn', form.incidentOn],
    ['/disclosedOn', form.disclosedOn],
  ] as const) {
    if (day && day > today) refuse(pointer, 'future-date', 'This day has not come yet.');
  }
  const victim: Description = {
    ...person(form.victim, '/victim', today, refuse),
    label: 'IDENTITY',
    contactLabel: 'CONTACT',
    equality: {
      ethnicity: form.victim.ethnicity ?? 'Not asked',
      disability: form.victim.disability ?? 'NOT_ASKED',
      lgbt: form.victim.lgbt ?? 'NOT_ASKED',
    },
  };
  if (hasReached(YOUNGEST, victim.birth, today) === 'NO') {
    refuse('/victim/birthDate', 'victim-under-16', 'The victim is under 16: this is for children’s services.');
  }
  const perpetrators: Description[] = form.perpetrators.map((perpetrator, i) => ({
    ...person(perpetrator, `/perpetrators/${i}`, today, refuse),
    label: 'PERPETRATOR',
    contactLabel: 'PERPETRATOR',
  }));
  const { victimInformed, consent, judgement, assessment } = form;
  const input: ReferralInput = {
    ref: form.ref ?? null,
    referringAgencyId: agencyId,
    referredOn: today,
    incidentOn: form.incidentOn ?? null,
    disclosedOn: form.disclosedOn ?? (form.incidentOn ? null : today),
    victim,
    perpetrators,
    relationship: form.relationship ?? '',
    children: form.children ?? 0,
    assessment: assessment
      ? {
          instrument: assessment.instrument,
          answers: assessment.answers ?? null,
          statedTotal: assessment.statedTotal ?? null,
          grade: assessment.grade ?? null,
          raisedTo: (assessment.raisedTo as 'MEDIUM' | 'HIGH' | undefined) ?? null,
          raisedBecause: assessment.raisedBecause ?? null,
        }
      : null,
    judgement: judgement ?? null,
    eventsIn12Months: form.eventsIn12Months ?? 0,
    victimInformed,
    consent,
    summary: form.summary ?? '',
    heardOn: null,
  };
  return { input, errors };
}

type Refuse = (pointer: string, code: string, detail: string) => void;

function person(
  form: NewPerson,
  at: string,
  today: string,
  refuse: Refuse,
): Omit<Description, 'label' | 'contactLabel'> {
  const { familyName = '', givenNames = '', aliases = [], postcode = '' } = form;
  if (familyName === '' && givenNames === '' && aliases.length === 0) {
    refuse(`${at}/familyName`, 'no-name', 'A surname, forenames or an alias is needed.');
  }
  return {
    familyName,
    givenNames,
    aliases,
    birth: birth(form.birthDate, `${at}/birthDate`, today, refuse),
    sex: form.sex ?? 'NOT_KNOWN',
    address: form.address ?? '',
    postcode: normalisePostcode(postcode) ?? postcode,
    phone: form.phone ?? '',
    safeToCall: form.safeToCall ?? 'NOT_KNOWN',
  };
}

/** A form asks for ISO dates, so 1 January is what it says; the shape has been checked already. */
function birth(text: string | undefined, at: string, today: string, refuse: Refuse): BirthDate {
  if (text === undefined) return { value: null, precision: 'UNKNOWN' };
  const whole = text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text;
  if (parseIsoDate(whole) === null) refuse(at, 'impossible-date', 'No calendar has this date.');
  else if (whole > today) refuse(at, 'future-date', 'This day has not come yet.');
  return { value: text, precision: text.length === 4 ? 'YEAR' : text.length === 7 ? 'MONTH' : 'DAY' };
}
