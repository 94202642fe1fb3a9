const FULL = /^(GIR0AA|[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2})$/i;

/**
 * A UK postcode in capitals with one space (`NB1 2AB`), or null when the text is none. Takes any spacing and case, the
 * old GIR 0AA and the pseudo-postcodes of health records (ZZ99). Says nothing about whether the postcode is in use.
 */
export function normalisePostcode(text: string): string | null {
  const packed = text.normalize('NFKC').replace(/[\s.]+/g, '');
  if (!FULL.test(packed)) return null;
  const upper = packed.toUpperCase();
  return `${upper.slice(0, -3)} ${upper.slice(-3)}`;
}

export function isPostcode(text: string): boolean {
  return normalisePostcode(text) !== null;
}

/** ZZ99 3VZ (no fixed abode), ZZ99 3WZ (not known) and their like: a postcode in form that is no place. */
export function isPseudoPostcode(postcode: string): boolean {
  return /^ZZ99/i.test(postcode.trim());
}

/** `NB1` of `NB1 2AB`; null when the text is no postcode or no place. */
export function outwardCode(text: string): string | null {
  const postcode = normalisePostcode(text);
  return postcode === null || isPseudoPostcode(postcode) ? null : postcode.slice(0, -4);
}

/** `NB1 2` of `NB1 2AB`, about 3,000 addresses; null when the text is no postcode or no place. */
export function postcodeSector(text: string): string | null {
  const postcode = normalisePostcode(text);
  return postcode === null || isPseudoPostcode(postcode) ? null : postcode.slice(0, -2);
}
