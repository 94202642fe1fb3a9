import { randomInt } from 'node:crypto';
import { tokenHash } from '../platform/crypto/tokens.js';

/** Crockford's base 32: no letter that is taken for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 6;
const GROUP = 5;

/** A code of 150 random bits to be read out and typed in: `7KQ2M-...`, six groups of five. */
export function newOneTimeCode(): string {
  const group = () => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** What is kept of it. Hyphens, blanks, capitals and look-alikes do not matter. It has full entropy, so a plain hash is enough. */
export function oneTimeCodeHash(code: string): Buffer {
  const typed = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return tokenHash(typed);
}
