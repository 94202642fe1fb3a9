import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { SharingTimes } from '../access/sharing-times.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { Offers } from './offers.service.js';
import { Transfer } from './transfer.entity.js';
import { after } from './transfer.rules.js';
import type { TransferView } from './transfers.dto.js';
import { lockOffer, settleOffer } from './transfers.queries.js';

/** The area from which a case moves thinks better of it. */
@Injectable()
export class TransferWithdrawals {
  private readonly transfers = new Store(Transfer);

  constructor(
    private readonly access: Access,
    private readonly offers: Offers,
    private readonly times: SharingTimes,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
    private readonly freeText: FreeText,
  ) {}

  /** Takes an offer back; what an accepted one opened is shut at once. @throws Problem 404; 403; 409 `wrong-state`; 422 */
  async withdraw(transferId: string, because: string): Promise<TransferView> {
    const seen = await this.transfers.byId(transferId);
    if (!seen) throw Problem.notFound();
    const { caseId, maracId } = await this.access.open(seen.caseId, 'read-case');
    const { actor } = tx();
    if (!actor.may('transfers:offer', maracId)) throw Problem.notAllowed();
    await this.freeText.check(caseId, { '/reason': because });
    await this.uow.elevated(async () => {
      const offer = await lockOffer(transferId);
      const status = offer && after(offer.status, 'withdraw');
      if (!status) throw Problem.conflict('wrong-state', 'The offer was refused or taken back before.');
      settleOffer(transferId, status, `${actor.kind}:${actor.id}`, because);
      await this.times.end({ origin: 'TRANSFER', originId: transferId }, because);
    });
    this.audit.record({ action: 'transfer.withdrawn', subject: { kind: 'case', id: caseId }, maracId });
    return this.offers.one(caseId, transferId);
  }
}
