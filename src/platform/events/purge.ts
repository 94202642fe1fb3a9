import { Injectable } from '@nestjs/common';
import { tx } from '../db/transaction.js';
import { defineJob, Handles } from '../queue/job.js';
import { WorkSettings } from '../queue/work-settings.js';

/** Nightly: kept promises and delivered events older than `keepDays` go. */
export const PURGE = defineJob({
  name: 'platform.purge-promises',
  every: { cron: '40 3 * * *', timeZone: 'Europe/London' },
});

/** Forgets kept promises after a while. What is waiting or stuck, and events that are still owed, stay however old. */
@Injectable()
export class Purge {
  constructor(private readonly settings: WorkSettings) {}

  @Handles(PURGE)
  async purge(): Promise<void> {
    const days = [this.settings.keepDays];
    tx().write(
      `delete from platform.due where state in ('DONE', 'CLEARED') and done_at < clock_timestamp() - $1 * interval '1 day'`,
      days,
    );
    tx().write(
      `delete from platform.outbox o where relayed_at < clock_timestamp() - $1 * interval '1 day'
          and not exists (select from platform.due d where d.lane = 'EVENT' and d.subject = o.id and d.state in ('WAITING', 'STUCK'))`,
      days,
    );
    tx().write(`delete from platform.stuck_work where resolved_at < clock_timestamp() - $1 * interval '1 day'`, days);
  }
}
