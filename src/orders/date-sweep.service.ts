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
    const actor = Actor.system(SWEEP_ORDER_DATES.name);
    await this.uow.each(actor, this.waiting(actor), (look) => look());
  }

  private async *waiting(actor: Actor): AsyncGenerator<() => Promise<void>> {
    for await (const id of this.uow.found(actor, ordersToLookAt)) yield () => this.watch.lookAt(id);
    for await (const id of this.uow.found(actor, reviewsOverdue)) yield () => this.reviewWaits(id);
  }
}
