import { Injectable } from '@nestjs/common';
import { dropSentBefore, heldBackDeliveries } from './webhooks.queries.js';

/** What is owed to agencies' systems since before the database was put back. For whoever decides what becomes of it. */
@Injectable()
export class HeldBackDeliveries {
  count(): Promise<number> {
    return heldBackDeliveries();
  }

  /** @returns how many are dropped; the others are found by the next sweep */
  drop(begunAt: Date, lostAt: string): Promise<number> {
    return dropSentBefore(begunAt, lostAt);
  }
}
