const PUNCTUATION = /[\s().\-‐-―/]+/g;
const UK_NUMBER = /^0[1-35789]\d{8,9}$/;
const FILLER = /^0(\d)\1+$/;

/**
 * A UK telephone number as eleven (a few old areas: ten) digits from 0: `+44 (0)7700 900123`, `0044 7700 900123` and a
 * spreadsheet's `7700900123` are all `07700900123`. Null for anything else: several numbers in one cell, numbers abroad,
 * words, and fillers such as 07777777777, which would make strangers look alike.
 */
export function normalisePhone(text: string): string | null {
  const packed = text
    .normalize('NFKC')
    .trim()
    .replace(/^tel\.?:?/i, '')
    .replace(PUNCTUATION, '');
  if (!/^\+?\d{9,15}$/.test(packed)) return null;
  const national = packed.replace(/^(?:\+|00)44/, '0').replace(/^00/, '0');
  const local = /^44[1-35789]\d{9}$/.test(national) ? `0${national.slice(2)}` : withZero(national);
  return UK_NUMBER.test(local) && !FILLER.test(local) ? local : null;
}

export function isMobile(phone: string): boolean {
  return /^07[1-57-9]\d{8}$/.test(phone);
}

/** Spreadsheets take a number for a sum and drop the leading zero. */
function withZero(digits: string): string {
  return /^[1-35789]\d{9}$/.test(digits) ? `0${digits}` : digits;
}
