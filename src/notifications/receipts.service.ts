import { Injectable } from '@nestjs/common';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { isWaiting, mailDelivered, mailOfReceipt } from './mails.queries.js';
import { Reach } from './reach.service.js';
import { Undelivered } from './undelivered.service.js';
import type { Receipt } from './verdict.rules.js';

const ACTOR = Actor.system('notifications.take-receipt');

/** It came before its sender could note what it is of: Notify asks again of who answers with a 5xx. */
const notYet = () =>
  new Problem(503, 'not-yet', 'This message is not noted as handed over yet. Say it again soon.', [], 5);

/** What is told later of messages that were handed over. A receipt that comes twice, or of a try that is over, changes nothing. */
@Injectable()
export class Receipts {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reach: Reach,
    private readonly undelivered: Undelivered,
  ) {}

  /** @throws Problem 503 `not-yet` */
  async take({ reference, id, outcome }: Receipt): Promise<void> {
    if (outcome === 'UNKNOWN') return;
    await this.uow.run(ACTOR, async () => {
      const mail = await mailOfReceipt(reference, id);
      if (!mail && (await isWaiting(reference))) throw notYet();
      if (mail?.state !== 'SENT') return;
      if (outcome === 'DELIVERED') return mailDelivered(mail.id);
      const address = await this.reach.addressOf(mail.userId);
      if (address) await this.undelivered.failed(mail, address, outcome, `receipt-${outcome.toLowerCase()}`);
    });
  }
}
