import { Gathered } from '../platform/db/gathered.js';
import { tx } from '../platform/db/transaction.js';
import type { NoticeView } from './inbox.dto.js';
import { NOTICES, type NoticeKind } from './notice.rules.js';
import type { Way } from './ways.rules.js';

/** A notice to be, for one person. */
export interface NewNotice {
  id: string;
  userId: string;
  maracId: string;
  kind: NoticeKind;
  subjectId: string;
  eventId: string;
  caseId: string | null;
  caseRef: string | null;
  way: Way;
  urgent: boolean;
}

const COLUMNS = `id, user_id, marac_id, kind, subject_kind, subject_id, event_id, case_ref, urgent, about_case, way`;

/** The key is the notice itself: those told of in one go of many things leave together. */
const NEW = new Gathered<{ key: string }>(async (rows) => {
  const made = await tx().query<{ id: string }>(
    `insert into notifications.notices (${COLUMNS})
     select ${COLUMNS} from json_populate_recordset(null::notifications.notices, $1::json)
     on conflict on constraint notice_once do nothing returning id`,
    [`[${rows.join(',')}]`],
  );
  const ids = new Set(made.map(({ id }) => id));
  return rows.filter((row) => ids.has((JSON.parse(row) as { id: string }).id)).map((key) => ({ key }));
});

/** True when the person had no such notice of this event before. */
export async function insertNotice(notice: NewNotice): Promise<boolean> {
  const { id, userId, maracId, kind, subjectId, eventId, caseRef, urgent, caseId, way } = notice;
  const about = { subject_kind: NOTICES[kind].subject, subject_id: subjectId, event_id: eventId, about_case: caseId };
  const row = { id, user_id: userId, marac_id: maracId, kind, ...about, case_ref: caseRef, urgent, way };
  return (await NEW.of(JSON.stringify(row))) !== undefined;
}

type NoticeRow = Omit<NoticeView, 'title' | 'createdAt' | 'readAt'> & { createdAt: Date; readAt: Date | null };

const NOTICE = `n.id, n.kind, n.urgent, n.marac_id as "maracId", n.case_ref as "caseRef", n.subject_kind as "subjectKind",
  n.subject_id as "subjectId", n.created_at as "createdAt", n.read_at as "readAt"`;

function asView(row: NoticeRow): NoticeView {
  const { createdAt, readAt } = row;
  return {
    ...row,
    title: NOTICES[row.kind].title,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}

/** A person's notices, newest first. */
export async function noticesOf(
  userId: string,
  filter: { unread: boolean | null; after: string | null; limit: number },
): Promise<NoticeView[]> {
  const rows = await tx().query<NoticeRow>(
    `select ${NOTICE} from notifications.notices n
      where n.user_id = $1 and ($2::boolean is null or (n.read_at is null) = $2) and ($3::uuid is null or n.id < $3)
      order by n.id desc limit $4`,
    [userId, filter.unread, filter.after, filter.limit],
  );
  return rows.map(asView);
}

export async function unreadOf(userId: string): Promise<number> {
  const row = await tx().one<{ count: number }>(
    'select count(*)::int as count from notifications.notices n where n.user_id = $1 and n.read_at is null',
    [userId],
  );
  return row?.count ?? 0;
}

/** Marks a person's notice as read; the first time counts. Undefined when it is not theirs. */
export async function markRead(userId: string, noticeId: string): Promise<NoticeView | undefined> {
  const row = await tx().one<NoticeRow>(
    `update notifications.notices n set read_at = coalesce(n.read_at, now()) where n.id = $1 and n.user_id = $2 returning ${NOTICE}`,
    [noticeId, userId],
  );
  return row && asView(row);
}

/** Who was told of something before, and is to hear that it is no longer so. */
export async function toldOf(kind: NoticeKind, subjectId: string): Promise<string[]> {
  const rows = await tx().query<{ userId: string }>(
    'select distinct n.user_id as "userId" from notifications.notices n where n.kind = $1 and n.subject_id = $2',
    [kind, subjectId],
  );
  return rows.map(({ userId }) => userId);
}
