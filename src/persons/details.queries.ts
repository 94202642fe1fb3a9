import { tx } from '../platform/db/transaction.js';
import type { PersonLabel } from './person.entity.js';
import type { Detail } from './detail.entity.js';

export interface DetailRow extends Omit<Detail, 'caseId' | 'maracId' | 'recordedBy'> {
  recordedAt: Date;
  version: number;
}

/** What was added to a record and stands, oldest first, as far as the reader may see it. */
export async function detailsOf(personId: string): Promise<DetailRow[]> {
  return tx().query<DetailRow>(
    `select d.id, d.person_id as "personId", d.label, d.what, d.kind, d.family_name as "familyName", d.given_names as "givenNames",
            d.whole_name as "wholeName", d.birth_date as "birthDate", d.birth_precision as "birthPrecision", d.address, d.postcode,
            d.from_on as "fromOn", d.until_on as "untilOn", d.phone, d.safe_to_call as "safeToCall", d.safe_voicemail as "safeVoicemail",
            d.safe_text as "safeText", d.value, d.recorded_at as "recordedAt", d.version
       from persons.details d where d.person_id = $1 and d.retracted_at is null order by d.id`,
    [personId],
  );
}

export interface StandingDetail extends Pick<Detail, 'id' | 'personId' | 'what' | 'label'> {
  retracted: boolean;
  version: number;
}

/** A detail of this person that the reader may see, whether or not it still stands. */
export async function detailOf(personId: string, detailId: string): Promise<StandingDetail | undefined> {
  return tx().one<StandingDetail>(
    `select d.id, d.person_id as "personId", d.what, d.label, d.retracted_at is not null as retracted, d.version
       from persons.details d where d.id = $1 and d.person_id = $2`,
    [detailId, personId],
  );
}

/** Takes a detail back; 0 when somebody did meanwhile. */
export async function retractDetail(detailId: string, version: number, by: string): Promise<number> {
  return tx().change(
    `update persons.details d set retracted_at = now(), retracted_by = $3, version = d.version + 1
      where d.id = $1 and d.version = $2 and d.retracted_at is null`,
    [detailId, version, by],
  );
}

/** How many details of a kind a person has. Those that one writer adds at once are counted one after the other. For the system. */
export async function countDetails(personId: string, what: string): Promise<number> {
  tx().write('select pg_advisory_xact_lock(hashtextextended($1, 7201028))', [personId]);
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from persons.details d where d.person_id = $1 and d.what = $2 and d.retracted_at is null`,
    [personId, what],
  );
  return row?.count ?? 0;
}

export interface DescribedPerson {
  id: string;
  caseId: string;
  maracId: string;
  canonicalId: string;
  label: PersonLabel;
  expectedOn: string | null;
}

/** A record that the reader may see, and where it belongs. */
export async function describedPerson(personId: string): Promise<DescribedPerson | undefined> {
  return tx().one<DescribedPerson>(
    `select p.id, p.case_id as "caseId", p.marac_id as "maracId", p.canonical_id as "canonicalId", p.label, p.expected_on as "expectedOn"
       from persons.persons p where p.id = $1`,
    [personId],
  );
}

export interface RelationshipRow {
  personId: string;
  otherId: string;
  label: PersonLabel;
  otherLabel: PersonLabel;
  kind: string;
  parentalResponsibility: string;
}

/** Relationships from and to a record, but for those with people who are hidden from the reader. */
export async function relationshipsOf(personId: string): Promise<RelationshipRow[]> {
  return tx().query<RelationshipRow>(
    `select r.person_id as "personId", r.other_id as "otherId", p.label, o.label as "otherLabel", r.kind,
            r.parental_responsibility as "parentalResponsibility"
       from persons.relationships r
       join persons.persons p on p.id = r.person_id
       join persons.persons o on o.id = r.other_id
      where r.person_id = $1 or r.other_id = $1 order by r.id limit 200`,
    [personId],
  );
}

export interface InvolvementRow {
  caseId: string;
  caseRef: string;
  maracId: string;
  labels: PersonLabel[];
}

/** Cases that the reader may see in which a record that is taken for the same person stands, and which the reader may see there. */
export async function involvementOf(personId: string): Promise<InvolvementRow[]> {
  return tx().query<InvolvementRow>(
    `select v.case_id as "caseId", v.ref as "caseRef", v.marac_id as "maracId", array_agg(distinct o.label order by o.label) as labels
       from persons.persons p
       join persons.persons o on o.canonical_id = p.canonical_id
       join access.visible v on v.case_id = o.case_id
      where p.id = $1 group by v.case_id, v.ref, v.marac_id order by v.ref limit 200`,
    [personId],
  );
}
