import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { AssessmentSummaryView } from './cases.dto.js';
import { readersReach, TOLD_OF_EARLIER } from './referrals.queries.js';

export interface LatestReferral {
  victimId: string;
  perpetratorIds: string[];
  childIds: string[];
  children: number;
  summary: string;
  judgement: string | null;
  flaggedUntil: string | null;
}

/** What the latest referral that counts says, with the case's flag. */
export async function latestReferral(open: OpenCase): Promise<LatestReferral | undefined> {
  return tx().one<LatestReferral>(
    `select r.victim_id as "victimId", r.perpetrator_ids as "perpetratorIds", r.child_ids as "childIds", r.children, r.summary, r.judgement, f.expires_on as "flaggedUntil"
       from referrals.referrals r left join flags.flags f on f.case_id = r.case_id
      where r.case_id = $1 order by r.status in ('WITHDRAWN', 'DUPLICATE', 'DRAFT'), r.referred_on desc, r.id desc limit 1`,
    [open.caseId],
  );
}

/** Assessments of the case; an agency that only referred it finds those of its own referrals. */
export async function assessmentsOf(open: OpenCase): Promise<AssessmentSummaryView[]> {
  return tx().query<AssessmentSummaryView>(
    `select a.id, a.instrument, a.score, coalesce(a.raised_to, a.grade) as grade, a.assessed_on as "assessedOn"
       from assessments.assessments a
       join access.visible c on c.case_id = a.case_id
       left join referrals.referrals r on r.assessment_id = a.id
      where a.case_id = $3 and ${TOLD_OF_EARLIER} order by a.assessed_on, a.id`,
    [...readersReach(), open.caseId],
  );
}
