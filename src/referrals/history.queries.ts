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

/** Earlier referrals in which one of these people (by the record that stands for them) is a party. For the repeat rule alone. */
export async function referralsInvolving(canonicalIds: string[]): Promise<EarlierReferral[]> {
  return tx().query<EarlierReferral>(
    `with theirs as (select array_agg(p.id) as ids from persons.persons p where p.canonical_id = any ($1)),
          found as (
            select r.id from referrals.referrals r, theirs where r.victim_id = any (theirs.ids)
            union
            select r.id from referrals.referrals r, theirs where r.perpetrator_ids && theirs.ids)
     select r.id, r.ref, r.case_id as "caseId", r.marac_id as "maracId", r.status, r.referred_on as "referredOn",
            r.accepted_on as "acceptedOn", r.heard_on as "heardOn", r.incident_on as "incidentOn", v.canonical_id as victim,
            array(select p.canonical_id from persons.persons p where p.id = any (r.perpetrator_ids)) as perpetrators
       from found join referrals.referrals r on r.id = found.id
       join persons.persons v on v.id = r.victim_id
      where r.status not in ('DRAFT', 'WITHDRAWN')`,
    [canonicalIds],
  );
}
