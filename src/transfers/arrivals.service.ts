import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { Takeovers } from './takeovers.service.js';
import { after, type TransferStep } from './transfer.rules.js';
import type { IncomingQuery, IncomingView } from './transfers.dto.js';
import { TRANSFER_DECIDED } from './transfers.events.js';
import {
  acknowledgeOffer,
  incomingById,
  incomingTo,
  lockOffer,
  type Offer,
  settleOffer,
  shutCases,
  shutOut,
  transfersOfCases,
} from './transfers.queries.js';

/** The area to which a case moves: its coordinators say that they have it, accept or refuse, and read the package once they accepted. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly takeovers: Takeovers,
    private readonly audit: Audit,
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

  /** Says that the offer arrived and is being looked at. @throws Problem 404; 409 `wrong-state` */
  async acknowledge(transferId: string): Promise<IncomingView> {
    const offer = await this.step(transferId, 'acknowledge');
    await this.uow.elevated(async () => {
      acknowledgeOffer(transferId);
      await tx().settle();
    });
    const subject = { kind: 'transfer', id: transferId };
    this.audit.record({ action: 'transfer.acknowledge', subject, maracId: offer.toMaracId });
    return this.view(transferId);
  }

  /** Accepts: the package is open to the coordinators of the MARAC from now on. @throws Problem 404; 409 `wrong-state`, `package-damaged` */
  accept(transferId: string): Promise<IncomingView> {
    return this.decide(transferId, 'accept', null);
  }

  /** Refuses. @throws Problem 404; 409 `wrong-state` */
  refuse(transferId: string, because: string): Promise<IncomingView> {
    return this.decide(transferId, 'refuse', because);
  }

  /** A transfer of a MARAC that the actor coordinates, as they may see it. @throws Problem 404 */
  async one(transferId: string): Promise<{ offer: Offer; view: IncomingView }> {
    const view = await incomingById(transferId);
    if (!view) throw Problem.notFound();
    const offer = await this.uow.elevated(() => lockOffer(transferId));
    if (!offer || !tx().actor.may('transfers:offer', offer.toMaracId) || (await shutOut(offer.caseId)))
      throw Problem.notFound();
    return { offer, view };
  }

  async view(transferId: string): Promise<IncomingView> {
    const view = await incomingById(transferId);
    if (!view) throw new Error('the transfer just changed is not there');
    return view;
  }

  private async step(transferId: string, step: TransferStep): Promise<Offer> {
    const { offer } = await this.one(transferId);
    if (!after(offer.status, step))
      throw Problem.conflict('wrong-state', 'The offer was decided on or taken back before.');
    return offer;
  }

  private async decide(transferId: string, step: 'accept' | 'refuse', because: string | null): Promise<IncomingView> {
    const { actor } = tx();
    const offer = await this.step(transferId, step);
    const status = after(offer.status, step)!;
    await this.uow.elevated(async () => {
      if (step === 'accept') await this.takeovers.verify(offer);
      settleOffer(transferId, status, `${actor.kind}:${actor.id}`, because);
      if (step === 'accept') await this.takeovers.share(offer);
      await tx().settle();
    });
    const { toMaracId, maracId } = offer;
    const subject = { kind: 'transfer', id: transferId };
    this.audit.record({ action: `transfer.${step}`, subject, maracId: toMaracId, code: status });
    this.outbox.publish({ name: TRANSFER_DECIDED, ids: { transferId, maracId } });
    return this.view(transferId);
  }
}
