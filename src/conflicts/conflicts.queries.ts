import { tx } from '../platform/db/transaction.js';
import type { Conflict } from './conflict.entity.js';
import type { Evidence, Nature, Status } from './conflict.rules.js';

export const CONFLICT = `
  select c.id, c.case_id as "caseId", c.marac_id as "maracId", c.user_id as "userId", c.agency_id as "agencyId",
         c.except_user_ids as "exceptUserIds", c.nature, c.evidence, c.tie_ids as "tieIds", c.person_ids as "personIds", c.status,
         c.without_link as "withoutLink",
         c.lift_proposed_by as "liftProposedBy", c.made_by as "madeBy", c.version
    from conflicts.conflicts c`;

/** The line about a person, or an agency, and a case, locked. For the system. */
export async function lineAbout(
  caseId: string,
  { userId, agencyId }: Pick<Conflict, 'userId' | 'agencyId'>,
): Promise<Conflict | undefined> {
  return tx().one<Conflict>(
    `${CONFLICT} where c.case_id = $1 and (c.user_id = $2::uuid or c.agency_id = $3::uuid) for update`,
    [caseId, userId, agencyId],
  );
}

/** Who is kept out of the cases of a person, by the record that stands for them. */
export interface KeptOut extends Pick<Conflict, 'userId' | 'agencyId' | 'exceptUserIds' | 'nature' | 'tieIds'> {
  canonicalId: string;
  confirmed: boolean;
}

/** Everybody who is kept out of a case because of its people, once for each of them. For the system. */
export async function keptOut(): Promise<KeptOut[]> {
  return tx().query<KeptOut>(
    `select p.canonical_id as "canonicalId", c.user_id as "userId", c.agency_id as "agencyId", c.except_user_ids as "exceptUserIds", c.nature,
            c.tie_ids as "tieIds", c.status <> 'PROVISIONAL' as confirmed
       from conflicts.conflicts c join persons.persons p on p.id = any (c.person_ids)
      where c.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED')`,
  );
}

export interface PersonOfCase {
  id: string;
  caseId: string;
  maracId: string;
}

/** Records of the people of a case. For the system. */
export async function peopleOf(caseId: string): Promise<PersonOfCase[]> {
  return tx().query<PersonOfCase>(
    `select p.id, p.case_id as "caseId", p.marac_id as "maracId" from persons.persons p where p.case_id = $1`,
    [caseId],
  );
}

/** Records of a person, by those that stand for them, in every case. For the system. */
export async function recordsOf(canonicalIds: readonly string[]): Promise<(PersonOfCase & { canonicalId: string })[]> {
  return tx().query<PersonOfCase & { canonicalId: string }>(
    `select p.id, p.case_id as "caseId", p.marac_id as "maracId", p.canonical_id as "canonicalId"
       from persons.persons p where p.canonical_id = any ($1::uuid[])`,
    [canonicalIds],
  );
}

/** Cases of which this person must find nothing. For the system. */
export async function casesShutTo(userId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select x.case_id as id from access.exclusions x where x.user_id = $1 and x.lifted_at is null
     union
     select x.case_id from access.exclusions x join identity.users u on u.agency_id = x.agency_id
      where u.id = $1 and x.lifted_at is null and u.id <> all (x.except_user_ids)`,
    [userId],
  );
  return rows.map((row) => row.id);
}

/** True when somebody added another to the system or gave them something in it, as the record of deeds says. For the system. */
export async function hasHandIn(userId: string, other: string): Promise<boolean> {
  const found = await tx().one(
    `select from audit.events e where e.subject_id = $2 and e.actor_id = $1 and e.subject_kind = 'user' and e.action like 'user.%' limit 1`,
    [userId, other],
  );
  return found !== undefined;
}

/** Coordinators and chairs of the MARAC who would still find the case. For the system. */
export async function overseersLeft(maracId: string, caseId: string): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(distinct u.id)::int as count from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.marac_id = $1 and r.role in ('COORDINATOR', 'CHAIR') and u.deactivated_at is null and not access.is_excluded(u.id, $2)`,
    [maracId, caseId],
  );
  return row?.count ?? 0;
}

/** How many of these are active people of the agency. */
export async function peopleOfAgency(agencyId: string, userIds: readonly string[]): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from identity.users u where u.agency_id = $1 and u.id = any ($2::uuid[]) and u.deactivated_at is null`,
    [agencyId, userIds],
  );
  return row?.count ?? 0;
}

/** True when the person holds a role in the MARAC, or in all. */
export async function holdsRole(userId: string | null, maracId: string): Promise<boolean> {
  const found = await tx().one(
    'select from identity.user_roles r where r.user_id = $1 and (r.marac_id = $2 or r.marac_id is null) limit 1',
    [userId, maracId],
  );
  return found !== undefined;
}

export async function isActive(userId: string): Promise<boolean> {
  return (
    (await tx().one('select from identity.users u where u.id = $1 and u.deactivated_at is null', [userId])) !==
    undefined
  );
}

interface RegisterRow {
  id: string;
  caseId: string;
  caseRef: string;
  maracId: string;
  userId: string | null;
  name: string | null;
  agencyId: string;
  agency: string;
  exceptUserIds: string[];
  nature: Nature;
  evidence: Evidence[];
  status: Status;
  madeAt: Date;
  version: number;
  decisions: { step: string; reason: string; by: string | null; at: string }[];
}

const LINE = `
  select c.id, c.case_id as "caseId", v.ref as "caseRef", c.marac_id as "maracId", c.user_id as "userId", u.name, a.id as "agencyId",
         a.name as agency, c.except_user_ids as "exceptUserIds", c.nature, c.evidence, c.status, c.made_at as "madeAt", c.version,
         (select coalesce(json_agg(json_build_object('step', d.step, 'reason', d.reason, 'by', coalesce(w.name, d.made_by), 'at', d.made_at)
                                   order by d.id), '[]')
            from conflicts.decisions d left join identity.users w on 'user:' || w.id = d.made_by where d.conflict_id = c.id) as decisions
    from conflicts.conflicts c
    join access.visible v on v.case_id = c.case_id
    left join identity.users u on u.id = c.user_id
    join maracs.agencies a on a.id = coalesce(c.agency_id, u.agency_id)`;

/** Lines of the register that the reader may see: never one about the reader. */
export async function register(filter: {
  marac?: string;
  status?: string;
  after?: string;
  limit: number;
}): Promise<RegisterRow[]> {
  return tx().query<RegisterRow>(
    `${LINE} where ($1::uuid is null or c.marac_id = $1) and ($2::text is null or c.status = $2) and ($3::uuid is null or c.id > $3)
      order by c.id limit $4`,
    [filter.marac ?? null, filter.status ?? null, filter.after ?? null, filter.limit],
  );
}

export async function lineById(id: string): Promise<RegisterRow | undefined> {
  return tx().one<RegisterRow>(`${LINE} where c.id = $1`, [id]);
}
