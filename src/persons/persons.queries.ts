import type { BirthDatePrecision } from '../platform/values/birth-date.js';
import { BulkInsert } from '../platform/db/bulk-insert.js';
import { tx } from '../platform/db/transaction.js';
import type { ContactLabel, EqualityAnswer, PersonLabel, Sex, YesNoUnknown } from './person.entity.js';

export interface Candidate {
  id: string;
  canonicalId: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: BirthDatePrecision;
  sex: Sex;
  address: string;
  postcode: string;
  phone: string;
}

/** More records under one key than this are not told apart by it. */
const MOST = 200;

/**
 * Earlier records under each key. For matching alone: needs an elevated unit of work, and the rows never leave as they are.
 */
export async function candidatesByKey(keys: readonly string[]): Promise<(Candidate & { key: string })[]> {
  return tx().query<Candidate & { key: string }>(
    `select found.key, p.id, p.canonical_id as "canonicalId", p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
            p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex,
            coalesce(c.address, '') as address, coalesce(c.postcode, '') as postcode, coalesce(c.phone, '') as phone
       from unnest($1::bigint[]) as asked(key)
      cross join lateral (
        select k.key, k.person_id from persons.match_keys k where k.key = asked.key order by k.person_id limit ${MOST}) as found
       join persons.persons p on p.id = found.person_id
       left join persons.contacts c on c.person_id = p.id`,
    [keys],
  );
}

export interface PersonRow {
  id: string;
  canonicalId: string;
  label: PersonLabel;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: BirthDatePrecision;
  sex: Sex;
  contactLabel: ContactLabel | null;
  address: string | null;
  postcode: string | null;
  phone: string | null;
  safeToCall: YesNoUnknown | null;
  ethnicity: string | null;
  disability: EqualityAnswer | null;
  lgbt: EqualityAnswer | null;
}

/**
 * These people with what the reader may see of them: what row-level security hides comes back null. The record that stands for a
 * person is the first that the reader may see, so that it does not tell of one that is hidden.
 */
export async function peopleByIds(ids: readonly string[]): Promise<PersonRow[]> {
  return tx().query<PersonRow>(
    `select p.id, (select s.id from persons.persons s where s.canonical_id = p.canonical_id order by s.id limit 1) as "canonicalId",
            p.label, p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
            p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex, c.label as "contactLabel", c.address, c.postcode,
            c.phone, c.safe_to_call as "safeToCall", e.ethnicity, e.disability, e.lgbt
       from persons.persons p
       left join persons.contacts c on c.person_id = p.id
       left join persons.equality e on e.person_id = p.id
      where p.id = any ($1) order by array_position($1::uuid[], p.id)`,
    [ids],
  );
}

const KEYS = new BulkInsert('persons.match_keys', ['key', 'person_id']);

export function insertKeys(personId: string, keys: readonly string[]): void {
  for (const key of keys) tx().insert(KEYS, [key, personId]);
}
