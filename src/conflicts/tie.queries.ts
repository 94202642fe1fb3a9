import { BulkInsert } from '../platform/db/bulk-insert.js';
import { tx } from '../platform/db/transaction.js';
import type { Nature } from './conflict.rules.js';
import type { KeyKind } from './known-by.rules.js';

/** A tie that one of the facts looked for is known by. */
export interface TieHit {
  key: string;
  kind: KeyKind;
  tieId: string;
  userId: string;
  nature: Nature;
  source: 'OWN_DETAILS' | 'DECLARED' | 'REPORTED';
}

/** Ties under each key. For the system. */
export async function tiesByKey(keys: readonly string[]): Promise<TieHit[]> {
  return tx().query<TieHit>(
    `select k.key, k.kind, t.id as "tieId", t.user_id as "userId", t.nature, t.source
       from conflicts.tie_keys k join conflicts.ties t on t.id = k.tie_id where k.key = any ($1::bigint[])`,
    [keys],
  );
}

const KEYS = new BulkInsert('conflicts.tie_keys', ['key', 'tie_id', 'kind']);

export function insertTieKeys(tieId: string, keys: readonly { key: string; kind: KeyKind }[]): void {
  for (const { key, kind } of keys) tx().insert(KEYS, [key, tieId, kind]);
}

const PARTY_KEYS = new BulkInsert('conflicts.party_keys', ['person_id', 'keys']);

/** What a person of a case is known by. */
export function insertPartyKeys(personId: string, keys: readonly string[]): void {
  tx().insert(PARTY_KEYS, [personId, keys]);
}

/** What a person of a case, of whom something was noted, is known by besides. */
export function addPartyKeys(personId: string, keys: readonly string[]): void {
  tx().write(
    `update conflicts.party_keys k set keys = array(select unnest(k.keys) union select unnest($2::bigint[])) where k.person_id = $1`,
    [personId, keys],
  );
}

/** A record of a person, known by one of the keys. */
export interface PartyHit {
  key: string;
  personId: string;
  caseId: string;
  maracId: string;
}

/** People of cases under each key. For the system. */
export async function partiesByKey(keys: readonly string[]): Promise<PartyHit[]> {
  return tx().query<PartyHit>(
    `select asked.key, p.id as "personId", p.case_id as "caseId", p.marac_id as "maracId"
       from unnest($1::bigint[]) as asked(key)
       join conflicts.party_keys k on k.keys @> array[asked.key]
       join persons.persons p on p.id = k.person_id`,
    [keys],
  );
}

/** Which kinds of facts are held as somebody's own, and since when. */
export async function ownKinds(userId: string): Promise<{ kind: KeyKind; since: Date }[]> {
  return tx().query(
    `select k.kind, min(t.made_at) as since from conflicts.ties t join conflicts.tie_keys k on k.tie_id = t.id
      where t.user_id = $1 and t.source = 'OWN_DETAILS' group by k.kind order by k.kind`,
    [userId],
  );
}

/** Keys of every tie, a page at a time. For the nightly look. */
export async function allTieKeys(
  after: string,
  limit: number,
): Promise<
  { tieId: string; userId: string; nature: Nature; source: TieHit['source']; keys: { key: string; kind: KeyKind }[] }[]
> {
  return tx().query(
    `select t.id as "tieId", t.user_id as "userId", t.nature, t.source,
            (select coalesce(json_agg(json_build_object('key', k.key::text, 'kind', k.kind)), '[]') from conflicts.tie_keys k where k.tie_id = t.id) as keys
       from conflicts.ties t where t.id > $1 order by t.id limit $2`,
    [after, limit],
  );
}

export interface Unindexed {
  id: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: 'DAY' | 'POSSIBLY_YEAR_ONLY' | 'MONTH' | 'YEAR' | 'ESTIMATED' | 'UNKNOWN';
  address: string;
  postcode: string;
  phone: string;
}

/** People, or the one of that id, of whom nobody has noted yet what they are known by. For the system. */
export async function unindexedPeople(limit: number, personId: string | null): Promise<Unindexed[]> {
  return tx().query<Unindexed>(
    `select p.id, p.family_name as "familyName", p.given_names as "givenNames", p.aliases, p.birth_date as "birthDate",
            p.birth_precision as "birthPrecision", coalesce(c.address, '') as address, coalesce(c.postcode, '') as postcode,
            coalesce(c.phone, '') as phone
       from persons.persons p
       left join lateral (select * from persons.contacts o where o.person_id = p.id order by o.id limit 1) c on true
      where not exists (select from conflicts.party_keys k where k.person_id = p.id) and ($2::uuid is null or p.id = $2) order by p.id limit $1`,
    [limit, personId],
  );
}

/** Names of active people who hold a role in the MARAC, or in all. */
export async function staffNames(maracId: string): Promise<{ id: string; name: string }[]> {
  return tx().query(
    `select u.id, u.name from identity.users u
      where u.deactivated_at is null and exists (
        select from identity.user_roles r where r.user_id = u.id and (r.marac_id = $1 or r.marac_id is null))`,
    [maracId],
  );
}

/** True when somebody who manages people in these MARACs (null: all) manages this one. */
export async function managedBy(maracIds: string[] | null, userId: string): Promise<boolean> {
  const found = await tx().one(
    `select from identity.users u where u.id = $2 and ($1::uuid[] is null or exists (
       select from identity.user_roles r where r.user_id = u.id and r.marac_id = any ($1)))`,
    [maracIds, userId],
  );
  return found !== undefined;
}

export async function allMaracIds(): Promise<string[]> {
  return (await tx().query<{ id: string }>('select m.id from maracs.maracs m order by m.id')).map((row) => row.id);
}
