import { matchKeys } from '../persons/matching.rules.js';
import type { Description } from '../persons/persons.service.js';
import { newId } from '../platform/db/ids.js';
import type { Rows } from './bulk-tables.js';
import type { Couple } from './cases.js';

/** Stands on every row about a case. */
export interface Key {
  case_id: string;
  marac_id: string;
}

/** Ids of a referral's people. */
export interface Parties {
  victim: string;
  perpetrators: string[];
}

/** A record for each person of a referral. Later ones are linked to those of the first (`stands`), never merged with them. */
export function writeParties(rows: Rows, key: Key, couple: Couple, stands: Parties | undefined, by: string): Parties {
  const victim = writePerson(rows, key, couple.victim, stands?.victim, by);
  const perpetrators = couple.perpetrators.map((one, i) => writePerson(rows, key, one, stands?.perpetrators[i], by));
  return { victim, perpetrators };
}

function writePerson(
  rows: Rows,
  key: Key,
  described: Description,
  canonicalId: string | undefined,
  by: string,
): string {
  const id = newId();
  const { label, familyName, givenNames, aliases, birth, sex } = described;
  rows.add('persons.persons', {
    id, ...key, canonical_id: canonicalId ?? id, label, family_name: familyName, given_names: givenNames, aliases,
    birth_date: birth.value, birth_precision: birth.precision, sex,
  }); // prettier-ignore
  const { contactLabel, address, postcode, phone, safeToCall } = described;
  const contact = { label: contactLabel, address, postcode, phone, safe_to_call: safeToCall };
  rows.add('persons.contacts', { id: newId(), person_id: id, ...key, ...contact });
  if (described.equality) rows.add('persons.equality', { id: newId(), person_id: id, ...key, ...described.equality });
  for (const hash of new Set(matchKeys(described))) rows.add('persons.match_keys', { key: hash, person_id: id });
  if (canonicalId) {
    const evidence = ['same name', 'same birth date', 'same telephone', 'same address'];
    const link = { canonical_id: canonicalId, certainty: 'CERTAIN', evidence, decided_by: by };
    rows.add('persons.links', { id: newId(), person_id: id, ...key, ...link });
  }
  return id;
}
