import { tx } from '../platform/db/transaction.js';
import type { CaseNoticeView } from './case-notices.dto.js';
import { type Filed, outcomeOf } from './filed.rules.js';
import { NOTICES } from './notice.rules.js';

type Row = Omit<CaseNoticeView, 'title' | 'toldAt' | 'outcome' | 'endedAt' | 'readAt'> &
  Filed & { toldAt: Date; endedAt: Date | null; readAt: Date | null };

/**
 * Who was told what about a case, newest first, for the system. Without those who must find nothing of the case, and without what
 * tells that there are such: conflicts of interest, emergency openings and unusual reading have records of their own.
 */
export async function noticesOfCase(caseId: string, after: string | null, limit: number): Promise<CaseNoticeView[]> {
  const rows = await tx().query<Row>(
    `select n.id, n.kind, n.urgent, n.subject_kind as "subjectKind", n.subject_id as "subjectId", n.user_id as "personId", u.name as person,
            a.name as agency, n.created_at as "toldAt", n.way, n.read_at is not null as read, n.read_at as "readAt",
            coalesce(m.state, d.state) as state, coalesce(m.error_code, d.error_code) as "errorCode",
            coalesce(m.ended_at, d.ended_at) as "endedAt", coalesce(m.delivered_at, d.delivered_at) is not null as delivered
       from notifications.notices n
       join identity.users u on u.id = n.user_id
       join maracs.agencies a on a.id = u.agency_id
       left join notifications.mails m on m.notice_id = n.id
       left join notifications.mails d on d.digest_id = n.digest_id
      where n.about_case = $1 and ($2::uuid is null or n.id < $2)
        and n.subject_kind <> all (array['conflict', 'break-glass', 'finding', 'alarm'])
        and not access.is_excluded(n.user_id, n.about_case)
      order by n.id desc limit $3`,
    [caseId, after, limit],
  );
  return rows.map(asView);
}

function asView({ read, state, errorCode, delivered, toldAt, endedAt, readAt, ...row }: Row): CaseNoticeView {
  return {
    ...row,
    title: NOTICES[row.kind].title,
    outcome: outcomeOf({ way: row.way, read, state, errorCode, delivered }),
    toldAt: toldAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    readAt: readAt?.toISOString() ?? null,
  };
}
