import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import type { IntakeQuery, IntakeView } from './intake-queue.dto.js';
import { waitingReferrals } from './intake-queue.queries.js';
import { readClock } from './screening-clock.rules.js';
import { ScreeningClocks } from './screening-clocks.service.js';

/** What waits to be screened, and how long already. */
@Injectable()
export class IntakeQueue {
  constructor(
    private readonly audit: Audit,
    private readonly clocks: ScreeningClocks,
  ) {}

  /** @throws Problem 403; 422 */
  async list({ marac, status, by: order = 'PRESSING', after, limit }: IntakeQuery): Promise<Page<IntakeView>> {
    if (!tx().actor.may('referrals:screen', marac)) throw Problem.notAllowed();
    if (after !== undefined && !isId(after)) throw Problem.at('after', 'not-an-id', 'This is no `next` of a page.');
    const { rules, place } = await this.clocks.rules(marac);
    const rows = await waitingReferrals({ marac, status, order, after, limit });
    this.audit.record({
      action: 'intake.listed',
      subject: { kind: 'marac', id: marac },
      maracId: marac,
      purpose: 'screen-referral',
      labels: ['IDENTITY'],
    });
    const now = present();
    const items = rows.map(({ receivedAt, dueAt, signedOff, labels, referringAgency, ...row }) => ({
      ...row,
      referringAgency: labels.includes('SOURCE') ? referringAgency : null,
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      ...readClock({ receivedAt, dueAt }, now, place),
      signOffMissing: rules.managerSignOff && !signedOff,
    }));
    return pageOf(items, limit);
  }
}
