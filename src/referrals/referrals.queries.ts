import { tx } from '../platform/db/transaction.js';
import type { ReferralView } from './referrals.dto.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** What the repeat check found rests on a case that the reader is excluded from: then it found nothing. */
const UNSEEN = 'coalesce(r.prior_case_id = any ((select access.excluded())::uuid[]), false)';

/** The earlier referral comes back null where row-level security hides it. */
const VIEW = `
  select r.id, r.case_id as "caseId", c.ref as "caseRef", r.marac_id as "maracId", r.ref, r.status,
         case when 'SOURCE' = any (c.labels) then a.name end as "referringAgency",
         r.referred_on as "referredOn", r.incident_on as "incidentOn",
         case when ${UNSEEN} then array_remove(r.criteria, 'REPEAT') else r.criteria end as criteria,
         case when ${UNSEEN} then 'NONE' else r.outcome end as outcome, e.ref as prior,
         case when ${UNSEEN} then '' else r.arithmetic end as arithmetic,
         r.decision_code as "decisionCode", r.decision_reason as "decisionReason", r.accepted_on as "acceptedOn",
         r.heard_on as "heardOn", r.version
    from referrals.referrals r
    join access.visible c on c.case_id = r.case_id
    join maracs.agencies a on a.id = r.referring_agency_id
    left join referrals.referrals e on e.id = r.prior_id`;

export async function referralView(referralId: string): Promise<ReferralView | undefined> {
  return tx().one<ReferralView>(`${VIEW} where r.id = $1`, [referralId]);
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
export async function referralViews(filter: ReferralFilter): Promise<ReferralView[]> {
  const { status, marac, caseId, after, limit, readsCasesIn, agencyId } = filter;
  return tx().query<ReferralView>(
    `${VIEW} where ($1::text is null or r.status = $1) and ($2::uuid is null or r.marac_id = $2) and ($3::uuid is null or r.case_id = $3)
       and ($4::uuid is null or r.id > $4)
       and ($6::uuid[] is null or r.marac_id = any ($6) or r.referring_agency_id = $7) order by r.id limit $5`,
    [status ?? null, marac ?? null, caseId ?? null, after ?? null, limit, readsCasesIn, agencyId],
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

/** Cases of the referrals that have this reference in the MARAC. For the system. */
export async function casesUnderRef(maracId: string, ref: string): Promise<string[]> {
  const rows = await tx().query<{ caseId: string }>(
    'select r.case_id as "caseId" from referrals.referrals r where r.marac_id = $1 and r.ref = $2',
    [maracId, ref],
  );
  return rows.map((row) => row.caseId);
}
