import type { Target } from './action.rules.js';
import { CATALOGUE_TEXT } from './catalogue-text.rules.js';
import type { DueClass } from './due.rules.js';

/** Kinds of agency that an action of a service can fall to. Any agency may take any action on: this only sorts the list. */
export const SERVICES = {
  P: ['POLICE'],
  I: ['IDVA'],
  H: ['HOUSING_LA', 'HOUSING_RSL'],
  C: ['CSC', 'EARLY_HELP', 'YOUTH_JUSTICE', 'CAFCASS'],
  A: ['ASC'],
  G: ['PRIMARY_CARE', 'ACUTE', 'MATERNITY', 'HEALTH_VISITING', 'MENTAL_HEALTH', 'AMBULANCE', 'SARC_ISVA'],
  B: ['PROBATION', 'PRISON'],
  D: ['SUBSTANCE'],
  E: ['EDUCATION'],
  V: ['VOLUNTARY_DA', 'BY_AND_FOR', 'LGBT_SPECIALIST', 'PERP_PROGRAMME', 'FIRE', 'REFUGE', 'OTHER'],
  X: ['MARAC_TEAM'],
} as const;

/** An action that conferences agree again and again, in our own words. */
export interface CatalogueEntry {
  code: string;
  label: string;
  agencyKinds: readonly string[];
  target: Target;
  dueClass: DueClass;
}

/** Due norms by code; a code that none of them names takes the standard class. */
const NORMS: Readonly<Record<Exclude<DueClass, 'STANDARD'>, string>> = {
  URGENT: 'P01 P02 P06 P08 P09 P10 I01 H02 C01 A01 X03 X06',
  SHORT: 'I02 G01 G02 P14 X01 E01 V04',
  COMPLEX: 'P11 P13 H03 H04 A02 A03 G05 G07 D03 V01 V03 B03',
  NEXT_MEETING: 'X04 X05 H06 C03 C05 E03',
};

function dueClassOf(code: string): DueClass {
  const found = Object.entries(NORMS).find(([, codes]) => codes.split(' ').includes(code));
  return (found?.[0] as DueClass | undefined) ?? 'STANDARD';
}

export const CATALOGUE: readonly CatalogueEntry[] = CATALOGUE_TEXT.map(([code, target, label]) => ({
  code,
  label,
  agencyKinds: SERVICES[code.charAt(0) as keyof typeof SERVICES],
  target,
  dueClass: dueClassOf(code),
}));

const byCode = new Map(CATALOGUE.map((entry) => [entry.code, entry]));

/** What an area adds and retires. */
export interface LocalCatalogue {
  added: readonly CatalogueEntry[];
  retired: readonly string[];
}

/** The catalogue of an area: everybody's but for what it retired, and its own; a code that it gave twice is the first. */
export function catalogueOf({ added, retired }: LocalCatalogue): CatalogueEntry[] {
  const own = added.filter((entry, i) => added.findIndex(({ code }) => code === entry.code) === i);
  return [...CATALOGUE, ...own].filter(({ code }) => !retired.includes(code));
}

/** What a code stands for in an area; retired ones are told apart from those that never were. */
export function lookUp(code: string, local: LocalCatalogue): CatalogueEntry | 'retired' | 'unknown' {
  const found = catalogueOf(local).find((entry) => entry.code === code);
  if (found) return found;
  return byCode.has(code) || local.added.some((entry) => entry.code === code) ? 'retired' : 'unknown';
}

export function catalogueEntry(code: string): CatalogueEntry | undefined {
  return byCode.get(code);
}
