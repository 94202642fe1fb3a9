import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { withheldOf } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Due } from '../platform/due/due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { REFERRED_BACK, REVIEW_DUE } from './orders.events.js';
import type { ReviewCompletion, RiskReviewsView, RiskReviewView } from './reviews.dto.js';
import { completeReview, reviewById, type ReviewRow, reviewsOf } from './reviews.queries.js';

/** Reviews of the risk: somebody says what they thought, and by when they had to. */
@Injectable()
export class RiskReviews {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
    private readonly due: Due,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 hidden */
  async list(caseId: string): Promise<RiskReviewsView> {
    const open = await this.access.open(caseId, 'assess-risk');
    const withheld = withheldOf({ reviews: 'PERPETRATOR', intelligence: 'INTELLIGENCE' }, open);
    if (!open.shows('PERPETRATOR')) return { caseId, withheld };
    // the area to which the case moved reads its orders, and reviews the risk by itself
    if (!tx().actor.may('cases:read', open.maracId))
      return { caseId, withheld: [{ field: 'reviews', label: 'PERPETRATOR', reason: 'NOT_SHARED' }] };
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'risk-reviews.read', subject, maracId: open.maracId, labels: ['PERPETRATOR'] });
    return { caseId, reviews: (await reviewsOf(open)).map(viewOf), withheld };
  }

  /**
   * Says what came of it. For IDVAs, coordinators and chairs; one that sends the case back is told to the coordinators.
   * @throws Problem 404; 403; 409 `already-completed`; 412 stale; 422 `required`, `protected-address-in-text`
   */
  async complete(reviewId: string, version: number, input: ReviewCompletion): Promise<RiskReviewView> {
    const { outcome, note = null } = input;
    const seen = await reviewById(reviewId);
    if (!seen) throw Problem.notFound();
    const { caseId, maracId } = seen;
    await this.access.open(caseId, 'assess-risk');
    const { actor } = tx();
    if (!actor.may('risk-reviews:complete', maracId)) throw Problem.notAllowed();
    if (seen.completedAt) throw Problem.conflict('already-completed', 'This review was completed before.');
    if (outcome === 'NO_CHANGE' && note === null)
      throw Problem.at('/note', 'required', 'Say why nothing has to change.');
    await this.freeText.check(caseId, { '/note': note });
    const by = `${actor.kind}:${actor.id}`;
    if ((await completeReview(reviewId, version, { outcome, note, by })) === 0) throw new StaleVersion();
    this.due.clear(REVIEW_DUE, reviewId);
    const subject = { kind: 'risk-review', id: reviewId };
    this.audit.record({ action: 'risk-review.completed', subject, maracId, code: outcome });
    if (outcome === 'REFER_BACK_TO_MARAC')
      this.outbox.publish({ name: REFERRED_BACK, ids: { reviewId, caseId, maracId } });
    return viewOf((await reviewById(reviewId))!);
  }
}

function viewOf(row: ReviewRow): RiskReviewView {
  const { maracId: _, raisedAt, dueAt, completedAt, ...review } = row;
  return {
    ...review,
    raisedAt: raisedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}
