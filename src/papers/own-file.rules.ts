import type { AgencyKind } from '../maracs/agency-kinds.rules.js';

const ALWAYS =
  'Your own actions, the flag and how the victim is safely contacted may go on your own file. What other agencies told, the list and ' +
  'the minutes may not.';

const ADULT = 'On the record of the victim: your own actions, and the link to an enquiry of your own.';
const HOUSING = 'On the tenancy: the flag, and nothing that tells where the victim is.';
const HOSPITAL =
  'On the record of the victim: the alert for twelve months and the rule of safe contact. On that of the perpetrator: a marker for the ' +
  'safety of staff alone.';
const TREATMENT =
  'On the record of the victim: your own actions and the summary of the risk. On that of the perpetrator: the summary of the risk, ' +
  'without its source and without an address of the victim.';
const CHILDREN =
  'On the record of the child: your own actions. On that of the perpetrator: what an assessment needs, never where the victim is.';

/** What an agency of this kind may keep on its own files (domain: what each agency may keep); practice differs, so each copy says it. */
const BY_KIND: Partial<Record<AgencyKind, string>> = {
  POLICE:
    'On the record of the victim: the flag, the actions of the plan, the marker of the address. On that of the perpetrator: warning ' +
    'markers and intelligence, without its source.',
  PRIMARY_CARE:
    'On the record of the victim: the code for high risk and your own actions, hidden from online access. On that of the child: the code, ' +
    'hidden. On that of the perpetrator: only if it was decided and recorded, and kept out of what is released.',
  ACUTE: HOSPITAL,
  MATERNITY: HOSPITAL,
  AMBULANCE: HOSPITAL,
  MENTAL_HEALTH: TREATMENT,
  SUBSTANCE: TREATMENT,
  CSC: CHILDREN,
  EARLY_HELP: CHILDREN,
  ASC: ADULT,
  HOUSING_LA: HOUSING,
  HOUSING_RSL: HOUSING,
  PROBATION:
    'In the restricted part of the record: the summary of what keeps the victim safe, your own actions, and what a licence is to consider.',
  EDUCATION: 'In the child-protection file alone, never in the file of the pupil.',
  IDVA: 'Your own file is whole for the victim; of the perpetrator and the children, what keeps the victim safe and no more.',
};

/** Printed on every copy: what of it the reader's agency may file, and that the rest it may not. */
export function ownFileAdvice(kind: AgencyKind): string[] {
  const own = BY_KIND[kind];
  return own ? [ALWAYS, own] : [ALWAYS];
}
