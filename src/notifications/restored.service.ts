import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Fence } from '../platform/fence/fence.js';
import { Problem } from '../platform/http/problem.js';
import { HeldBackDeliveries } from '../webhooks/held-back.service.js';
import { dropSentBefore, heldBackMails } from './mails.queries.js';

/** How things stand after the database was put back to an earlier moment. */
export interface Restored {
  epoch: number;
  begunAt: Date;
  decided: boolean;
  /** mails, and messages to agencies' systems, that wait for the decision */
  heldBack: number;
}

/** What had gone out before the database was put back is not sent again: a person says until when the lost server was at work. */
@Injectable()
export class RestoredService {
  constructor(
    private readonly fence: Fence,
    private readonly audit: Audit,
    private readonly deliveries: HeldBackDeliveries,
  ) {}

  async state(): Promise<Restored> {
    const { number, begunAt, heldUntil } = await this.fence.look();
    return {
      epoch: number,
      begunAt,
      decided: heldUntil === null,
      heldBack: (await heldBackMails()) + (await this.deliveries.count()),
    };
  }

  /**
   * @param lostAt ISO 8601, or `-infinity` when nothing that was owed had gone out, or nothing was lost
   * @throws Problem 409 `nothing-to-decide`
   */
  async decide(lostAt: string): Promise<{ dropped: number; released: number }> {
    const { epoch, begunAt, decided, heldBack } = await this.state();
    if (decided || !(await this.fence.decide(epoch, lostAt))) {
      throw Problem.conflict('nothing-to-decide', 'The database was not put back, or it was decided already.');
    }
    const dropped = (await dropSentBefore(begunAt, lostAt)) + (await this.deliveries.drop(begunAt, lostAt));
    this.audit.record({ action: 'restore.decided', subject: { kind: 'epoch', id: String(epoch) } });
    return { dropped, released: heldBack - dropped };
  }
}
