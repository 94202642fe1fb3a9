import { tx } from '../platform/db/transaction.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** An earlier referral with its parties as the records that stand for them. */
export interface EarlierReferral {
  id: string;
  ref: string;
  caseId: string;
  caseRef: string;
  maracId: string;
  status: ReferralStatus;
  referredOn: string;
  acceptedOn: string | null;
  heardOn: string | null;
  incidentOn: string | null;
  victim: string;
  perpetrators: string[];
}

/** The cases in which one of these people (by the record that stands for them) was recorded. */
async function casesOf(canonicalIds: string[]): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select distinct p.case_id as id from persons.persons p where p.canonical_id = any ($1)',
    [canonicalIds],
  );
  return rows.map((row) => row.id);
}

/**
 * Earlier referrals of the cases in which these people were recorded. For the repeat rule alone. Two statements, each a
 * look-up by key: as one, with the cases as a subquery, it was planned as a scan.
 */
export async function referralsInvolving(canonicalIds: string[]): Promise<EarlierReferral[]> {
  return tx().query<EarlierReferral>(
    `select r.id, r.ref, r.case_id as "caseId", c.ref as "caseRef", r.marac_id as "maracId", r.status, r.referred_on as "referredOn",
            r.accepted_on as "acceptedOn", r.heard_on as "heardOn", r.incident_on as "incidentOn", v.canonical_id as victim,
            array(select p.canonical_id from persons.persons p where p.id = any (r.perpetrator_ids)) as perpetrators
       from referrals.referrals r
       join persons.persons v on v.id = r.victim_id
       join access.cases c on c.id = r.case_id
      where r.case_id = any ($1) and r.status not in ('DRAFT', 'WITHDRAWN')`,
    [await casesOf(canonicalIds)],
  );
}
