import type { Label } from '../access/labels.js';
import { tx } from '../platform/db/transaction.js';
import type { ReferralView } from './referrals.dto.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** What the repeat check found rests on a case that the reader is excluded from: then no history elsewhere is spoken of either. */
const UNSEEN = 'coalesce(r.prior_case_id = any ((select access.excluded())::uuid[]), false)';

/** What the repeat check found rests on a referral that row-level security hides from the reader: to them, nothing was found. */
const HIDDEN = 'r.prior_id is not null and e.id is null';

/**
 * Who refers a case is not told what it was before: a reader who neither checks for repeats in the MARAC nor was given the case
 * for any other reason than having referred it finds their agency's own referrals alone.
 * Of `referrals r` on a visible case `c`, with `readersReach` as the first two parameters.
 */
export const TOLD_OF_EARLIER = `
  ($1::uuid[] is null or c.marac_id = any ($1) or r.referring_agency_id = $2 or exists (
     select from access.grants g where g.case_id = c.case_id and g.grantee_id = any ((select access.grantees())::uuid[])
        and g.origin <> 'REFERRAL' and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null))`;

/** MARACs where the reader checks for repeats (null: all), and the reader's agency. */
export function readersReach(): [maracs: string[] | null, agency: string | null] {
  const { actor } = tx();
  const scopes = ['repeat-checks:ask', 'referrals:screen'].map((permission) => actor.scopesOf(permission));
  return [scopes.some((scope) => scope === null) ? null : scopes.flatMap((scope) => scope ?? []), actor.agencyId];
}

/** To whoever is not told what the check found, a duplicate waits like any other referral. */
const STATUS = `case when r.status = 'DUPLICATE' and $1::uuid[] is not null and r.marac_id <> all ($1) then 'SUBMITTED' else r.status end`;

const VIEW = `
  select r.id, r.case_id as "caseId", c.ref as "caseRef", r.marac_id as "maracId", r.ref, ${STATUS} as status,
         c.labels, a.name as "referringAgency",
         r.referred_on as "referredOn", r.incident_on as "incidentOn",
         case when ${HIDDEN} then array_remove(r.criteria, 'REPEAT') else r.criteria end as criteria,
         case when ${HIDDEN} then 'NONE' else r.outcome end as outcome, e.ref as prior, case when ${HIDDEN} then '' else r.arithmetic end as arithmetic,
         ${HIDDEN} and not ${UNSEEN} and r.prior_elsewhere and r.marac_id = any ((select access.coordinates())::uuid[]) as "heldElsewhere",
         r.decision_code as "decisionCode", r.decision_reason as "decisionReason", r.accepted_on as "acceptedOn",
         r.heard_on as "heardOn", r.return_fields as "fieldsToComplete", r.emergency, r.signed_off_at is not null as "signedOff",
         case when ${STATUS} in ('SUBMITTED', 'RETURNED') then to_char(k.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as "screeningDueAt", r.version
    from referrals.referrals r
    join access.visible c on c.case_id = r.case_id
    join maracs.agencies a on a.id = r.referring_agency_id
    left join referrals.referrals e on e.id = r.prior_id
    left join referrals.clocks k on k.id = r.id
   where ${TOLD_OF_EARLIER}`;

/** A referral with all that is known of it, and what its reader may know: never to leave as it is. */
export type ReferralRow = Required<Omit<ReferralView, 'withheld'>> & { labels: Label[] };

export async function referralView(referralId: string): Promise<ReferralRow | undefined> {
  return tx().one<ReferralRow>(`${VIEW} and r.id = $3`, [...readersReach(), referralId]);
}

export interface ReferralFilter {
  status?: ReferralStatus;
  marac?: string;
  caseId?: string;
  after?: string;
  limit: number;
  /** MARACs whose cases the reader may read as shared with the agency (null: every one); elsewhere only what the agency referred */
  readsCasesIn: string[] | null;
  agencyId: string | null;
}

/** Referrals the reader may see, oldest first. */
export async function referralViews(filter: ReferralFilter): Promise<ReferralRow[]> {
  const { status, marac, caseId, after, limit, readsCasesIn, agencyId } = filter;
  return tx().query<ReferralRow>(
    `${VIEW} and ($3::text is null or ${STATUS} = $3) and ($4::uuid is null or r.marac_id = $4) and ($5::uuid is null or r.case_id = $5)
       and ($6::uuid is null or r.id > $6)
       and ($8::uuid[] is null or r.marac_id = any ($8) or r.referring_agency_id = $9) order by r.id limit $7`,
    [...readersReach(), status ?? null, marac ?? null, caseId ?? null, after ?? null, limit, readsCasesIn, agencyId],
  );
}

export interface RowOnFile {
  ref: string;
  fingerprint: Buffer | null;
  caseRef: string;
  victimRef: string;
  perpetratorRefs: string[];
  outcome: string;
  prior: string | null;
}

/** Referrals of a MARAC that these references name already, as an import reports them. */
export async function referralsOnFile(maracId: string, refs: string[]): Promise<RowOnFile[]> {
  return tx().query<RowOnFile>(
    `select r.ref, r.fingerprint, c.ref as "caseRef", v.canonical_id as "victimRef", r.outcome, e.ref as prior,
            array(select p.canonical_id from unnest(r.perpetrator_ids) with ordinality as x(id, at)
                    join persons.persons p on p.id = x.id order by x.at) as "perpetratorRefs"
       from referrals.referrals r
       join access.cases c on c.id = r.case_id
       join persons.persons v on v.id = r.victim_id
       left join referrals.referrals e on e.id = r.prior_id
      where r.marac_id = $1 and r.ref = any ($2)`,
    [maracId, refs],
  );
}

/** Marks the case's referral as heard. */
export async function setHeard(referralId: string, heardOn: string): Promise<number> {
  return tx().change(
    `update referrals.referrals set heard_on = $2, version = version + 1 where id = $1 and status = 'ACCEPTED'`,
    [referralId, heardOn],
  );
}

/** The records that stand for these. For the system. */
export async function canonicalsOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx().query<{ id: string; canonicalId: string }>(
    'select p.id, p.canonical_id as "canonicalId" from persons.persons p where p.id = any ($1::uuid[])',
    [personIds],
  );
  return new Map(rows.map((row) => [row.id, row.canonicalId]));
}

/** Cases of the referrals that have this reference in the MARAC. For the system. */
export async function casesUnderRef(maracId: string, ref: string): Promise<string[]> {
  const rows = await tx().query<{ caseId: string }>(
    'select r.case_id as "caseId" from referrals.referrals r where r.marac_id = $1 and r.ref = $2',
    [maracId, ref],
  );
  return rows.map((row) => row.caseId);
}

/** Those of the agencies with which one of these cases is shared now. For the system. */
export async function sharedWith(agencyIds: readonly string[], caseIds: readonly string[]): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct g.grantee_id as id from access.live_grants g where g.case_id = any ($1::uuid[]) and g.grantee_id = any ($2::uuid[])`,
    [caseIds, agencyIds],
  );
  return rows.map((row) => row.id);
}
