import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { KnownDetail } from './further.rules.js';
import { FURTHER_NAMES } from './persons.queries.js';
import type { LocationKind, Place } from './place.rules.js';

/** A place as it is kept: sealed, or in clear where an earlier version wrote it and it was not moved yet. */
export interface KeptPlace {
  id: string;
  sealed: Buffer | null;
  clear: Place | null;
}

const CLEAR = `json_build_object('name', '', 'address', c.address, 'postcode', c.postcode, 'phone', c.phone)`;
const MOST = 500;

/** Places of all cases in which these people were recorded as victims. For deciding alone: needs an elevated unit of work. */
export async function placesByPerson(
  canonicalIds: readonly string[],
): Promise<(KeptPlace & { canonicalId: string })[]> {
  return tx().query<KeptPlace & { canonicalId: string }>(
    `select distinct on (p.canonical_id, l.id) p.canonical_id as "canonicalId", l.id, l.sealed, null::json as clear
       from persons.persons p join persons.locations l on l.case_id = p.case_id
      where p.canonical_id = any ($1::uuid[]) and p.label = 'IDENTITY'
      union all
     select p.canonical_id, c.id, null, ${CLEAR}
       from persons.persons p join persons.contacts c on c.case_id = p.case_id and c.label = 'LOCATION_SAFE'
      where p.canonical_id = any ($1::uuid[]) and p.label = 'IDENTITY' limit ${MOST}`,
    [canonicalIds],
  );
}

/** One place as it is sealed, whose it is and what it is. For the system. */
export async function sealedPlace(
  id: string,
): Promise<{ id: string; personId: string; kind: LocationKind; sealed: Buffer } | undefined> {
  return tx().one('select l.id, l.person_id as "personId", l.kind, l.sealed from persons.locations l where l.id = $1', [
    id,
  ]);
}

/** Those whom the case is about, by the records that stand for them. */
export async function victimsOf(caseId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct p.canonical_id as id from persons.persons p where p.case_id = $1 and p.label = 'IDENTITY'`,
    [caseId],
  );
  return rows.map((row) => row.id);
}

/** Whom a location may be about: the victim or a child of the case, and how matching finds them. */
export interface Resident {
  id: string;
  canonicalId: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  further: KnownDetail[] | null;
}

/** The person named, or the victim as described last; undefined when the case has no such person for this reader. */
export async function residentOf(open: OpenCase, personId: string | null): Promise<Resident | undefined> {
  return tx().one<Resident>(
    `select p.id, p.canonical_id as "canonicalId", p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
            ${FURTHER_NAMES} as further
       from persons.persons p
      where p.case_id = $1 and case when $2::uuid is null then p.label = 'IDENTITY' else p.id = $2 and p.label <> 'PERPETRATOR' end
      order by p.id desc limit 1`,
    [open.caseId, personId],
  );
}

export interface LocationRow extends KeptPlace {
  personId: string;
  kind: LocationKind;
  fromOn: string | null;
  untilOn: string | null;
  version: number;
}

const LOCATION = `
  select l.id, l.person_id as "personId", l.kind, l.sealed, null::json as clear, l.from_on as "fromOn", l.until_on as "untilOn", l.version
    from persons.locations l`;

/**
 * Locations of a case that the reader may see, those that go on first. Row-level security shows none without the label and a
 * fresh second factor.
 */
export async function locationsOf(open: OpenCase): Promise<LocationRow[]> {
  return tx().query<LocationRow>(
    `${LOCATION} where l.case_id = $1
      union all
     select c.id, c.person_id, 'NEW_ADDRESS', null, ${CLEAR}, null, null, 1
       from persons.contacts c where c.case_id = $1 and c.label = 'LOCATION_SAFE'
      order by "untilOn" desc nulls first, id limit ${MOST}`,
    [open.caseId],
  );
}

export async function locationById(open: OpenCase, locationId: string): Promise<LocationRow | undefined> {
  return tx().one<LocationRow>(`${LOCATION} where l.case_id = $1 and l.id = $2`, [open.caseId, locationId]);
}

/** Ends a location; 0 when somebody else changed it. The sealed place is left alone: a rotation of keys may be at it. */
export async function endLocation(id: string, version: number, untilOn: string, endedBy: string): Promise<number> {
  return tx().change(
    `update persons.locations l set until_on = $3, ended_by = $4, version = l.version + 1
      where l.id = $1 and l.version = $2 and l.until_on is null`,
    [id, version, untilOn, endedBy],
  );
}
