import { tx } from '../platform/db/transaction.js';
import { readersReach, TOLD_OF_EARLIER } from './referrals.queries.js';
import type { SerialPerpetratorView } from './serial-perpetrators.dto.js';
import type { SerialAsker } from './serial-perpetrators.rules.js';

/** What the reader is in a MARAC, by roles that count there today. */
export async function serialAsker(maracId: string): Promise<SerialAsker | undefined> {
  return tx().one<SerialAsker>(
    `select $1 = any (access.holds('{COORDINATOR}')) as coordinates, $1 = any (access.holds('{AGENCY_REPRESENTATIVE}')) as represents,
            $1 = any (access.holds('{IDVA}')) as supports, a.kind as "agencyKind"
       from identity.users u join maracs.agencies a on a.id = u.agency_id where u.id = access.reader()`,
    [maracId],
  );
}

/** Found by index for one MARAC: by its states and days. */
export const SERIAL = `
  with counted as (
    select r.case_id, c.ref, r.victim_id, r.perpetrator_ids, coalesce(r.incident_on, r.referred_on) as day
      from referrals.referrals r join access.visible c on c.case_id = r.case_id
     where r.marac_id = $3 and r.status = any ($4) and r.referred_on >= $5 and coalesce(r.incident_on, r.referred_on) >= $5
       and ${TOLD_OF_EARLIER})
  select p.canonical_id as "personRef", (array_agg(p.family_name order by d.day desc, p.id desc))[1] as "familyName",
         (array_agg(p.given_names order by d.day desc, p.id desc))[1] as "givenNames", count(distinct v.canonical_id)::int as victims,
         min(d.day) as "firstOn", max(d.day) as "latestOn",
         jsonb_agg(distinct jsonb_build_object('caseId', d.case_id, 'caseRef', d.ref)) as cases
    from counted d
    join persons.persons v on v.id = d.victim_id
    join persons.persons p on p.id = any (d.perpetrator_ids)
   where $6::uuid is null or p.canonical_id > $6
   group by p.canonical_id having count(distinct v.canonical_id) >= $7
   order by p.canonical_id limit $8`;

export interface SerialFilter {
  maracId: string;
  statuses: readonly string[];
  /** day from which incidents count */
  from: string;
  victims: number;
  after: string | null;
  limit: number;
}

/**
 * People recorded as perpetrator against so many different victims. Who is whom is told by the records that stand for them; counted
 * are the referrals and people that the reader may see, and nothing else: a hidden case makes no difference to any number.
 */
export async function serialPerpetrators(filter: SerialFilter): Promise<SerialPerpetratorView[]> {
  const { maracId, statuses, from, after, victims, limit } = filter;
  return tx().query<SerialPerpetratorView>(SERIAL, [
    ...readersReach(),
    ...[maracId, statuses, from],
    ...[after, victims, limit],
  ]);
}
