import { createHash } from 'node:crypto';
import { COMMON_PASSWORDS } from './common-passwords.js';

const BYTES = 6;

let known: Buffer | undefined;

/** True for a password that many had when it leaked. `folded`: in lower case, NFKC. One in 16 thousand million others is taken for one. */
export function isCommonPassword(folded: string): boolean {
  const list = (known ??= Buffer.from(COMMON_PASSWORDS, 'base64'));
  const wanted = createHash('sha256').update(folded).digest().subarray(0, BYTES);
  let low = 0;
  let high = list.length / BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = wanted.compare(list, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}
