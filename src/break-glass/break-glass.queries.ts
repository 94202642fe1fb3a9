import type { CaseSpine } from '../access/access.entity.js';
import { tx } from '../platform/db/transaction.js';
import type { BreakGlassView } from './break-glass.dto.js';

/** One try at a time for each person, so that nobody gets past the quota by haste. Number of cases opened and of tries that found nothing in 24 hours. For the system. */
export async function usedOf(userId: string): Promise<{ opens: number; misses: number }> {
  tx().write('select pg_advisory_xact_lock(hashtextextended($1, 7201018))', [userId]);
  const row = await tx().one<{ opens: number; misses: number }>(
    `select (select count(*)::int from break_glass.uses u where u.user_id = $1 and u.opened_at > now() - interval '24 hours') as opens,
            (select count(*)::int from break_glass.misses m where m.user_id = $1 and m.at > now() - interval '24 hours') as misses`,
    [userId],
  );
  return row!;
}

/** MARACs whose protocol the reader's agency has signed and in which the reader holds a role. As the reader. */
export async function memberOf(): Promise<string[]> {
  return (await tx().one<{ ids: string[] | null }>('select access.member_of() as ids'))?.ids ?? [];
}

/** Kinds of information that the reader sees of a case. As the reader. */
export async function labelsSeen(caseId: string | null, caseRef: string | null): Promise<string[]> {
  const row = await tx().one<{ labels: string[] }>(
    'select v.labels from access.visible v where v.case_id = $1::uuid or v.ref = $2::text',
    [caseId, caseRef],
  );
  return row?.labels ?? [];
}

/** A case with whether this person must find nothing of it. For the system. */
export async function caseToOpen(
  caseId: string | null,
  caseRef: string | null,
  userId: string,
): Promise<(CaseSpine & { shut: boolean }) | undefined> {
  return tx().one<CaseSpine & { shut: boolean }>(
    `select c.id, c.marac_id as "maracId", c.ref, access.is_excluded($3, c.id) as shut
       from access.cases c where c.id = $1::uuid or c.ref = $2::text`,
    [caseId, caseRef, userId],
  );
}

/** The moment of the transaction: what a grant's length is measured from. */
export async function transactionTime(): Promise<Date> {
  return (await tx().one<{ at: Date }>('select now() as at'))!.at;
}

type Row = Omit<BreakGlassView, 'openedAt' | 'endsAt' | 'reviewDueAt' | 'reviewedAt'> & {
  openedAt: Date;
  endsAt: Date;
  reviewDueAt: Date;
  reviewedAt: Date | null;
};

const USE = `
  select b.id, b.case_id as "caseId", v.ref as "caseRef", b.marac_id as "maracId", b.user_id as "userId", u.name, a.name as agency,
         b.reason_code as "reasonCode", b.reason, b.opened_at as "openedAt", b.ends_at as "endsAt", b.review_due_at as "reviewDueAt",
         b.finding, b.review, b.reviewed_at as "reviewedAt", b.version
    from break_glass.uses b
    join access.visible v on v.case_id = b.case_id
    join identity.users u on u.id = b.user_id
    join maracs.agencies a on a.id = b.agency_id`;

function asView({ openedAt, endsAt, reviewDueAt, reviewedAt, ...row }: Row): BreakGlassView {
  const moments = {
    openedAt: openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reviewDueAt: reviewDueAt.toISOString(),
  };
  return { ...row, ...moments, reviewedAt: reviewedAt?.toISOString() ?? null };
}

/** Openings that the reader may review or has seen reviewed. */
export async function uses(filter: {
  unreviewed?: boolean;
  marac?: string;
  after?: string;
  limit: number;
}): Promise<BreakGlassView[]> {
  const rows = await tx().query<Row>(
    `${USE} where ($1::boolean is null or (b.reviewed_at is null) = $1) and ($2::uuid is null or b.marac_id = $2)
        and ($3::uuid is null or b.id > $3) order by b.id limit $4`,
    [filter.unreviewed ?? null, filter.marac ?? null, filter.after ?? null, filter.limit],
  );
  return rows.map(asView);
}

export async function useById(id: string): Promise<BreakGlassView | undefined> {
  const row = await tx().one<Row>(`${USE} where b.id = $1`, [id]);
  return row && asView(row);
}
