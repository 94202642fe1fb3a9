import { Injectable } from '@nestjs/common';
import { tx } from '../db/transaction.js';
import type { Lane } from './promise-rows.js';

export interface Late {
  lane: Lane;
  kind: string;
  count: number;
  oldest: Date;
}

/** What ought to have been kept by now, for health pages and alarms. Needs a unit of work. */
@Injectable()
export class PromiseReader {
  /** Waiting promises later than this, by kind; also of kinds that no process here knows. Empty when all is well. */
  async late(byMs: number): Promise<Late[]> {
    return tx().query<Late>(
      `select lane, kind, count(*)::int as count, min(due_at) as oldest from platform.due
        where lane in ('TIME', 'EVENT') and state = 'WAITING' and due_at < clock_timestamp() - $1 * interval '1 millisecond'
          and next_at < clock_timestamp()
        group by lane, kind order by oldest`,
      [byMs],
    );
  }

  /** Events published but not yet handed on, and how old the oldest is in milliseconds. */
  async unsent(): Promise<{ count: number; oldestMs: number }> {
    const row = await tx().one<{ count: number; oldestMs: number }>(
      `select count(*)::int as count,
              coalesce(extract(epoch from clock_timestamp() - min(published_at)) * 1000, 0)::float8 as "oldestMs"
         from platform.outbox where relayed_at is null`,
    );
    return row ?? { count: 0, oldestMs: 0 };
  }
}
