import { asDigits, fold, waysToWrite, wordsOf } from './folded-text.rules.js';
import { needlesOf } from './place-needles.rules.js';
import type { Place } from './place.rules.js';

const POSTCODE = /[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}/g;
/** Signs that people put between the parts of a number. */
const BETWEEN = String.raw`[^\p{L}\p{N}]{0,4}`;

/**
 * Whether a text gives a protected place away: its postcode, its telephone, its street with the number, a street or building whose
 * name is rare, its name. Case, punctuation, line breaks, abbreviations (Rd, St, Apt), spacing, O for 0 and I for 1, and letters
 * that only look alike make no difference. It cannot catch a description ("behind the station").
 */
export function givesAway(text: string, places: readonly Place[]): boolean {
  if (text === '' || places.length === 0) return false;
  const folded = fold(text);
  const words = ` ${wordsOf(folded).join(' ')} `;
  const packed = asDigits(folded.replace(/[^\p{L}\p{N}]+/gu, ''));
  return places.some(
    (place) =>
      needlesOf(place).some((needle) => words.includes(` ${needle.join(' ')} `) || isPackedIn(packed, words, needle)) ||
      postcodesOf(place).some((postcode) => hasPostcode(folded, postcode)) ||
      phonesOf(place).some((phone) => hasPhone(folded, phone)),
  );
}

/** `12HiddenLn`, `Hid den Lane 12`: without regard to where words end, for what has a number or stands as one word. */
function isPackedIn(packed: string, words: string, needle: readonly string[]): boolean {
  const [head, last] = [needle.slice(0, -1), needle.at(-1)!];
  const written = waysToWrite(last).map((word) => [...head, word].join(''));
  if (!/^\d/.test(needle[0]!)) return needle.length > 1 && written.some((word) => words.includes(` ${word} `));
  return needle.length > 1 && written.some((word) => new RegExp(`(?<!\\d)${asDigits(word)}`).test(packed));
}

function postcodesOf({ name, address, postcode }: Place): string[] {
  const written = fold(`${postcode}\n${address}\n${name}`).match(POSTCODE) ?? [];
  return written.map((one) => one.replace(/\s/g, ''));
}

function hasPostcode(folded: string, postcode: string): boolean {
  const signs = [...postcode].map((sign) => (/[O0]/.test(sign) ? '[O0]' : /[I1L]/.test(sign) ? '[I1L]' : sign));
  const apart = `(?<![\\p{L}\\p{N}])${signs.join(BETWEEN)}(?![\\p{L}\\p{N}])`;
  return new RegExp(`${signs.join('')}|${apart}`, 'u').test(folded);
}

/** National numbers without the 0 in front, from nine digits on: shorter ones are everybody's (999, 101). */
function phonesOf({ phone }: Place): string[] {
  return phone
    .split(/[,;/\n]|\bor\b/i)
    .map((one) =>
      one
        .replace(/\(0\)/, '')
        .replace(/\D/g, '')
        .replace(/^(?:00)?44/, '')
        .replace(/^0+/, ''),
    )
    .filter((digits) => digits.length >= 9);
}

function hasPhone(folded: string, digits: string): boolean {
  const signs = [...digits].map((digit) => (digit === '0' ? '[0O]' : digit === '1' ? '[1IL]' : digit));
  return new RegExp(`${signs.join(BETWEEN)}(?!\\d)`, 'u').test(folded);
}
