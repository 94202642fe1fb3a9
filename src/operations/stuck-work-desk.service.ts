import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Outbox } from '../platform/events/outbox.js';
import { type Page, pageOf, type Paging } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { RESTORED } from '../platform/fence/fence.js';
import { type StuckRow, StuckWork } from '../platform/queue/stuck-work.js';
import { isId } from '../platform/db/ids.js';
import { TELLS_OF_STUCK_WORK, WORK_STUCK } from './operations.events.js';
import type { StuckWorkView } from './stuck-work.dto.js';

/** Nothing failed: only a person knows until when the lost server was at work. */
const DECIDE_RESTORED =
  'The database was put back to an earlier moment. Nothing is tried again until somebody says what had gone out: npm run marac -- restored.';

export const TELL_OF_STUCK_WORK = defineJob({ name: 'operations.tell-of-stuck-work', every: '30s' });

/** Work that failed for good, before administrators: a list, a retry, and a notice when there is something new. */
@Injectable()
export class StuckWorkDesk {
  constructor(
    private readonly stuck: StuckWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  async list({ after, limit }: Paging): Promise<Page<StuckWorkView>> {
    if (after !== undefined && !isId(after))
      throw Problem.at('after', 'not-an-id', 'This must be `next` of a page before.');
    this.audit.record({ action: 'stuck-work.listed', subject: { kind: 'register', id: 'stuck-work' } });
    return pageOf((await this.stuck.list(limit, after)).map(asView), limit);
  }

  /** @throws Problem 404 when it was done after all, or never was; 409 `to-be-decided` for what no retry can do */
  async retry(id: string): Promise<StuckWorkView> {
    if ((await this.stuck.byId(id))?.name === RESTORED) throw Problem.conflict('to-be-decided', DECIDE_RESTORED);
    if (!(await this.stuck.retry(id))) throw Problem.notFound();
    this.audit.record({ action: 'stuck-work.retried', subject: { kind: 'stuck-work', id } });
    return asView((await this.stuck.byId(id))!);
  }

  /** Each once, however often it fails again before somebody looks. */
  @Handles(TELL_OF_STUCK_WORK)
  async tell(): Promise<void> {
    for (const stuckId of await this.stuck.takeUntold([TELLS_OF_STUCK_WORK]))
      this.outbox.publish({ name: WORK_STUCK, ids: { stuckId } });
  }
}

function asView({ firstFailedAt, failedAt, retryAt, ...row }: StuckRow): StuckWorkView {
  return {
    ...row,
    firstFailedAt: firstFailedAt.toISOString(),
    failedAt: failedAt.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  };
}
