import { Injectable } from '@nestjs/common';
import { REFERRED_BACK, RISK_REVIEW_OVERDUE, RISK_REVIEW_RAISED } from '../orders/orders.events.js';
import { OrdersReader, SEES_REVIEW } from '../orders/orders.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { SupportRecipients } from './support-recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** A date comes near, or nobody thought about it in time: told to IDVAs, to who told us of the order, and to who oversees the case. */
@Injectable()
export class OrderSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly support: SupportRecipients,
    private readonly orders: OrdersReader,
    private readonly tell: Tell,
  ) {}

  @Subscribes(RISK_REVIEW_RAISED, 'notifications.tell-risk-review')
  async raised(ids: Ids): Promise<void> {
    const { maracId = '', caseId = '', reviewId = '', raisingId = '' } = ids;
    const overseers = await this.recipients.overseers(maracId, caseId, SEES_REVIEW, reviewId);
    await this.ofReview('RISK_REVIEW_RAISED', ids, overseers, raisingId);
  }

  /** Chairs too: somebody has to see that it is done. */
  @Subscribes(RISK_REVIEW_OVERDUE, 'notifications.tell-risk-review-overdue')
  async overdue(ids: Ids, eventId: string): Promise<void> {
    const { maracId = '', caseId = '' } = ids;
    await this.ofReview('RISK_REVIEW_OVERDUE', ids, await this.recipients.leaders(maracId, caseId), eventId);
  }

  @Subscribes(REFERRED_BACK, 'notifications.tell-referred-back')
  async referredBack({ maracId = '', caseId = '' }: Ids, eventId: string): Promise<void> {
    const overseers = await this.recipients.overseers(maracId, caseId);
    await this.tell.people(overseers, { kind: 'RISK_REVIEW_REFERRED_BACK', caseId, subjectId: caseId, eventId });
  }

  private async ofReview(kind: NoticeKind, ids: Ids, overseers: readonly string[], eventId: string): Promise<void> {
    const { maracId = '', caseId = '', reviewId = '' } = ids;
    const source = await this.orders.sourceOf(reviewId);
    const concerned = await this.support.ofReview(maracId, caseId, reviewId, source);
    await this.tell.people([...new Set([...concerned, ...overseers])], { kind, caseId, subjectId: caseId, eventId });
  }
}
