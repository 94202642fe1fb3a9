import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { tx } from '../platform/db/transaction.js';
import type { Origin } from './access.entity.js';

/** Which sharing decisions: all that came of one deed, on one case when it shared several. */
export interface CameOf {
  origin: Origin;
  originId: string;
  caseId?: string;
}

const CAME_OF = `g.origin = $1 and g.origin_id = $2 and g.case_id = coalesce($3, g.case_id) and g.revoked_at is null`;
const values = ({ origin, originId, caseId }: CameOf) => [origin, originId, caseId ?? null];

/** When what was shared by one deed begins and ends. With whom and what it shared stands. For who stands in the MARAC, or the system. */
@Injectable()
export class SharingTimes {
  constructor(private readonly audit: Audit) {}

  /** Ends what a deed shared, in force at once. Number of decisions that ended. */
  async end(which: CameOf, because: string): Promise<number> {
    const { actor } = tx();
    const ended = await tx().query<{ caseId: string; maracId: string }>(
      `update access.grants g set revoked_at = now(), revoked_by = $4, revoked_because = $5
        where ${CAME_OF} and g.ends_at > now() returning g.case_id as "caseId", g.marac_id as "maracId"`,
      [...values(which), `${actor.kind}:${actor.id}`, because],
    );
    for (const { caseId, maracId } of ended)
      this.audit.record({
        action: 'sharing.ended',
        subject: { kind: 'case', id: caseId },
        maracId,
        code: which.origin,
      });
    return ended.length;
  }

  /** Moves the time in which a deed shared something: the slot of a guest moved with the order of the meeting. */
  async move(which: CameOf, startsAt: Date, endsAt: Date): Promise<void> {
    tx().write(`update access.grants g set starts_at = $4, ends_at = $5 where ${CAME_OF}`, [
      ...values(which),
      startsAt,
      endsAt,
    ]);
  }

  /**
   * Moves the end of what a deed shared, and the beginning of what was to begin with a day that is another one now: what began at
   * once goes on. @param was moments at which that day may have begun before
   */
  moveDay(which: CameOf, was: readonly Date[], startsAt: Date, endsAt: Date): void {
    tx().write(
      `update access.grants g set ends_at = $6, starts_at = case when g.starts_at = any ($4) then $5 else g.starts_at end where ${CAME_OF}`,
      [...values(which), was, startsAt, endsAt],
    );
  }
}
