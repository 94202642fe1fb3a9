import type { Role } from '../identity/roles.rules.js';
import { type Label, LABELS } from './labels.js';

/** How somebody stands to a case. Each comes about by one deed, which is on record; the roles alone give the first two. */
export const RELATIONS = {
  COORDINATES: {
    deed: 'coordinates the MARAC of the case',
    labels: LABELS,
    because: 'receives, screens and circulates every case and keeps its protected addresses: full access',
  },
  CHAIRS: {
    deed: 'chairs the MARAC of the case',
    labels: [...LABELS].filter((label) => label !== 'LOCATION_SAFE'),
    because: 'decides on every case; protected addresses on need alone, asked for case by case',
  },
  NEED: {
    deed: 'said why a protected address is needed',
    labels: ['LOCATION_SAFE'],
    because: 'a chair reads protected addresses on need: one kind of information, for an hour, with a reason',
  },
  AUDIT: {
    deed: 'said why a case is read for audit',
    labels: ['IDENTITY', 'PERPETRATOR', 'CHILD', 'HEALTH', 'INTELLIGENCE', 'SOURCE', 'EQUALITY'],
    because: 'an auditor reads with a reason, for an hour; how and where the victim is reached stays masked',
  },
  SUPPORT: {
    deed: "works for the area's IDVA service, to which each case is given on referral",
    labels: ['IDENTITY', 'CONTACT', 'LOCATION_SAFE', 'PERPETRATOR', 'CHILD', 'HEALTH', 'SOURCE', 'EQUALITY'],
    because:
      'IDVAs see the victims of their own area in full, addresses included; intelligence as far as it is shared with a meeting',
  },
  REFERRAL: {
    deed: 'works for an agency that referred the case',
    labels: ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE'],
    because: 'what the referrer told us may be shown back; how the victim is reached is for those who need it',
  },
  CIRCULATION: {
    deed: 'works for an agency to which the case was circulated for a meeting',
    labels: ['IDENTITY', 'PERPETRATOR', 'CHILD'],
    because: 'a core representative sees listed cases for which the agency is needed, and no addresses',
  },
  MEETING: {
    deed: 'works for an agency at the meeting to which the case was circulated, from its day on; an IDVA service, from circulation on',
    labels: ['INTELLIGENCE'],
    because:
      'what agencies share with a meeting is for those at it, once they declared confidentiality; it ends some days after',
  },
  RESEARCH: {
    deed: 'works for an agency that was asked to search its own records',
    labels: ['IDENTITY', 'PERPETRATOR', 'CHILD'],
    because:
      'a search needs the names and birth dates of everybody in the case, and no more; nobody calls the victim for it',
  },
  ACTION: {
    deed: 'works for an agency that owns an open action on the case',
    labels: ['IDENTITY'],
    because: 'who carries out an action must know whom it is about; anything more is shared on purpose',
  },
  GUEST: {
    deed: "was invited to the case's own slot of a meeting",
    labels: ['IDENTITY'],
    because: 'a guest attends one case and sees nothing else; the rest is said in the room',
  },
  TRANSFER: {
    deed: 'coordinates the MARAC that accepted the transfer of the case',
    labels: ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD', 'HEALTH'],
    because:
      'the transfer package: what the new area needs to keep the victim safe; a protected address is ticked and given a reason',
  },
  BREAK_GLASS: {
    deed: 'opened the case in an emergency, with a reason that somebody else reviews',
    labels: ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD'],
    because:
      'to reach a victim and the children and to know from whom; where she is safe, who told us and intelligence stay shut',
  },
  NONE: { deed: 'has nothing to do with the case', labels: [], because: 'hidden and absent look alike' },
  EXCLUDED: {
    deed: 'has a conflict of interest, or a restriction shuts the agency out',
    labels: [],
    because: 'an exclusion beats every role and every sharing decision, an emergency too',
  },
} as const satisfies Record<string, { deed: string; labels: readonly Label[]; because: string }>;

export type Relation = keyof typeof RELATIONS;

/** The kinds of information that a relation to a case brings with it: what goes into the sharing decision. */
export const labelsOf = (relation: Relation): readonly Label[] => RELATIONS[relation].labels;

/** Relations that come about by sharing a case with an agency, or with a person of it. */
const WITH_AN_AGENCY = [
  ...(['SUPPORT', 'REFERRAL', 'CIRCULATION', 'MEETING', 'RESEARCH', 'ACTION', 'GUEST', 'TRANSFER'] as const),
] satisfies Relation[];

/**
 * Which relations count for which role (domain: access by role). A relation that is not in a role's line gives it nothing: an
 * administrator of an agency with which a case was shared still sees no case, and a steering group sees figures alone.
 */
export const COUNTS_FOR: Readonly<Record<Role, readonly Relation[]>> = {
  COORDINATOR: ['COORDINATES', ...WITH_AN_AGENCY, 'BREAK_GLASS'],
  CHAIR: ['CHAIRS', 'NEED', ...WITH_AN_AGENCY],
  AGENCY_REPRESENTATIVE: [...WITH_AN_AGENCY, 'BREAK_GLASS'],
  IDVA: [...WITH_AN_AGENCY, 'BREAK_GLASS'],
  REFERRER: ['REFERRAL', 'GUEST'],
  AUDITOR: ['AUDIT'],
  ADMINISTRATOR: [],
  ANALYST: [],
  OBSERVER: [],
  AGENCY_MANAGER: ['ACTION'],
  STRATEGIC_LEAD: [],
  STEERING_GROUP: [],
};

/** What a person in this role and relation sees of a case, given that their agency's signature of the protocol is in force. */
export function shownTo(role: Role, relation: Relation): readonly Label[] {
  return COUNTS_FOR[role].includes(relation) ? labelsOf(relation) : [];
}
