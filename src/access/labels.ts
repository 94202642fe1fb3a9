/** Kinds of information on a case. What a reader may see is a set of these, never a set of tables. */
export const LABELS = [
  'IDENTITY', 'CONTACT', 'LOCATION_SAFE', 'PERPETRATOR', 'CHILD', 'HEALTH', 'INTELLIGENCE', 'SOURCE', 'EQUALITY',
] as const; // prettier-ignore
export type Label = (typeof LABELS)[number];
