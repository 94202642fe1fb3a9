import type { FieldProblem } from '../platform/http/problem.js';
import { parseIsoDate } from '../platform/values/dates.js';
import { normaliseName } from '../platform/values/names.js';
import { normalisePhone } from '../platform/values/phone.js';

/** What a search asks with. Every field that is given must agree. */
export interface SearchTerms {
  familyName?: string;
  givenNames?: string;
  birthDate?: string;
  phone?: string;
}

/** Results of one search; who has more hits asks more closely. */
export const MOST_FOUND = 20;

/** A pattern would turn asking for somebody into browsing. */
const WILDCARD = /[*%?_]/;

/**
 * Why a search is not run; none when it may be. Somebody is asked for by surname with a birth date or a forename, or by a whole
 * telephone number: with less it would be a list of people who are known to a MARAC.
 */
export function refusedSearch(terms: SearchTerms, today: string): FieldProblem[] {
  const { familyName = '', givenNames = '', birthDate, phone } = terms;
  const problems: FieldProblem[] = [];
  for (const [field, text] of Object.entries({ familyName, givenNames })) {
    if (WILDCARD.test(text))
      problems.push({ pointer: `/${field}`, code: 'no-patterns', detail: 'Names are looked for whole.' });
  }
  if (phone !== undefined && normalisePhone(phone) === null)
    problems.push({ pointer: '/phone', code: 'not-a-phone', detail: 'This is not one whole UK telephone number.' });
  const birth = birthDate === undefined ? null : refusedBirth(birthDate, today);
  if (birth) problems.push(birth);
  const named = normaliseName(familyName) !== '' && (normaliseName(givenNames) !== '' || birthDate !== undefined);
  if (problems.length === 0 && !named && phone === undefined) {
    const detail = 'Give the surname with the birth date or a forename, or a whole telephone number.';
    problems.push({ pointer: '/familyName', code: 'too-little-asked', detail });
  }
  return problems;
}

/** YYYY, YYYY-MM or YYYY-MM-DD, as its field has checked. */
function refusedBirth(text: string, today: string): FieldProblem | null {
  const whole = `${text}-01-01`.slice(0, 10);
  const refused = (code: string, detail: string) => ({ pointer: '/birthDate', code, detail });
  if (parseIsoDate(whole) === null) return refused('impossible-date', 'No calendar has this date.');
  return whole > today ? refused('future-date', 'This day has not come yet.') : null;
}
