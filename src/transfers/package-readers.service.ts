import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { Arrivals } from './arrivals.service.js';
import { Packages } from './packages.service.js';
import { packageDamaged } from './takeovers.service.js';
import { Transfer } from './transfer.entity.js';
import type { PackageCheckView, PackageView } from './transfers.dto.js';
import { incomingById } from './transfers.queries.js';

/** A package is read, and checked, by the coordinators of the area that put it together and of the one that accepted it. */
@Injectable()
export class PackageReaders {
  private readonly transfers = new Store(Transfer);

  constructor(
    private readonly arrivals: Arrivals,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly packages: Packages,
  ) {}

  /** @throws Problem 404; 409 `package-damaged`: nothing of it is shown */
  async read(transferId: string): Promise<PackageView> {
    const { document, seal, signature } = await this.opened(transferId, 'transfer.package-read');
    if (seal === 'BROKEN') throw packageDamaged();
    const { publicKey } = this.packages;
    return { transferId, seal, document, signature: signature?.toString('base64') ?? null, publicKey };
  }

  /** Checks it, and says so. @throws Problem 404 */
  async check(transferId: string): Promise<PackageCheckView> {
    const { seal } = await this.opened(transferId, 'transfer.package-checked');
    return { transferId, seal };
  }

  private async opened(transferId: string, action: string) {
    const transfer = await this.transfers.byId(transferId);
    if (!transfer) throw Problem.notFound();
    const { caseId, maracId } = transfer;
    const brought = (await incomingById(transferId))?.caseId === caseId;
    if (!brought && !tx().actor.may('transfers:offer', maracId)) throw Problem.notFound();
    const readingIn = brought ? (await this.arrivals.one(transferId)).offer.toMaracId : maracId;
    await this.access.open(caseId, 'read-case');
    const opened = await this.packages.open(transfer);
    // the line names the transfer and not the case: no line joins the case to where it went
    const subject = { kind: 'transfer', id: transferId };
    this.audit.record({ action, subject, maracId: readingIn, code: opened.seal });
    return opened;
  }
}
