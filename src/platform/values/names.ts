const ASCII = /^[\x00-\x7f]*$/;
/** Apostrophes as typed, and the invisible joiners that Persian and Indian scripts carry, and the Arabic stretch. */
const DROPPED = /['`´‘’‚‛ʹʻʼʽˈ′＇ꞌ\u00ad\u0640\u200b-\u200f\u2060\ufeff]/g;
/** Accents of Latin, Greek and Cyrillic, and the optional vowel signs of Hebrew and Arabic. Indian vowel signs are letters, and stay. */
const ACCENTS = new RegExp(
  `[${String.raw`\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f`}]`,
  'g',
);
const NOT_NAME = /[^\p{L}\p{M}\p{N}]+/gu;
/** Letters that Unicode does not take apart. */
const SPELT_OUT: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ƒ: 'f',
  ς: 'σ',
};
const SPELT = new RegExp(`[${Object.keys(SPELT_OUT).join('')}]`, 'g');

/**
 * A name in the form used for comparing, never for showing: small letters, no accents, no apostrophes (`O'Brien` and
 * `OBrien` agree), hyphens and other marks as one space, `ł ø ß æ đ` spelt out. Other scripts keep their letters.
 * Normalising twice changes nothing.
 */
export function normaliseName(name: string): string {
  if (ASCII.test(name)) {
    return name
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  }
  return name
    .replace(DROPPED, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(DROPPED, '')
    .replace(ACCENTS, '')
    .replace(SPELT, (letter) => SPELT_OUT[letter] ?? letter)
    .normalize('NFC')
    .replace(NOT_NAME, ' ')
    .trim();
}

/** The words of a name, normalised; none for a blank. */
export function nameWords(name: string): string[] {
  const normal = normaliseName(name);
  return normal === '' ? [] : normal.split(' ');
}
