import type { Label } from '../access/labels.js';
import { tx } from '../platform/db/transaction.js';
import type { IntakeOrder, IntakeView } from './intake-queue.dto.js';

type Worked = 'ageHours' | 'workingDays' | 'pressure' | 'receivedAt' | 'dueAt' | 'signOffMissing' | 'referringAgency';
export type IntakeRow = Omit<IntakeView, Worked> & {
  receivedAt: Date;
  dueAt: Date;
  signedOff: boolean;
  referringAgency: string;
  labels: Label[];
};

/** What a row is sorted by, smallest first; the id of the referral tells equal ones apart. */
const PLACE = `(case $2::text when 'AGE' then extract(epoch from k.received_at) when 'RISK' then -cardinality(r.criteria)
                              else extract(epoch from k.due_at) end)::float8`;

const WAITING = `
  select r.id, r.case_id as "caseId", c.ref as "caseRef", r.ref, r.status, a.name as "referringAgency", c.labels, r.referred_on as "referredOn",
         case when r.prior_id is not null and e.id is null then array_remove(r.criteria, 'REPEAT') else r.criteria end as criteria,
         case when r.prior_id is not null and e.id is null then 'NONE' else r.outcome end as outcome,
         k.received_at as "receivedAt", k.due_at as "dueAt", k.limit_days as "limitWorkingDays", k.alarms,
         r.return_fields as "fieldsToComplete", r.signed_off_at is not null as "signedOff", r.version
    from referrals.clocks k
    join referrals.referrals r on r.id = k.id
    join access.visible c on c.case_id = r.case_id
    join maracs.agencies a on a.id = r.referring_agency_id
    left join referrals.referrals e on e.id = r.prior_id
   where k.marac_id = $1 and k.stopped_at is null and r.status in ('SUBMITTED', 'RETURNED') and ($3::text is null or r.status = $3)
     and ($4::float8 is null or (${PLACE}, r.id) > ($4, $5::uuid))
   order by ${PLACE}, r.id limit $6`;

const WHERE_ONE_STANDS = `
  select ${PLACE} as at from referrals.clocks k join referrals.referrals r on r.id = k.id where k.id = $1`;

export interface IntakeFilter {
  marac: string;
  status?: string;
  order: IntakeOrder;
  /** the last referral of the page before */
  after?: string;
  limit: number;
}

/** Referrals of a MARAC that wait for a decision and that the reader may see. */
export async function waitingReferrals({ marac, status, order, after, limit }: IntakeFilter): Promise<IntakeRow[]> {
  const place = after === undefined ? undefined : await tx().one<{ at: number }>(WHERE_ONE_STANDS, [after, order]);
  if (after !== undefined && !place) return [];
  return tx().query<IntakeRow>(WAITING, [marac, order, status ?? null, place?.at ?? null, after ?? null, limit]);
}
