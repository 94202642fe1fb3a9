import type { BirthDatePrecision } from '../platform/values/birth-date.js';
import { ArrayInsert } from '../platform/db/bulk-insert.js';
import { tx } from '../platform/db/transaction.js';
import type { KnownDetail } from './further.rules.js';
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
  /** what was added since; null: nothing */
  further: KnownDetail[] | null;
  /** address and postcode are those of a protected location */
  protected: boolean;
}

/** A candidate as it comes from the database: one row for each place it is known at, protected ones sealed. */
export interface CandidateRow extends Candidate {
  /** of those asked for, the keys under which it was found; null when asked for otherwise */
  keys: string[] | null;
  locationId: string | null;
  sealed: Buffer | null;
}

/** More records under one key than this are not told apart by it. */
const MOST = 200;

const OF_A_RECORD = `from persons.details d where d.person_id = p.id and d.retracted_at is null`;

/** Other names that were added to a record and stand: all that goes with a protected place into what it is found by. */
export const FURTHER_NAMES = `(
    select json_agg(json_build_object('what', d.what, 'familyName', d.family_name, 'givenNames', d.given_names, 'wholeName', d.whole_name))
      ${OF_A_RECORD} and d.what = 'NAME')`;

/** What was added to a record and stands, for matching. */
export const FURTHER = `(
    select json_agg(json_build_object('what', d.what, 'kind', d.kind, 'familyName', d.family_name, 'givenNames', d.given_names,
                                      'wholeName', d.whole_name, 'birthDate', d.birth_date, 'birthPrecision', d.birth_precision,
                                      'address', d.address, 'postcode', d.postcode, 'phone', d.phone, 'value', d.value) order by d.id)
      ${OF_A_RECORD})`;

const DESCRIBED = `p.id, p.canonical_id as "canonicalId", p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
  p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex,
  place.address, place.postcode, coalesce(c.phone, '') as phone, place.sealed is not null as protected,
  place.location_id as "locationId", place.sealed, ${FURTHER} as further`;
const WITH_PLACES = `
  left join persons.contacts c on c.person_id = p.id and c.label <> 'LOCATION_SAFE'
 cross join lateral (
   select coalesce(c.address, '') as address, coalesce(c.postcode, '') as postcode, null::uuid as location_id, null::bytea as sealed
   union all
   select '', '', l.id, l.sealed from persons.locations l where l.person_id = p.id and l.kind in ('REFUGE', 'NEW_ADDRESS')) as place`;

/**
 * Earlier records under each key. For matching alone: needs an elevated unit of work, and the rows never leave as they are.
 */
export async function candidatesByKey(keys: readonly string[]): Promise<CandidateRow[]> {
  return tx().query<CandidateRow>(
    `select found.keys, ${DESCRIBED}
       from (select k.person_id, array_agg(asked.key::text) as keys
               from unnest($1::bigint[]) as asked(key)
              cross join lateral (
                select m.person_id from persons.match_keys m where m.key = asked.key order by m.person_id limit ${MOST}) as k
              group by k.person_id) as found
       join persons.persons p on p.id = found.person_id ${WITH_PLACES}`,
    [keys],
  );
}

/** Records by their own ids. For matching alone, as `candidatesByKey`. */
export async function recordsById(ids: readonly string[]): Promise<CandidateRow[]> {
  return tx().query<CandidateRow>(
    `select null as keys, ${DESCRIBED} from persons.persons p ${WITH_PLACES} where p.id = any ($1)`,
    [ids],
  );
}

/** Every record of these people (by the records that stand for them). For matching alone, as `candidatesByKey`. */
export async function recordsOf(canonicalIds: readonly string[]): Promise<CandidateRow[]> {
  return tx().query<CandidateRow>(
    `select null as keys, ${DESCRIBED} from persons.persons p ${WITH_PLACES} where p.canonical_id = any ($1)`,
    [canonicalIds],
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
  expectedOn: string | null;
  contactLabel: Exclude<ContactLabel, 'LOCATION_SAFE'> | null;
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
            p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex, p.expected_on as "expectedOn", c.label as "contactLabel", c.address, c.postcode,
            c.phone, c.safe_to_call as "safeToCall", e.ethnicity, e.disability, e.lgbt
       from persons.persons p
       left join persons.contacts c on c.person_id = p.id and c.label <> 'LOCATION_SAFE'
       left join persons.equality e on e.person_id = p.id
      where p.id = any ($1) order by array_position($1::uuid[], p.id)`,
    [ids],
  );
}

const KEYS = new ArrayInsert('persons.match_keys', { key: 'bigint', person_id: 'uuid' });

export function insertKeys(personId: string, keys: readonly string[]): void {
  for (const key of keys) tx().insert(KEYS, [key, personId]);
}

/** Takes keys back that were made with a key that is rotated out. */
export function forgetKeys(personId: string, keys: readonly string[]): void {
  tx().write('delete from persons.match_keys where person_id = $1 and key = any ($2::bigint[])', [personId, keys]);
}

/** Adds keys that may be there already. */
export function addKeys(personId: string, keys: readonly string[]): void {
  tx().write(
    'insert into persons.match_keys (key, person_id) select k.key, $1::uuid from unnest($2::bigint[]) as k(key) on conflict do nothing',
    [personId, keys],
  );
}
