/**
 * A case reference number of the probation service as a letter and six digits (`X123456`), or null. It has no check digit
 * (Ministry of Justice, public code of its case systems).
 */
export function normaliseCrn(text: string): string | null {
  const packed = text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  return /^[A-Z]\d{6}$/.test(packed) ? packed : null;
}
