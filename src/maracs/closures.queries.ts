import { tx } from '../platform/db/transaction.js';
import type { ClosureView } from './closures.dto.js';

/** Days on which an area is closed besides the bank holidays of its nation, in order. */
export async function closuresOf(maracId: string): Promise<ClosureView[]> {
  return tx().query<ClosureView>(
    `select c.id, c.marac_id as "maracId", c.day, c.name from maracs.closures c
      where c.marac_id = $1 and c.ended_at is null order by c.day`,
    [maracId],
  );
}

/** Takes a closure back; undefined when there is none to take back. */
export async function endClosure(maracId: string, id: string, by: string): Promise<{ day: string } | undefined> {
  return tx().one<{ day: string }>(
    `update maracs.closures c set ended_at = now(), ended_by = $3
      where c.id = $2 and c.marac_id = $1 and c.ended_at is null returning c.day`,
    [maracId, id, by],
  );
}
