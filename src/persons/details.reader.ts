import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import { inParts } from '../matching/details.rules.js';
import type { KnownDetail } from './further.rules.js';
import type { Likeness } from './matching.rules.js';

type Row = KnownDetail &
  Pick<Likeness, 'aliases'> & {
    personId: string;
    mainFamily: string;
    mainGiven: string;
    mainBirth: string | null;
    mainPrecision: Likeness['birth']['precision'];
  };

/** What was added to people, for higher floors that compare it. */
@Injectable()
export class DetailsReader {
  /** A person as one detail makes them known, with what belongs to it; undefined when it was taken back. For the system, which tells nobody. */
  async knownBy(detailId: string): Promise<{ personId: string; described: Likeness } | undefined> {
    const row = await tx().one<Row>(
      `select d.person_id as "personId", d.what, d.family_name as "familyName", d.given_names as "givenNames", d.whole_name as "wholeName",
              d.birth_date as "birthDate", d.birth_precision as "birthPrecision", d.address, d.postcode, d.phone,
              p.family_name as "mainFamily", p.given_names as "mainGiven", p.aliases, p.birth_date as "mainBirth", p.birth_precision as "mainPrecision"
         from persons.details d join persons.persons p on p.id = d.person_id where d.id = $1 and d.retracted_at is null`,
      [detailId],
    );
    return row && { personId: row.personId, described: described(row) };
  }
}

/** A name goes with the birth date that was known, a birth date with the names; how somebody is reached stands alone. */
function described({ what, address, postcode, phone, ...row }: Row): Likeness {
  const born = { value: row.mainBirth, precision: row.mainPrecision };
  const nameless = {
    familyName: '',
    givenNames: '',
    aliases: [],
    birth: { value: null, precision: 'UNKNOWN' },
  } as const;
  const reached = { sex: 'NOT_KNOWN', address, postcode, phone } as const;
  if (what === 'BIRTH') {
    const birth = { value: row.birthDate, precision: row.birthPrecision };
    return { ...reached, familyName: row.mainFamily, givenNames: row.mainGiven, aliases: row.aliases, birth };
  }
  if (what !== 'NAME') return { ...reached, ...nameless };
  const { family, given } = row.wholeName === '' ? { family: row.familyName, given: row.givenNames } : inParts(row.wholeName); // prettier-ignore
  return { ...reached, familyName: family, givenNames: given, aliases: [], birth: born };
}
