import type { Label } from '../access/labels.js';

/** What the referrer told us may be shown back; how the victim is reached is for those who need it. */
export const REFERRER_SEES: readonly Label[] = ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE'];

/** IDVAs see their own area's victims in full (access by role). */
export const IDVA_SEES: readonly Label[] = [
  'IDENTITY',
  'CONTACT',
  'LOCATION_SAFE',
  'PERPETRATOR',
  'CHILD',
  'HEALTH',
  'SOURCE',
  'EQUALITY',
];
