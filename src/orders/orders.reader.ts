import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';

/** SQL that finds a risk review when the reader may know of it. */
export const SEES_REVIEW = 'select from orders.reviews r where r.id = $1';

/** What rooms above need to know of orders, to tell people. For the system. */
@Injectable()
export class OrdersReader {
  /** The agency that told us of the order which a review is about; null: nobody knows which. */
  async sourceOf(reviewId: string): Promise<string | null> {
    const row = await tx().one<{ agencyId: string | null }>(
      `select o.source_agency_id as "agencyId" from orders.reviews r join orders.orders o on o.id = r.order_id where r.id = $1`,
      [reviewId],
    );
    return row?.agencyId ?? null;
  }
}
