import type { Label } from '../access/labels.js';
import { tx } from '../platform/db/transaction.js';
import type { ReferralView } from './referrals.dto.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** The earlier referral comes back null where row-level security hides it. */
const VIEW = `
  select r.id, r.case_id as "caseId", c.ref as "caseRef", r.marac_id as "maracId", r.ref, r.status,
         c.labels, a.name as "referringAgency",
         r.referred_on as "referredOn", r.incident_on as "incidentOn", r.criteria, r.outcome, e.ref as prior, r.arithmetic,
         r.decision_code as "decisionCode", r.decision_reason as "decisionReason", r.accepted_on as "acceptedOn",
         r.heard_on as "heardOn", r.version
    from referrals.referrals r
    join access.visible c on c.case_id = r.case_id
    join maracs.agencies a on a.id = r.referring_agency_id
    left join referrals.referrals e on e.id = r.prior_id`;

/** A referral with all that is known of it, and what its reader may know: never to leave as it is. */
export type ReferralRow = Required<Omit<ReferralView, 'withheld'>> & { labels: Label[] };

export async function referralView(referralId: string): Promise<ReferralRow | undefined> {
  return tx().one<ReferralRow>(`${VIEW} where r.id = $1`, [referralId]);
}

export interface ReferralFilter {
  status?: ReferralStatus;
  marac?: string;
  caseId?: string;
  after?: string;
  limit: number;
}

/** Referrals the reader may see, oldest first. */
export async function referralViews({ status, marac, caseId, after, limit }: ReferralFilter): Promise<ReferralRow[]> {
  return tx().query<ReferralRow>(
    `${VIEW} where ($1::text is null or r.status = $1) and ($2::uuid is null or r.marac_id = $2) and ($3::uuid is null or r.case_id = $3)
       and ($4::uuid is null or r.id > $4) order by r.id limit $5`,
    [status ?? null, marac ?? null, caseId ?? null, after ?? null, limit],
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
