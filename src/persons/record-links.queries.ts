import { tx } from '../platform/db/transaction.js';
import type { Certainty } from './matching.rules.js';
import { type FoundRow, SEEN } from './search.queries.js';

/** A record with what its reader may see of it; those that are hidden are missing. */
export async function recordsSeen(ids: readonly string[]): Promise<FoundRow[]> {
  return tx().query<FoundRow>(`select ${SEEN} where p.id = any ($1::uuid[])`, [ids]);
}

/** Cases of which the reader must find nothing: to be kept while looking further. */
export async function shutToReader(): Promise<string[]> {
  const row = await tx().one<{ cases: string[] }>(`select coalesce(access.excluded(), '{}') as cases`);
  return row?.cases ?? [];
}

export interface LinkRow {
  id: string;
  personId: string;
  /** the record at the other end, seen from the one that was asked for */
  otherId: string;
  otherMarac: string;
  certainty: Certainty;
  evidence: string[];
  linkedAt: Date;
  linkedBy: string | null;
  undoneAt: Date | null;
  undoneBy: string | null;
}

const AT = `
  select l.id, $1::uuid as "personId", o.id as "otherId", m.name as "otherMarac", l.certainty, l.evidence, l.created_at as "linkedAt",
         u.name as "linkedBy", l.undone_at as "undoneAt", w.name as "undoneBy"
    from persons.links l
    join persons.persons o on o.id = case when l.person_id = $1 then coalesce(l.other_id, l.canonical_id) else l.person_id end
    join maracs.maracs m on m.id = o.marac_id
    left join identity.users u on 'user:' || u.id = l.decided_by
    left join identity.users w on 'user:' || w.id = l.undone_by
   where (l.person_id = $1 or l.other_id = $1 or l.other_id is null and l.canonical_id = $1) and o.case_id <> all ($2::uuid[])`;

/** Links of a record, undone ones too, but for those to cases that are shut to the reader. For the system. */
export async function linksOf(personId: string, shut: readonly string[]): Promise<LinkRow[]> {
  return tx().query<LinkRow>(`${AT} order by l.id limit 200`, [personId, shut]);
}

export async function linkOf(personId: string, linkId: string, shut: readonly string[]): Promise<LinkRow | undefined> {
  return tx().one<LinkRow>(`${AT} and l.id = $3`, [personId, shut, linkId]);
}

/** Takes a link back; 0 when somebody did before. For the system. */
export async function undoLink(linkId: string, by: string): Promise<number> {
  return tx().change(
    'update persons.links l set undone_at = now(), undone_by = $2 where l.id = $1 and l.undone_at is null',
    [linkId, by],
  );
}
