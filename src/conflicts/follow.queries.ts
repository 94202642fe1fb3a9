import { tx } from '../platform/db/transaction.js';
import type { KeptOut } from './conflicts.queries.js';

export interface Unfollowed extends Omit<KeptOut, 'canonicalId'> {
  caseId: string;
  maracId: string;
  personIds: string[];
}

/** Cases with a person because of whom somebody is kept out of another case, and in which nothing is said about them yet. */
export async function unfollowed(): Promise<Unfollowed[]> {
  return tx().query<Unfollowed>(
    `select p.case_id as "caseId", p.marac_id as "maracId", c.user_id as "userId", c.agency_id as "agencyId",
            (array_agg(c.nature))[1] as nature, bool_or(c.status <> 'PROVISIONAL') as confirmed, array_agg(distinct p.id) as "personIds",
            coalesce((array_agg(to_jsonb(c.except_user_ids)))[1], '[]') as "exceptUserIds", array[]::uuid[] as "tieIds"
       from conflicts.conflicts c
       join persons.persons q on q.id = any (c.person_ids)
       join persons.persons p on p.canonical_id = q.canonical_id and p.case_id <> c.case_id
      where c.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED')
        and not exists (select from conflicts.conflicts e
                         where e.case_id = p.case_id and (e.user_id = c.user_id or e.agency_id = c.agency_id))
      group by p.case_id, p.marac_id, c.user_id, c.agency_id`,
  );
}
