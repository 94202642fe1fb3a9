import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { Outbox } from '../platform/events/outbox.js';
import type { Occasion, Step } from './order-codes.rules.js';
import { dateOf, planDate, reviewDue } from './order-dates.rules.js';
import { DateTerms, type Terms } from './date-terms.service.js';
import { ORDER_DATE, REVIEW_DUE, RISK_REVIEW_RAISED } from './orders.events.js';
import { RiskReview } from './orders.entity.js';
import {
  type LockedOrder, lockOrder, moveReview, openReviewOf, raisedSteps, raiseStep, settleOrder,
} from './reviews.queries.js'; // prettier-ignore

interface Raising {
  step: Step;
  occasion: Occasion;
  dateOn: string;
  shortNotice: boolean;
  /** the breach that raises it */
  changeId: string | null;
}

/**
 * The day on which a perpetrator comes back within reach is known long before, and must not come as a surprise. Each step towards it is
 * raised once, as the tables stand then; an order of which a review waits already gets no second one. Decides as the system.
 */
@Injectable()
export class DateWatch {
  private readonly reviews = new Store(RiskReview);

  constructor(
    private readonly terms: DateTerms,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  /** Something of the order changed, or its time came. */
  async lookAt(orderId: string): Promise<void> {
    await this.uow.elevated(async () => {
      await tx().settle();
      const order = await lockOrder(orderId);
      if (order) await this.look(order);
      await tx().settle();
    });
  }

  /** It was breached: that is told whatever its dates say. */
  async breached(orderId: string, changeId: string, dateOn: string): Promise<void> {
    await this.uow.elevated(async () => {
      await tx().settle();
      const order = await lockOrder(orderId);
      if (!order) throw new Error('the order that was breached is not there');
      const raising = { step: 'BREACH', occasion: 'BREACH', dateOn, shortNotice: false, changeId } as const;
      await this.raise(order, raising, await this.terms.of(order.maracId, order.now));
      await tx().settle();
    });
  }

  private async look(order: LockedOrder): Promise<void> {
    const date = dateOf(order);
    if (!date) {
      settleOrder(order.id, true);
      return this.due.clear(ORDER_DATE, order.id);
    }
    const terms = await this.terms.of(order.maracId, order.now);
    const raised = await raisedSteps(order.id, date.on);
    const { raise, nextAt } = planDate(date, { raised, now: order.now }, terms.rules, terms.place);
    if (raise) await this.raise(order, { ...raise, occasion: date.occasion, dateOn: date.on, changeId: null }, terms);
    settleOrder(order.id, nextAt === null);
    if (nextAt) this.due.set(ORDER_DATE, order.id, nextAt);
    else this.due.clear(ORDER_DATE, order.id);
  }

  private async raise(order: LockedOrder, raising: Raising, terms: Terms): Promise<void> {
    const reviewId = await this.reviewFor(order, raising, terms);
    const raisingId = newId();
    if (!(await raiseStep(raisingId, { reviewId, ...raising }, order))) return;
    const { caseId, maracId } = order;
    this.outbox.publish({ name: RISK_REVIEW_RAISED, ids: { reviewId, raisingId, caseId, maracId } });
    const subject = { kind: 'risk-review', id: reviewId };
    this.audit.record({ action: 'risk-review.raised', subject, maracId, code: raising.step });
  }

  /** The one that waits, or a new one. What is due sooner now is due sooner. */
  private async reviewFor(order: LockedOrder, raising: Raising, { rules, version, place }: Terms): Promise<string> {
    const { dateOn, occasion, shortNotice } = raising;
    const about = { occasion, dateOn, shortNotice };
    const due = reviewDue(order.now, dateOn, rules, place);
    const waits = await openReviewOf(order.id);
    const id = waits?.id ?? newId();
    const dueAt = waits && waits.dateOn === dateOn && waits.dueAt < due ? waits.dueAt : due;
    if (waits) moveReview(id, { ...about, dueAt });
    else {
      const { id: orderId, caseId, maracId, label } = order;
      const blank = { alarmedAt: null, outcome: null, note: null, completedBy: null, completedAt: null, version: 1 };
      this.reviews.insert({ id, orderId, caseId, maracId, label, ...about, ruleVersion: version, dueAt, ...blank });
      await tx().settle();
    }
    this.due.set(REVIEW_DUE, id, dueAt);
    return id;
  }
}
