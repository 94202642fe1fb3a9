import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { DateWatch } from './date-watch.service.js';
import { ORDER_DATE, REVIEW_DUE, RISK_REVIEW_OVERDUE } from './orders.events.js';
import { alarmReview, ordersToLookAt, reviewsOverdue } from './reviews.queries.js';

/** Goes through orders and reviews themselves, in case a due row were lost, and after days were closed. */
export const SWEEP_ORDER_DATES = defineJob({ name: 'orders.sweep-dates', every: '5m', transaction: 'own' });

const BATCH = 200;

/** When a date comes near, and when a review of it is not completed in time. */
@Injectable()
export class DateSweep {
  constructor(
    private readonly watch: DateWatch,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  @WhenDue(ORDER_DATE)
  async dateNears(orderId: string): Promise<void> {
    await this.watch.lookAt(orderId);
  }

  /** As it stands now: one that was completed meanwhile, or is due later, raises nothing. */
  @WhenDue(REVIEW_DUE)
  async reviewWaits(reviewId: string): Promise<void> {
    const overdue = await alarmReview(reviewId);
    if (!overdue) return;
    this.outbox.publish({ name: RISK_REVIEW_OVERDUE, ids: { reviewId, ...overdue } });
    const subject = { kind: 'risk-review', id: reviewId };
    this.audit.record({ action: 'risk-review.overdue', subject, maracId: overdue.maracId });
  }

  /** The guarantee behind the due rows. One poison order does not keep the others from being told of. */
  @Handles(SWEEP_ORDER_DATES)
  async sweep(): Promise<void> {
    const failures: unknown[] = [];
    await this.each(ordersToLookAt, (id) => this.watch.lookAt(id), failures);
    await this.each(reviewsOverdue, (id) => this.reviewWaits(id), failures);
    if (failures.length > 0) throw failures[0];
  }

  private async each(
    find: (except: readonly string[], limit: number) => Promise<string[]>,
    work: (id: string) => Promise<void>,
    failures: unknown[],
  ): Promise<void> {
    const actor = Actor.system(SWEEP_ORDER_DATES.name);
    const seen: string[] = [];
    for (let found = BATCH; found === BATCH;) {
      const ids = await this.uow.run(actor, () => find(seen, BATCH));
      for (const id of ids) await this.uow.run(actor, () => work(id)).catch((error: unknown) => failures.push(error));
      seen.push(...ids);
      found = ids.length;
    }
  }
}
