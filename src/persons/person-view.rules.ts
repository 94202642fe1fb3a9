import type { Label } from '../access/labels.js';
import type { PersonRow } from './persons.queries.js';

/** A field the protocol keeps from this reader, and the kind of information it is. */
export interface Withheld {
  field: string;
  reason: Label;
}

/** A person as one reader may see them: what is withheld is absent and named, never blank. */
export interface PersonView {
  id: string;
  /** the record that stands for this person */
  personRef: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: string;
  sex: string;
  contact?: { address: string; postcode: string; phone: string; safeToCall: string };
  equality?: { ethnicity: string; disability: string; lgbt: string };
  withheld: Withheld[];
}

/** Cuts a row down to what the reader's labels allow; row-level security has cut it before, this names what is missing. */
export function personView(row: PersonRow, shows: (label: Label) => boolean): PersonView {
  const { id, canonicalId: personRef, familyName, givenNames, aliases, birthDate, birthPrecision, sex } = row;
  const view: PersonView = {
    id,
    personRef,
    familyName,
    givenNames,
    aliases,
    birthDate,
    birthPrecision,
    sex,
    withheld: [],
  };
  const contactLabel: Label = row.contactLabel ?? (row.label === 'PERPETRATOR' ? 'PERPETRATOR' : 'CONTACT');
  if (!shows(contactLabel)) view.withheld.push({ field: 'contact', reason: contactLabel });
  else if (row.contactLabel) {
    view.contact = {
      address: row.address ?? '',
      postcode: row.postcode ?? '',
      phone: row.phone ?? '',
      safeToCall: row.safeToCall ?? 'NOT_KNOWN',
    };
  }
  if (!shows('EQUALITY')) view.withheld.push({ field: 'equality', reason: 'EQUALITY' });
  else if (row.ethnicity) {
    view.equality = {
      ethnicity: row.ethnicity,
      disability: row.disability ?? 'NOT_ASKED',
      lgbt: row.lgbt ?? 'NOT_ASKED',
    };
  }
  return view;
}
