import type { AgencyKind } from '../maracs/agency-kinds.rules.js';

/** What an agency may put on its own records, by whose record it is. Null: nothing. */
export interface Filing {
  victim: string | null;
  perpetrator: string | null;
  child: string | null;
  /** the rule for everybody */
  never: string;
}

const NEVER =
  "Do not file these minutes, the agenda or what other agencies said. Where the victim is must not be on any record that the perpetrator's side can reach.";
const OWN = 'own actions, the flag, the safe way to reach her';

const health = (victim: string): Omit<Filing, 'never'> => ({
  victim,
  perpetrator: 'a marker for the safety of staff',
  child: 'an alert',
});
const care: Omit<Filing, 'never'> = { victim: 'own actions, a summary of the risk', perpetrator: 'a summary of the risk, without who told us and without any address of hers', child: null }; // prettier-ignore
const housing: Omit<Filing, 'never'> = { victim: 'the flag, own actions', perpetrator: 'a flag on the tenancy, without where she is', child: null }; // prettier-ignore
const school: Omit<Filing, 'never'> = { victim: null, perpetrator: null, child: 'the child protection file of the safeguarding lead, never the pupil file' }; // prettier-ignore
const others: Omit<Filing, 'never'> = { victim: OWN, perpetrator: null, child: null };

/** By kind of agency (domain: what each agency may keep on its own file). */
const FILING: Partial<Record<AgencyKind, Omit<Filing, 'never'>>> = {
  POLICE: {
    victim: 'the MARAC flag, actions of the plan, the marker on the address',
    perpetrator: 'warning markers and intelligence, without who told us',
    child: 'a link to the child, the child protection notice',
  },
  PRIMARY_CARE: {
    victim: 'a code for high-risk domestic abuse and own actions, hidden from online access',
    perpetrator: 'only if the meeting decided so; taken out when the record is released',
    child: 'a code on the record of the child, hidden from online access',
  },
  ACUTE: health('an alert for twelve months, the safe way to reach her'),
  AMBULANCE: health('an alert for twelve months, the safe way to reach her'),
  MATERNITY: health('an alert for twelve months, the safe way to reach her'),
  MENTAL_HEALTH: care,
  SUBSTANCE: care,
  CSC: { victim: 'own actions', perpetrator: 'as far as the assessment needs it, without her new address', child: 'own actions' },
  ASC: { victim: 'own actions, the link to the enquiry', perpetrator: null, child: null },
  HOUSING_LA: housing,
  HOUSING_RSL: housing,
  PROBATION: {
    victim: 'a summary for her safety in the restricted section',
    perpetrator: 'actions, what is considered for the licence; in the restricted part alone',
    child: null,
  },
  EDUCATION: school,
  IDVA: { victim: 'her whole file with your service', perpetrator: 'as little as is needed', child: 'as little as is needed' },
}; // prettier-ignore

/** What is printed on the minutes for a reader of this kind of agency. */
export function filingFor(kind: AgencyKind): Filing {
  return { ...(FILING[kind] ?? others), never: NEVER };
}
