import { tx } from '../platform/db/transaction.js';
import type { PauseView } from './pauses.dto.js';

type PauseRow = Omit<PauseView, 'pausedAt' | 'until' | 'endedAt'> & {
  pausedAt: Date;
  until: Date;
  endedAt: Date | null;
};

/** Pauses of an action that the reader sees, oldest first. */
export async function pausesOf(actionId: string): Promise<PauseView[]> {
  const rows = await tx().query<PauseRow>(
    `select p.id, p.reason, p.note, p.paused_at as "pausedAt", coalesce(u.name, p.paused_by) as "pausedBy", p.until, p.ended_at as "endedAt",
            coalesce(e.name, p.ended_by) as "endedBy"
       from actions.pauses p
       left join identity.users u on u.id = substring(p.paused_by from '^user:(.{36})$')::uuid
       left join identity.users e on e.id = substring(p.ended_by from '^user:(.{36})$')::uuid
      where p.action_id = $1 order by p.id`,
    [actionId],
  );
  return rows.map(({ pausedAt, until, endedAt, ...row }) => ({
    ...row,
    pausedAt: pausedAt.toISOString(),
    until: until.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

/** The pause that stands, if one does. */
export async function standingPause(actionId: string): Promise<{ id: string } | undefined> {
  return tx().one<{ id: string }>(
    'select p.id from actions.pauses p where p.action_id = $1 and p.ended_at is null and p.until > clock_timestamp()',
    [actionId],
  );
}

export interface NewPauseRow {
  id: string;
  actionId: string;
  caseId: string;
  maracId: string;
  reason: string;
  note: string;
  by: string;
  until: Date;
}

export function insertPause({ id, actionId, caseId, maracId, reason, note, by, until }: NewPauseRow): void {
  tx().write(
    `insert into actions.pauses (id, action_id, case_id, marac_id, reason, note, paused_by, until) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, actionId, caseId, maracId, reason, note, by, until],
  );
}

/** Ends a pause at a moment, or now. False when it had ended already: two who look at once end it once. */
export async function endPause(pauseId: string, at: Date | null, by: string): Promise<boolean> {
  const ended = await tx().change(
    `update actions.pauses set ended_at = coalesce($2, clock_timestamp()), ended_by = $3 where id = $1 and ended_at is null`,
    [pauseId, at, by],
  );
  return ended === 1;
}
