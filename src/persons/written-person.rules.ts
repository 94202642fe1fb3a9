import { type BirthDate } from '../platform/values/birth-date.js';
import { parseIsoDate } from '../platform/values/dates.js';

/** A whole birth date, or its year and month, or its year. */
export const BIRTH = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** Says what is wrong, at its place in the body. */
export type Refuse = (pointer: string, code: string, detail: string) => void;

/** A name has a letter of some script in it, and no picture; one letter will do, for there are such names. */
export function isName(text: string): boolean {
  return /\p{L}/u.test(text) && !/\p{Extended_Pictographic}/u.test(text);
}

/** Refuses what is no name, at its field. */
export function checkNames(names: Readonly<Record<string, string>>, refuse: Refuse): void {
  for (const [pointer, name] of Object.entries(names))
    if (name !== '' && !isName(name)) refuse(pointer, 'not-a-name', 'A name has letters, and no pictures.');
}

/**
 * A birth date as a form gives it: YYYY-MM-DD, or YYYY-MM or YYYY when no more is known; the shape has been checked already. Forms
 * ask for ISO dates, so 1 January is what it says.
 */
export function readFormBirth(text: string | undefined, at: string, today: string, refuse: Refuse): BirthDate {
  if (text === undefined) return birthOf(text);
  const whole = text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text;
  if (parseIsoDate(whole) === null) refuse(at, 'impossible-date', 'No calendar has this date.');
  else if (whole > today) refuse(at, 'future-date', 'This day has not come yet.');
  return birthOf(text);
}

/** YYYY-MM-DD, or YYYY-MM or YYYY when no more is known, as a form gives it. */
export function birthOf(text: string | undefined): BirthDate {
  if (text === undefined) return { value: null, precision: 'UNKNOWN' };
  return { value: text, precision: text.length === 4 ? 'YEAR' : text.length === 7 ? 'MONTH' : 'DAY' };
}
