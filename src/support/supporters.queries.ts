import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { SupporterView } from './supporters.dto.js';

export type SupporterRow = Omit<SupporterView, 'since' | 'endedAt'> & { since: Date; endedAt: Date | null };

/** Who holds a case and who did, newest first. */
export async function supportersOf(open: OpenCase): Promise<SupporterRow[]> {
  return tx().query<SupporterRow>(
    `select s.id, s.user_id as "userId", u.name, s.agency_id as "agencyId", a.name as agency, s.since, s.reason, s.ended_at as "endedAt",
            s.ended_because as "endedBecause"
       from support.supporters s join identity.users u on u.id = s.user_id join maracs.agencies a on a.id = s.agency_id
      where s.case_id = $1 order by s.number desc`,
    [open.caseId],
  );
}

/** An active IDVA of the area whose service has the case and who may know of it. For the system. */
export async function idvaOf(
  { caseId, maracId }: OpenCase,
  userId: string,
): Promise<{ userId: string; agencyId: string } | undefined> {
  return tx().one<{ userId: string; agencyId: string }>(
    `select u.id as "userId", u.agency_id as "agencyId"
       from identity.users u join identity.user_roles r on r.user_id = u.id
      where u.id = $1 and u.deactivated_at is null and r.role = 'IDVA' and r.marac_id = $3 and not access.is_excluded(u.id, $2)
        and exists (select from access.live_grants g
                     where g.case_id = $2 and g.grantee_id in (u.id, u.agency_id) and 'CONTACT' = any (g.labels))`,
    [userId, caseId, maracId],
  );
}

/** Ends whoever holds the case; 0 when nobody does any more. */
export async function endSupporter(caseId: string, because: string, by: string): Promise<number> {
  return tx().change(
    `update support.supporters s set ended_at = clock_timestamp(), ended_because = $2, ended_by = $3
      where s.case_id = $1 and s.ended_at is null`,
    [caseId, because, by],
  );
}

export interface LoadRow {
  userId: string;
  name: string;
  agencyId: string;
  agency: string;
  open: number;
  inAYear: number;
  active: boolean;
}

/**
 * How many cases each IDVA of the area holds and took on, counted through the reader's own eyes: a case that is hidden from them is
 * in no number. Of one agency, or (null) of all. Whoever left is there as long as they hold a case.
 */
export async function loadsOf(maracId: string, agencyId: string | null): Promise<LoadRow[]> {
  return tx().query<LoadRow>(
    `select u.id as "userId", u.name, u.agency_id as "agencyId", a.name as agency, held.open, held."inAYear",
            u.deactivated_at is null and exists (
              select from identity.user_roles r where r.user_id = u.id and r.marac_id = $1 and r.role = 'IDVA') as active
       from identity.users u
       join maracs.agencies a on a.id = u.agency_id
      cross join lateral (
        select count(distinct s.case_id) filter (where s.ended_at is null)::int as open,
               count(distinct s.case_id) filter (where s.since > now() - interval '1 year')::int as "inAYear"
          from support.supporters s where s.marac_id = $1 and s.user_id = u.id) as held
      where ($2::uuid is null or u.agency_id = $2)
        and (held.open > 0 or u.deactivated_at is null and exists (
              select from identity.user_roles r where r.user_id = u.id and r.marac_id = $1 and r.role = 'IDVA'))
      order by held.open desc, u.name, u.id`,
    [maracId, agencyId],
  );
}

/** Cases with a clock that no IDVA holds, and whose latest referral is not over; through the reader's own eyes. */
export async function unallocated(maracId: string): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(distinct c.case_id)::int as count
       from support.clocks c
      where c.marac_id = $1 and c.stopped_by is distinct from 'BEFORE_CLOCKS'
        and not exists (select from support.supporters s where s.case_id = c.case_id)
        and exists (select from referrals.referrals r where r.id = c.id and r.status in ('SUBMITTED', 'RETURNED', 'ACCEPTED', 'REPEAT_NOTED'))`,
    [maracId],
  );
  return row?.count ?? 0;
}
