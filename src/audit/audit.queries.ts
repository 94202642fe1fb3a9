import { tx } from '../platform/db/transaction.js';
import type { AuditEventView } from './audit.dto.js';

/** Events the reader may audit, newest first; ids are ordered by time. */
export async function auditEvents(filter: {
  subject?: string;
  actor?: string;
  after?: string;
  limit?: number;
}): Promise<AuditEventView[]> {
  const rows = await tx().query<Omit<AuditEventView, 'at'> & { at: Date }>(
    `select e.id, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.action, e.subject_kind as "subjectKind",
            e.subject_id as "subjectId", e.purpose, e.labels, e.outcome, e.code
       from audit.events e
      where ($1::text is null or e.subject_id = $1) and ($2::text is null or e.actor_id = $2) and ($3::uuid is null or e.id < $3)
      order by e.id desc limit $4`,
    [filter.subject ?? null, filter.actor ?? null, filter.after ?? null, filter.limit ?? 50],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
