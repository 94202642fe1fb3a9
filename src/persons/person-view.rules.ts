import type { Label } from '../access/labels.js';
import type { OpenCase } from '../access/open-case.js';
import { redact, type Redacted } from '../access/redact.rules.js';
import type { PersonRow } from './persons.queries.js';

interface ContactOf {
  address: string;
  postcode: string;
  phone: string;
  safeToCall: string;
}
interface EqualityOf {
  ethnicity: string;
  disability: string;
  lgbt: string;
}

interface WholePerson {
  id: string;
  /** the record that stands for this person */
  personRef: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: string;
  sex: string;
  /** of a child alone: when it is expected, while it is not born */
  expectedOn?: string | null;
  /** null: nobody said */
  contact: ContactOf | null;
  equality: EqualityOf | null;
}

/** A person as one reader may see them. Where they are safe is a view of its own (locations). */
export type PersonView = Redacted<WholePerson, 'contact' | 'equality'>;

/** Cuts a row down to what the reader's labels allow; row-level security has cut it before, this names what is missing. */
export function personView(row: PersonRow, open: Pick<OpenCase, 'why'>): PersonView {
  const { id, canonicalId: personRef, familyName, givenNames, aliases, birthDate, birthPrecision, sex } = row;
  const { address, postcode, phone, safeToCall, ethnicity, disability, lgbt } = row;
  const reached: Label = row.contactLabel ?? (row.label === 'PERPETRATOR' ? 'PERPETRATOR' : 'CONTACT');
  const whole: WholePerson = {
    ...{ id, personRef, familyName, givenNames, aliases, birthDate, birthPrecision, sex },
    ...(row.label === 'CHILD' && { expectedOn: row.expectedOn }),
    contact: row.contactLabel && {
      ...{
        address: address ?? '',
        postcode: postcode ?? '',
        phone: phone ?? '',
        safeToCall: safeToCall ?? 'NOT_KNOWN',
      },
    },
    equality: ethnicity ? { ethnicity, disability: disability ?? 'NOT_ASKED', lgbt: lgbt ?? 'NOT_ASKED' } : null,
  };
  return redact(whole, { contact: reached, equality: 'EQUALITY' }, open);
}
