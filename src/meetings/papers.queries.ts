import { tx } from '../platform/db/transaction.js';
import type { DeclarationView } from './papers.dto.js';

/**
 * True while a meeting's papers wait for the reader's declaration: its list was circulated and the reader has not declared.
 * Undefined when there is no such meeting for them.
 */
export async function papersWait(meetingId: string): Promise<boolean | undefined> {
  const row = await tx().one<{ waits: boolean }>(
    `select m.circulated_at is not null and not exists (
              select from meetings.declarations d where d.meeting_id = m.id and d.user_id = access.reader()) as waits
       from meetings.meetings m where m.id = $1`,
    [meetingId],
  );
  return row?.waits;
}

/** Declarations for a meeting that the reader may know of: all for those who stand in the MARAC, else one's own. */
export async function declarationsOf(meetingId: string): Promise<DeclarationView[]> {
  const rows = await tx().query<Omit<DeclarationView, 'declaredAt'> & { declaredAt: Date }>(
    `select d.user_id as "userId", u.name, a.name as agency, d.statement_version as "statementVersion", d.declared_at as "declaredAt"
       from meetings.declarations d join identity.users u on u.id = d.user_id join maracs.agencies a on a.id = d.agency_id
      where d.meeting_id = $1 order by d.declared_at, d.id`,
    [meetingId],
  );
  return rows.map((row) => ({ ...row, declaredAt: row.declaredAt.toISOString() }));
}

export interface ToCirculate {
  id: string;
  maracId: string;
  heldOn: string;
  circulatedAt: Date | null;
}

/** A planned meeting, locked, so that two circulations do not pass each other. */
export async function lockToCirculate(meetingId: string): Promise<ToCirculate | undefined> {
  return tx().one<ToCirculate>(
    `select m.id, m.marac_id as "maracId", m.held_on as "heldOn", m.circulated_at as "circulatedAt"
       from meetings.meetings m where m.id = $1 and m.status = 'PLANNED' for update`,
    [meetingId],
  );
}

export function setCirculated(meetingId: string): void {
  tx().write('update meetings.meetings m set circulated_at = now() where m.id = $1 and m.circulated_at is null', [
    meetingId,
  ]);
}

export async function circulatedAt(meetingId: string): Promise<Date | null> {
  const row = await tx().one<{ at: Date | null }>(
    'select m.circulated_at as at from meetings.meetings m where m.id = $1',
    [meetingId],
  );
  return row?.at ?? null;
}
