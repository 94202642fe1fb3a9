import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { Outbox } from '../platform/events/outbox.js';
import { TRANSFER_OFFERED } from './transfers.events.js';
import { Destination, Incoming, Transfer } from './transfer.entity.js';
import { partNames } from './package.queries.js';
import { Packages } from './packages.service.js';
import { packageOf } from './transfer.rules.js';
import type { NewTransfer, TransferView } from './transfers.dto.js';
import { standing, transfersOf } from './transfers.queries.js';

const ON_OFFER = { status: 409, code: 'on-offer', title: 'The case is on offer already.' };
registerConstraint('case_is_on_offer', ON_OFFER);

/** The area from which a case moves. */
@Injectable()
export class Offers {
  private readonly transfers = new Store(Transfer);
  private readonly destinations = new Store(Destination);
  private readonly incoming = new Store(Incoming);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly identity: IdentityReader,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly packages: Packages,
  ) {}

  /**
   * Offers a case to another area. That area learns that there is an offer, and nothing of the case.
   * @throws Problem 404; 403; 409 `on-offer`; 422 `same-marac`, `nobody-there`, `required`, `not-in-a-package`, `not-wanted`,
   *   `protected-address-in-text`, and what `Packages.collect` throws
   */
  async offer(caseId: string, input: NewTransfer): Promise<TransferView> {
    const open = await this.access.open(caseId, 'read-case');
    const { maracId } = open;
    const { actor } = tx();
    if (!actor.may('transfers:offer', maracId)) throw Problem.notAllowed();
    const { labels, locationsBecause } = contents(input);
    const { toMaracId, kind, reason } = input;
    if (toMaracId === maracId) throw Problem.at('/toMaracId', 'same-marac', 'The case is there already.');
    if ((await this.identity.peopleToTell(toMaracId, null, ['COORDINATOR'])).length === 0)
      throw Problem.at('/toMaracId', 'nobody-there', 'There is no such MARAC with a coordinator.');
    const parts = await this.packages.collect(caseId, input);
    const id = newId();
    const heard = await standing(caseId);
    const agreedBecause = input.snippetsAgreed ?? null;
    const what = { id, caseId, maracId, kind, reason, labels, locationsBecause, agreedBecause, ...heard };
    const signature = this.packages.sign(what, parts);
    this.transfers.insert({ ...what, signature, status: 'OFFERED', offeredBy: `${actor.kind}:${actor.id}` });
    this.packages.keep(what, parts);
    this.destinations.insert({ id, caseId, maracId, toMaracId });
    await tx().settle();
    await this.uow.elevated(async () => {
      this.incoming.insert({ id, toMaracId, fromMaracId: maracId, status: 'OFFERED' });
      await tx().settle();
    });
    this.record('transfer.offered', caseId, maracId);
    this.outbox.publish({ name: TRANSFER_OFFERED, ids: { transferId: id, maracId: toMaracId } });
    return this.one(caseId, id);
  }

  /** Transfers of a case; where to only for who may know where the victim is. @throws Problem 404; 403 */
  async list(caseId: string): Promise<TransferView[]> {
    const open = await this.access.open(caseId, 'read-case');
    if (!tx().actor.may('transfers:read', open.maracId)) throw Problem.notAllowed();
    this.record('transfers.read', caseId, open.maracId);
    const withheld = open.why('LOCATION_SAFE');
    const parts = await partNames(caseId);
    return (await transfersOf(caseId)).map((transfer) => ({
      ...transfer,
      parts: parts.get(transfer.id) ?? [],
      toMaracId: withheld ? null : transfer.toMaracId,
      toMaracWithheld: withheld,
    }));
  }

  /** One of them, as `list` shows it. */
  async one(caseId: string, id: string): Promise<TransferView> {
    const view = (await this.list(caseId)).find((transfer) => transfer.id === id);
    if (!view) throw new Error('the transfer just written is not there');
    return view;
  }

  private record(action: string, id: string, maracId: string): void {
    this.audit.record({ action, subject: { kind: 'case', id }, maracId });
  }
}

/** @throws Problem 422 */
function contents(input: NewTransfer): Pick<Transfer, 'labels' | 'locationsBecause'> {
  const { withLocations = false, locationsBecause = null } = input;
  if (withLocations && !locationsBecause)
    throw Problem.at('/locationsBecause', 'required', 'Say why the new area needs protected addresses.');
  if (!withLocations && locationsBecause)
    throw Problem.at('/locationsBecause', 'not-wanted', 'Protected addresses do not go along.');
  const made = packageOf(input.contents, withLocations);
  if (made.problem) throw new Problem(422, 'invalid-input', 'The input was not accepted.', [made.problem]);
  return { labels: made.labels, locationsBecause };
}
