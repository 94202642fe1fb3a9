import type { AgencyKind } from '../maracs/agency-kinds.rules.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** Who asks for serial perpetrators of a MARAC. */
export interface SerialAsker {
  coordinates: boolean;
  /** speaks for their agency there */
  represents: boolean;
  /** supports victims there */
  supports: boolean;
  agencyKind: AgencyKind;
}

/**
 * Serial perpetrators are for coordinators and for the police, who pursue them (MATAC). Not for whoever stands at a victim's side: that
 * a perpetrator had other victims is told to one by a disclosure that the police decide on (DVDS, Clare's Law), not from a list.
 */
export function mayKnowSerial({ coordinates, represents, supports, agencyKind }: SerialAsker): boolean {
  return coordinates || (represents && !supports && agencyKind === 'POLICE');
}

/** A duplicate counts as what it repeats, which is the same victim: so the count does not tell who is not to know that it is one. */
const COUNTED: readonly ReferralStatus[] = [
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'TRANSFERRED_OUT',
  'DUPLICATE',
  'REPEAT_NOTED',
];

/** Which referrals count; declined ones where the area's repeat rule counts them. */
export function countedStatuses(repeat: { countDeclined: boolean }): readonly ReferralStatus[] {
  return repeat.countDeclined ? [...COUNTED, 'DECLINED'] : COUNTED;
}
