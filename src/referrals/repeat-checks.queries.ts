import { tx } from '../platform/db/transaction.js';
import type { EarlierReferral } from './history.queries.js';

/**
 * Referrals of these cases that the asker may see, with the records of their people that the asker may see: a perpetrator who is
 * not shared is not there.
 */
export async function visibleReferrals(caseIds: readonly string[]): Promise<EarlierReferral[]> {
  return tx().query<EarlierReferral>(
    `select r.id, r.ref, r.case_id as "caseId", c.ref as "caseRef", r.marac_id as "maracId", r.status, r.referred_on as "referredOn",
            r.accepted_on as "acceptedOn", r.heard_on as "heardOn", r.incident_on as "incidentOn", v.id as victim,
            array(select p.id from persons.persons p where p.id = any (r.perpetrator_ids)) as perpetrators
       from referrals.referrals r
       join persons.persons v on v.id = r.victim_id
       join access.cases c on c.id = r.case_id
      where r.case_id = any ($1) and r.status not in ('DRAFT', 'WITHDRAWN')`,
    [caseIds],
  );
}

/** What the asker must not be told of, and whether they coordinate the MARAC: facts of theirs, to be kept while looking further. */
export interface AskerFacts {
  excluded: string[];
  coordinates: boolean;
}

export async function askerFacts(maracId: string): Promise<AskerFacts> {
  const row = await tx().one<AskerFacts>(
    `select coalesce(access.excluded(), '{}') as excluded, coalesce($1 = any (access.coordinates()), false) as coordinates`,
    [maracId],
  );
  return row ?? { excluded: [], coordinates: false };
}

export interface KnownElsewhere {
  personId: string;
  maracId: string;
  marac: string;
}

/** In which other MARACs one of these records stands on a referral. Needs an elevated unit of work. */
export async function maracsOf(
  recordIds: readonly string[],
  maracId: string,
  excluded: readonly string[],
): Promise<KnownElsewhere[]> {
  return tx().query<KnownElsewhere>(
    `select p.id as "personId", m.id as "maracId", m.name as marac
       from persons.persons p
       join maracs.maracs m on m.id = p.marac_id
      where p.id = any ($1) and p.marac_id <> $2 and p.case_id <> all ($3::uuid[])
        and exists (select from referrals.referrals r
                     where r.case_id = p.case_id and r.status not in ('DRAFT', 'WITHDRAWN')
                       and (r.victim_id = p.id or p.id = any (r.perpetrator_ids)))
      order by m.name`,
    [recordIds, maracId, excluded],
  );
}
