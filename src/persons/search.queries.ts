import { BulkInsert } from '../platform/db/bulk-insert.js';
import { tx } from '../platform/db/transaction.js';
import { FURTHER } from './persons.queries.js';
import type { PersonLabel, Sex } from './person.entity.js';
import type { Likeness } from './matching.rules.js';
import type { BirthDatePrecision } from '../platform/values/birth-date.js';
import type { AskKind } from './search-quota.js';
import { MOST_FOUND, type SearchTerms } from './search.rules.js';

/** A person's asks are counted one after the other: two at once would both find the last one free. */
const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(hashtextextended($1, 7201020))';

/** Waits for the asker's turn, until the end of the unit of work. */
export function oneAskAtATime(userId: string): void {
  tx().write(ONE_AT_A_TIME, [`ask ${userId}`]);
}

/** Seconds until another ask is free; 0 when one is. The last `hour` asks must not all lie in the past hour, nor the last `day` in a day. */
export async function waitForAsk(userId: string, kind: AskKind, quota: { hour: number; day: number }): Promise<number> {
  const row = await tx().one<{ wait: number | null }>(
    `select greatest(
       (select extract(epoch from a.at + interval '1 hour' - clock_timestamp())::float from persons.asks a
         where a.user_id = $1 and a.kind = $2 order by a.at desc offset $3 limit 1),
       (select extract(epoch from a.at + interval '1 day' - clock_timestamp())::float from persons.asks a
         where a.user_id = $1 and a.kind = $2 order by a.at desc offset $4 limit 1)) as wait`,
    [userId, kind, quota.hour - 1, quota.day - 1],
  );
  return Math.max(0, Math.ceil(row?.wait ?? 0));
}

/** Canaries that one of these keys finds. Needs an elevated unit of work. */
export async function canariesByKey(keys: readonly Buffer[]): Promise<{ id: string; maracId: string }[]> {
  return tx().query<{ id: string; maracId: string }>(
    `select distinct c.id, c.marac_id as "maracId" from persons.canary_keys k join persons.canaries c on c.id = k.canary_id
      where k.key = any ($1) and c.retired_at is null`,
    [keys],
  );
}

const CANARY_KEYS = new BulkInsert('persons.canary_keys', ['key', 'canary_id']);

export function insertCanaryKeys(canaryId: string, keys: readonly Buffer[]): void {
  for (const key of keys) tx().insert(CANARY_KEYS, [key, canaryId]);
}

/** Takes a canary out of use; the first time counts. */
export function retireCanary(canaryId: string): void {
  tx().write('update persons.canaries set retired_at = coalesce(retired_at, now()) where id = $1', [canaryId]);
}

export interface CanaryRow {
  id: string;
  ref: string;
  maracId: string;
  registeredAt: Date;
  retiredAt: Date | null;
}

/** Canaries of these MARACs (null: of all), newest first. Needs an elevated unit of work. */
export async function canariesOf(maracIds: string[] | null): Promise<CanaryRow[]> {
  return tx().query<CanaryRow>(
    `select c.id, c.ref, c.marac_id as "maracId", c.registered_at as "registeredAt", c.retired_at as "retiredAt" from persons.canaries c
      where $1::uuid[] is null or c.marac_id = any ($1) order by c.id desc limit 200`,
    [maracIds],
  );
}

/** Records under any of the match keys, hidden ones too: needs an elevated unit of work, and is to be read as the asker. */
export async function recordsByKey(keys: readonly string[]): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select distinct k.person_id as id from persons.match_keys k where k.key = any ($1::bigint[])',
    [keys],
  );
  return rows.map((row) => row.id);
}

export interface LikenessRow extends Omit<Likeness, 'birth'> {
  id: string;
  caseId: string;
  maracId: string;
  birthDate: string | null;
  birthPrecision: BirthDatePrecision;
  sex: Sex;
}

/** What the reader may see of these records and of what was added to them; those that are hidden are missing, and so is how somebody is reached. */
export async function likenesses(ids: readonly string[]): Promise<LikenessRow[]> {
  return tx().query<LikenessRow>(
    `select p.id, p.case_id as "caseId", p.marac_id as "maracId", p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
            p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex, coalesce(c.address, '') as address,
            coalesce(c.postcode, '') as postcode, coalesce(c.phone, '') as phone, ${FURTHER} as further
       from persons.persons p
       left join persons.contacts c on c.person_id = p.id and c.label <> 'LOCATION_SAFE'
      where p.id = any ($1)`,
    [ids],
  );
}

export interface FoundRow {
  id: string;
  label: PersonLabel;
  caseId: string;
  caseRef: string;
  maracId: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  birthDate: string | null;
  birthPrecision: BirthDatePrecision;
  sex: Sex;
}

/** A record with what its reader may see of it: row-level security leaves out those that are hidden. */
export const SEEN = `p.id, p.label, p.case_id as "caseId", v.ref as "caseRef", p.marac_id as "maracId", p.family_name as "familyName",
         p.given_names as "givenNames", p.aliases, p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex
    from persons.persons p join access.visible v on v.case_id = p.case_id`;
const FOUND = `
  select distinct on (p.family_name, p.given_names, p.birth_date, p.label, p.case_id) ${SEEN}
   where `;
const AS_LISTED = ` order by p.family_name, p.given_names, p.birth_date, p.label, p.case_id, p.id desc limit ${MOST_FOUND + 1}`;

const BY = {
  familyName: (n: number) => `p.plain_family = persons.plain($${n})`,
  givenNames: (n: number) => `p.plain_forename = split_part(persons.plain($${n}), ' ', 1)`,
  birthDate: (n: number) => `p.birth_date = $${n}`,
  phone: (n: number) =>
    `p.id = any (array(select c.person_id from persons.contacts c where c.plain_phone = persons.plain_phone($${n}) and c.label <> 'LOCATION_SAFE'))`,
} as const;

/**
 * People whom the reader may see and whom everything that is given fits, one for each way in which a case describes them, in order
 * of name. Row-level security is what finds nobody without a relation; a telephone finds only those whose contact the reader sees.
 */
export async function peopleWho(terms: SearchTerms): Promise<FoundRow[]> {
  const given = (Object.keys(BY) as (keyof typeof BY)[]).filter((term) => terms[term] !== undefined);
  const where = given.map((term, i) => BY[term](i + 1)).join(' and ');
  return tx().query<FoundRow>(`${FOUND}${where}${AS_LISTED}`, given.map((term) => terms[term])); // prettier-ignore
}

/** The same for records that are known by id: those found under another name that they go by. */
export async function peopleAmong(ids: readonly string[]): Promise<FoundRow[]> {
  return tx().query<FoundRow>(`${FOUND}p.id = any ($1)${AS_LISTED}`, [ids]);
}

/** The case of a record that the reader may see. */
export async function caseOf(personId: string): Promise<string | undefined> {
  const row = await tx().one<{ caseId: string }>(
    'select p.case_id as "caseId" from persons.persons p where p.id = $1',
    [personId],
  );
  return row?.caseId;
}

export interface AskRow {
  id: string;
  at: Date;
  actorId: string;
  action: string;
  code: string | null;
}

/** Asks for somebody with one of these hashes, newest first, as far as the reader audits those who asked. */
export async function asksFor(hashes: readonly string[]): Promise<AskRow[]> {
  return tx().query<AskRow>(
    `select e.id, e.at, e.actor_id as "actorId", e.action, e.code from audit.events e
      where e.subject_id = any ($1) and e.subject_kind = 'asked-for' order by e.id desc limit 200`,
    [hashes],
  );
}
