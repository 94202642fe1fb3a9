/** Kinds of place that would lead somebody to a victim (domain: addresses with a suppress flag). */
export const LOCATION_KINDS = [
  'REFUGE',
  'NEW_ADDRESS',
  'SCHOOL',
  'GP',
  'WORKPLACE',
  'NEW_AREA_AGENCY',
  'OTHER',
] as const;
export type LocationKind = (typeof LOCATION_KINDS)[number];

/** Kinds where somebody lives: what a referral may name as an address again. */
const LIVED_AT: ReadonlySet<LocationKind> = new Set(['REFUGE', 'NEW_ADDRESS']);
export const isLivedAt = (kind: LocationKind): boolean => LIVED_AT.has(kind);

/** What is sealed of a protected location; '' for what is not known. */
export interface Place {
  /** of the refuge, the school, the practice, the agency */
  name: string;
  address: string;
  postcode: string;
  phone: string;
}

export const placeText = ({ name, address, postcode, phone }: Place): string =>
  JSON.stringify([name, address, postcode, phone]);

/** Reads back what `placeText` wrote. */
export function readPlace(text: string): Place {
  const [name = '', address = '', postcode = '', phone = ''] = JSON.parse(text) as string[];
  return { name, address, postcode, phone };
}
