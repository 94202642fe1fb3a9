/** Kinds of agency around a MARAC's table (SafeLives minutes checklist, extended). */
export const AGENCY_KINDS = [
  'POLICE', 'IDVA', 'CSC', 'ASC', 'PRIMARY_CARE', 'ACUTE', 'MATERNITY', 'HEALTH_VISITING', 'MENTAL_HEALTH', 'AMBULANCE', 'PROBATION',
  'PRISON', 'HOUSING_LA', 'HOUSING_RSL', 'SUBSTANCE', 'EDUCATION', 'EARLY_HELP', 'YOUTH_JUSTICE', 'VOLUNTARY_DA', 'BY_AND_FOR',
  'LGBT_SPECIALIST', 'PERP_PROGRAMME', 'FIRE', 'CAFCASS', 'SARC_ISVA', 'REFUGE', 'MARAC_TEAM', 'OTHER',
] as const; // prettier-ignore
export type AgencyKind = (typeof AGENCY_KINDS)[number];
