import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { TRANSFERS } from './transfer-rules.js';
import { after, type TransferStep } from './transfer.rules.js';
import type { IncomingQuery, IncomingView } from './transfers.dto.js';
import { TRANSFER_DECIDED } from './transfers.events.js';
import {
  incomingById,
  incomingTo,
  lockOffer,
  type Offer,
  settleOffer,
  shutCases,
  shutOut,
  transfersOfCases,
} from './transfers.queries.js';

const DAY_MS = 86_400_000;

/** The area to which a case moves: its coordinators accept or refuse, and read the package once they accepted. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly identity: IdentityReader,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** Transfers offered to a MARAC that the actor coordinates, newest first. @throws Problem 403 */
  async list({ marac, after: from, limit }: IncomingQuery): Promise<Page<IncomingView>> {
    if (!tx().actor.may('transfers:offer', marac)) throw Problem.notAllowed();
    const shut = await shutCases();
    const leftOut = shut.length > 0 ? await this.uow.elevated(() => transfersOfCases(shut)) : [];
    const items = await incomingTo(marac, leftOut, { after: from, limit });
    this.audit.record({ action: 'transfers.listed', subject: { kind: 'marac', id: marac }, maracId: marac });
    return pageOf(items, limit);
  }

  /** Accepts: the package is open to the coordinators of the MARAC from now on. @throws Problem 404; 409 `wrong-state` */
  accept(transferId: string): Promise<IncomingView> {
    return this.decide(transferId, 'accept', null);
  }

  /** Refuses. @throws Problem 404; 409 `wrong-state` */
  refuse(transferId: string, because: string): Promise<IncomingView> {
    return this.decide(transferId, 'refuse', because);
  }

  private async decide(transferId: string, step: TransferStep, because: string | null): Promise<IncomingView> {
    const { actor } = tx();
    if (!(await incomingById(transferId))) throw Problem.notFound();
    const offer = await this.uow.elevated(() => lockOffer(transferId));
    if (!offer || !actor.may('transfers:offer', offer.toMaracId) || (await shutOut(offer.caseId)))
      throw Problem.notFound();
    const status = after(offer.status, step);
    if (!status) throw Problem.conflict('wrong-state', 'The offer was decided on or taken back before.');
    await this.uow.elevated(async () => {
      settleOffer(transferId, status, `${actor.kind}:${actor.id}`, because);
      if (step === 'accept') await this.share(offer);
      await tx().settle();
    });
    const { toMaracId, maracId } = offer;
    const subject = { kind: 'transfer', id: transferId };
    this.audit.record({ action: `transfer.${step}`, subject, maracId: toMaracId, code: status });
    this.outbox.publish({ name: TRANSFER_DECIDED, ids: { transferId, maracId } });
    const view = await incomingById(transferId);
    if (!view) throw new Error('the transfer just decided on is not there');
    return view;
  }

  /** One decision for each coordinator: a person's, not an agency's, which may be the perpetrator's landlord in the old area. */
  private async share({ id, caseId, maracId, ref, toMaracId, labels }: Offer): Promise<void> {
    const now = present();
    const { rules } = await this.maracs.rules(toMaracId, TRANSFERS, todayIn(TIME_ZONE, now));
    const open = this.access.handOver({ id: caseId, maracId, ref });
    for (const { id: userId } of await this.identity.peopleToTell(toMaracId, null, ['COORDINATOR']))
      this.access.share(open, {
        with: { userId },
        labels,
        purpose: 'take-over-case',
        reason: `transfer ${id}`,
        origin: 'TRANSFER',
        originId: id,
        endsAt: new Date(now.getTime() + rules.packageDays * DAY_MS),
      });
  }
}
