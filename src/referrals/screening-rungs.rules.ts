import { HEIGHT, heightOf, type Tells } from '../alerts/ladder.rules.js';
import { REFERRAL_WAITS, REFERRAL_WAITS_LONG } from './referrals.events.js';

/** How loud it has become, as lists show it: 1 reached the coordinators, 2 the chairs. */
export const alarmOf = (tells: readonly Tells[]): 1 | 2 => (heightOf(tells) >= HEIGHT.CHAIR ? 2 : 1);

const are = (tells: readonly Tells[], ...these: Tells[]) =>
  tells.length === these.length && these.every((one) => tells.includes(one));

/** The event by which rungs that tell whom they always told are told of; others, which an area added, are by their own. */
export function eventOf(tells: readonly Tells[], first: boolean): string | null {
  if (first && are(tells, 'COORDINATOR')) return REFERRAL_WAITS;
  return are(tells, 'COORDINATOR', 'CHAIR') ? REFERRAL_WAITS_LONG : null;
}
