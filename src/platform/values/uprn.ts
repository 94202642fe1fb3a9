/**
 * A Unique Property Reference Number without leading zeros, or null: at most twelve digits, which stay text (GeoPlace; leading
 * zeros are not significant). It names a property, so it says where somebody is.
 */
export function normaliseUprn(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/\s+/g, '');
  if (!/^\d{1,12}$/.test(digits)) return null;
  const significant = digits.replace(/^0+/, '');
  return significant === '' ? null : significant;
}
