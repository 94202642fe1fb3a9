import { tx } from '../platform/db/transaction.js';
import type { Conflict } from './conflict.entity.js';
import { CONFLICT, type KeptOut } from './conflicts.queries.js';

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

/**
 * Cases of one person that are open to somebody who is kept out of another case because of that person. Unlike `unfollowed` also
 * where something was said about them, a question or what was dismissed: that their records are one person is new. For the system.
 */
export async function openOf(canonicalId: string): Promise<Unfollowed[]> {
  return tx().query<Unfollowed>(
    `select p.case_id as "caseId", p.marac_id as "maracId", c.user_id as "userId", c.agency_id as "agencyId",
            (array_agg(c.nature order by c.id))[1] as nature, bool_or(c.status <> 'PROVISIONAL') as confirmed, array_agg(distinct p.id) as "personIds",
            coalesce((array_agg(to_jsonb(c.except_user_ids) order by c.id))[1], '[]') as "exceptUserIds", array[]::uuid[] as "tieIds"
       from persons.persons q
       join conflicts.conflicts c on c.person_ids @> array[q.id] and c.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED')
       join persons.persons p on p.canonical_id = q.canonical_id and p.case_id <> c.case_id
      where q.canonical_id = $1
        and not exists (select from conflicts.conflicts e
                         where e.case_id = p.case_id and (e.user_id = c.user_id or e.agency_id = c.agency_id)
                           and e.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED'))
      group by p.case_id, p.marac_id, c.user_id, c.agency_id`,
    [canonicalId],
  );
}

/**
 * Lines about these records that keep somebody out by links alone and that no link bears out any more: nobody keeps them out of
 * another case of the same person for a reason of its own. Locked. For the system.
 */
export async function unfounded(recordIds: readonly string[]): Promise<Conflict[]> {
  return tx().query<Conflict>(
    `${CONFLICT}
      where c.person_ids && $1::uuid[] and c.without_link is not null and c.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED')
        and not exists (
          select from persons.persons p
            join persons.persons q on q.canonical_id = p.canonical_id
            join conflicts.conflicts s on s.person_ids @> array[q.id]
           where p.id = any (c.person_ids) and s.case_id <> c.case_id and (s.user_id = c.user_id or s.agency_id = c.agency_id)
             and s.without_link is null and s.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED'))
      order by c.id for update`,
    [recordIds],
  );
}
