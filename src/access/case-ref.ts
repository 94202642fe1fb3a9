import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a reference read over the telephone is not misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A case's reference, `NB-7K3M9QXT`: says nothing about the case, cannot be counted through, and is short enough to read out. */
export function newCaseRef(maracCode: string): string {
  return `${maracCode}-${[...randomBytes(8)].map((byte) => ALPHABET[byte & 31]).join('')}`;
}
