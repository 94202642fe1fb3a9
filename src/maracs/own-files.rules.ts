import type { AgencyKind } from './agency-kinds.rules.js';

/** What an agency may put on its own records, by whose record it is. Null: nothing. */
export interface OwnFiles {
  victim: string | null;
  perpetrator: string | null;
  child: string | null;
}

/** For everybody; practice differs, so everything that goes out says it. */
export const NEVER_FILED =
  'Do not file minutes, case lists or what other agencies said: your own actions, the flag and the safe way to contact the victim may go ' +
  'on your own file. Where the victim is must not be on any record that the perpetrator’s side can reach.';

const hospital: OwnFiles = {
  victim: 'an alert for twelve months, the safe way to contact the victim',
  perpetrator: 'a marker for the safety of staff alone',
  child: 'an alert',
};
const treatment: OwnFiles = {
  victim: 'own actions, a summary of the risk',
  perpetrator: 'a summary of the risk, without who told us and without any address of the victim',
  child: null,
};
const children: OwnFiles = {
  victim: 'own actions',
  perpetrator: 'as far as an assessment needs it, without where the victim is',
  child: 'own actions',
};
const housing: OwnFiles = {
  victim: 'the flag, own actions',
  perpetrator: 'a flag on the tenancy, without where the victim is',
  child: null,
};
const others: OwnFiles = {
  victim: 'own actions, the flag, the safe way to contact the victim',
  perpetrator: null,
  child: null,
};

/** By kind of agency (domain: what each agency may keep on its own file). */
const BY_KIND: Partial<Record<AgencyKind, OwnFiles>> = {
  POLICE: {
    victim: 'the MARAC flag, actions of the plan, the marker on the address',
    perpetrator: 'warning markers and intelligence, without who told us',
    child: 'a link to the child, the child protection notice',
  },
  PRIMARY_CARE: {
    victim: 'a code for high-risk domestic abuse and own actions, hidden from online access',
    perpetrator: 'only if it was decided and recorded; taken out when the record is released',
    child: 'a code on the record of the child, hidden from online access',
  },
  ACUTE: hospital,
  AMBULANCE: hospital,
  MATERNITY: hospital,
  MENTAL_HEALTH: treatment,
  SUBSTANCE: treatment,
  CSC: children,
  EARLY_HELP: children,
  ASC: { victim: 'own actions, the link to an enquiry of your own', perpetrator: null, child: null },
  HOUSING_LA: housing,
  HOUSING_RSL: housing,
  PROBATION: {
    victim: 'a summary of what keeps the victim safe, in the restricted section',
    perpetrator: 'own actions, what a licence is to consider; in the restricted part alone',
    child: null,
  },
  EDUCATION: {
    victim: null,
    perpetrator: null,
    child: 'the child protection file of the safeguarding lead, never the pupil file',
  },
  IDVA: {
    victim: 'the whole file with your service',
    perpetrator: 'as little as is needed',
    child: 'as little as is needed',
  },
};

/** What an agency of this kind may keep on its own records. */
export function ownFilesOf(kind: AgencyKind): OwnFiles {
  return BY_KIND[kind] ?? others;
}

/** As it is printed: the rule for everybody, then a line for each record, also for one on which nothing goes. */
export function ownFilesInWords(kind: AgencyKind): string[] {
  const { victim, perpetrator, child } = ownFilesOf(kind);
  return [
    NEVER_FILED,
    ...[
      ['victim', victim],
      ['perpetrator', perpetrator],
      ['child', child],
    ].map(([whose, what]) => `On the record of the ${whose}: ${what ?? 'nothing'}.`),
  ];
}
