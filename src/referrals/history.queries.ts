import { tx } from '../platform/db/transaction.js';
import type { ReferralStatus } from './referral-states.rules.js';

/** An earlier referral with its parties as the records that stand for them. */
export interface EarlierReferral {
  id: string;
  ref: string;
  caseId: string;
  maracId: string;
  status: ReferralStatus;
  referredOn: string;
  acceptedOn: string | null;
  heardOn: string | null;
  incidentOn: string | null;
  victim: string;
  perpetrators: string[];
}

/** Every record of these people, by the records that stand for them. */
async function recordsOf(canonicalIds: string[]): Promise<string[]> {
  const rows = await tx().query<{ id: string }>('select p.id from persons.persons p where p.canonical_id = any ($1)', [
    canonicalIds,
  ]);
  return rows.map((row) => row.id);
}

/**
 * Earlier referrals in which one of these people (by the record that stands for them) is a party. For the repeat rule alone.
 * Two statements: with the records as a parameter both branches are index look-ups, as a subquery they were scans.
 */
export async function referralsInvolving(canonicalIds: string[]): Promise<EarlierReferral[]> {
  return tx().query<EarlierReferral>(
    `select r.id, r.ref, r.case_id as "caseId", r.marac_id as "maracId", r.status, r.referred_on as "referredOn",
            r.accepted_on as "acceptedOn", r.heard_on as "heardOn", r.incident_on as "incidentOn", v.canonical_id as victim,
            array(select p.canonical_id from persons.persons p where p.id = any (r.perpetrator_ids)) as perpetrators
       from (select o.id from referrals.referrals o where o.victim_id = any ($1)
             union select o.id from referrals.referrals o where o.perpetrator_ids && $1::uuid[]) as found
       join referrals.referrals r on r.id = found.id
       join persons.persons v on v.id = r.victim_id
      where r.status not in ('DRAFT', 'WITHDRAWN')`,
    [await recordsOf(canonicalIds)],
  );
}
