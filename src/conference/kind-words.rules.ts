import type { AgencyKind } from '../maracs/agency-kinds.rules.js';

/** Kinds of agency as they stand in a sentence. */
const WORDS: Record<AgencyKind, string> = {
  POLICE: 'the police',
  IDVA: 'the IDVA service',
  CSC: "children's social care",
  ASC: 'adult social care',
  PRIMARY_CARE: 'primary care',
  ACUTE: 'the acute trust',
  MATERNITY: 'maternity services',
  HEALTH_VISITING: 'health visiting',
  MENTAL_HEALTH: 'mental health services',
  AMBULANCE: 'the ambulance service',
  PROBATION: 'probation',
  PRISON: 'the prison service',
  HOUSING_LA: "the council's housing service",
  HOUSING_RSL: 'a registered social landlord',
  SUBSTANCE: 'substance misuse services',
  EDUCATION: 'education',
  EARLY_HELP: 'early help',
  YOUTH_JUSTICE: 'youth justice',
  VOLUNTARY_DA: 'a voluntary domestic abuse service',
  BY_AND_FOR: 'a by-and-for service',
  LGBT_SPECIALIST: 'a specialist LGBT service',
  PERP_PROGRAMME: 'a perpetrator programme',
  FIRE: 'the fire service',
  CAFCASS: 'Cafcass',
  SARC_ISVA: 'a sexual abuse service',
  REFUGE: 'a refuge',
  MARAC_TEAM: 'the MARAC team',
  OTHER: 'another kind of agency',
};

export const kindInWords = (kind: AgencyKind): string => WORDS[kind];
