import { tx } from '../platform/db/transaction.js';
import { LINKS_LOCK, type LiveLink, type ProposalStatus } from './links.rules.js';
import type { Certainty } from './matching.rules.js';

/** Waits until no other decision and no new referral is at it. Before anything of the links is read. */
export function oneDecisionAtATime(): void {
  tx().write(`select pg_advisory_xact_lock(${LINKS_LOCK})`);
}

/** Pairs of these people, by the records that stand for them, whom somebody told apart. For the system. */
export async function rejectedPairs(canonicalIds: readonly string[]): Promise<{ one: string; other: string }[]> {
  return tx().query<{ one: string; other: string }>(
    `select distinct a.canonical_id as one, b.canonical_id as other
       from persons.persons a
       join persons.link_proposals q on q.person_id = a.id and q.status = 'REJECTED'
       join persons.persons b on b.id = q.other_id
      where a.canonical_id = any ($1::uuid[]) and b.canonical_id = any ($1::uuid[]) and a.canonical_id <> b.canonical_id`,
    [canonicalIds],
  );
}

export interface NewProposal {
  id: string;
  otherId: string;
  certainty: Certainty;
  evidence: readonly string[];
}

/**
 * Across areas only what rests on name and whole birth date: a coordinator must not learn from a referral they make up that
 * somebody is known elsewhere by an address or a telephone (the same bar as for repeat checks).
 */
export function insertProposals(
  { personId, caseId, maracId }: { personId: string; caseId: string; maracId: string },
  proposals: readonly NewProposal[],
): void {
  tx().afterInserts(
    `insert into persons.link_proposals (id, person_id, other_id, case_id, marac_id, other_case_id, other_marac_id, certainty, evidence)
     select x.id, $2, o.id, $3, $4, o.case_id, o.marac_id, x.certainty, array(select jsonb_array_elements_text(x.evidence))
       from jsonb_to_recordset($1::jsonb) as x(id uuid, "otherId" uuid, certainty text, evidence jsonb)
       join persons.persons o on o.id = x."otherId"
      where o.marac_id = $4 or x.certainty <> 'POSSIBLE' and x.evidence ? 'same birth date'
         on conflict do nothing`,
    [JSON.stringify(proposals), personId, caseId, maracId],
  );
}

export interface ProposalRow {
  id: string;
  personId: string;
  otherId: string;
  caseId: string;
  maracId: string;
  otherMarac: string;
  certainty: Certainty;
  evidence: string[];
  status: ProposalStatus;
  proposedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  version: number;
}

const PROPOSAL = `
  select q.id, q.person_id as "personId", q.other_id as "otherId", q.case_id as "caseId", q.marac_id as "maracId", m.name as "otherMarac",
         q.certainty, q.evidence, q.status, q.proposed_at as "proposedAt", q.decided_at as "decidedAt", u.name as "decidedBy", q.version
    from persons.link_proposals q
    join maracs.maracs m on m.id = q.other_marac_id
    left join identity.users u on 'user:' || u.id = q.decided_by`;

/** Proposals that the reader is to decide, or has decided, oldest first: row-level security leaves out what hides a case from them. */
export async function findProposals(filter: {
  marac?: string;
  status?: string;
  after?: string;
  limit: number;
}): Promise<ProposalRow[]> {
  return tx().query<ProposalRow>(
    `${PROPOSAL} where ($1::uuid is null or q.marac_id = $1) and ($2::text is null or q.status = $2) and ($3::uuid is null or q.id > $3)
      order by q.id limit $4`,
    [filter.marac ?? null, filter.status ?? null, filter.after ?? null, filter.limit],
  );
}

export async function proposalById(id: string): Promise<ProposalRow | undefined> {
  return tx().one<ProposalRow>(`${PROPOSAL} where q.id = $1`, [id]);
}

/** Decides on a proposal. 0 when somebody else did meanwhile. For the system. */
export async function settleProposal(id: string, version: number, status: ProposalStatus, by: string): Promise<number> {
  return tx().change(
    `update persons.link_proposals q set status = $3, decided_by = $4, decided_at = now(), version = q.version + 1
      where q.id = $1 and q.version = $2`,
    [id, version, status, by],
  );
}

export interface Pair {
  personId: string;
  otherId: string;
  certainty: Certainty;
  evidence: readonly string[];
}

/** Remembers what was decided of two records, whichever of them was called the later, and whether or not it was proposed. For the system. */
export function settlePair(id: string, pair: Pair, status: ProposalStatus, by: string): void {
  tx().write(
    `insert into persons.link_proposals as q (id, person_id, other_id, case_id, marac_id, other_case_id, other_marac_id, certainty, evidence,
                                              status, decided_by, decided_at)
     select $1, p.id, o.id, p.case_id, p.marac_id, o.case_id, o.marac_id, $4, $5, $6, $7, now()
       from persons.persons p, persons.persons o where p.id = $2 and o.id = $3
         on conflict (least(person_id, other_id), greatest(person_id, other_id))
         do update set status = excluded.status, decided_by = excluded.decided_by, decided_at = now(), version = q.version + 1`,
    [id, pair.personId, pair.otherId, pair.certainty, pair.evidence, status, by],
  );
}

/** All records that are taken for one of these people. For the system. */
export async function recordsTogether(ids: readonly string[]): Promise<{ id: string; canonicalId: string }[]> {
  return tx().query<{ id: string; canonicalId: string }>(
    `select p.id, p.canonical_id as "canonicalId" from persons.persons p
      where p.canonical_id = any (array(select c.canonical_id from persons.persons c where c.id = any ($1::uuid[]))) order by p.id`,
    [ids],
  );
}

/** Links that stand among records that are together. For the system. */
export async function liveLinks(ids: readonly string[]): Promise<LiveLink[]> {
  return tx().query<LiveLink>(
    `select l.person_id as "personId", coalesce(l.other_id, l.canonical_id) as "otherId"
       from persons.links l where l.person_id = any ($1::uuid[]) and l.undone_at is null`,
    [ids],
  );
}

/** Says for each record which one stands for it. For the system. */
export function writeStanding(stands: readonly (readonly [id: string, canonicalId: string])[]): void {
  tx().write(
    `update persons.persons p set canonical_id = x.canonical_id
       from unnest($1::uuid[], $2::uuid[]) as x(id, canonical_id) where p.id = x.id`,
    [stands.map(([id]) => id), stands.map(([, canonicalId]) => canonicalId)],
  );
}
