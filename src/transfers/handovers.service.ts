import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { Withholding } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Supporters } from '../support/supporters.service.js';
import { confirmedBy, confirmHandover, lockMoving, type Moving, supportsIn } from './handovers.queries.js';
import type { HandoverView, NewHandover, Side } from './transfers.dto.js';
import { shutOut } from './transfers.queries.js';

const CONFIRMED = { status: 409, code: 'already-confirmed', title: 'The handover was confirmed on this side before.' };
registerConstraint('side_confirms_once', CONFIRMED);

/**
 * A victim goes from one IDVA to another: each confirms that they spoke (a near-miss review found a victim at two MARACs whose IDVA
 * services knew nothing of each other). The one she leaves learns who the other is as they learn where she is; the one where she
 * arrives learns of the old case what the transfer's coordinators tell them.
 */
@Injectable()
export class Handovers {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly supporters: Supporters,
  ) {}

  /** @throws Problem 404 for who supports her on neither side, hidden and absent alike */
  async view(transferId: string, asked?: Side): Promise<HandoverView> {
    const side = asked ?? (await this.sideOfReader(transferId));
    const { moving, withheld } = await this.moving(transferId, side);
    return this.shown(moving, side, withheld);
  }

  /** Confirms for one side. @throws Problem 404; 409 `wrong-state`, `already-confirmed`; 422 `in-the-future` */
  async confirm(transferId: string, { side, spokeOn }: NewHandover): Promise<HandoverView> {
    const { moving, withheld } = await this.moving(transferId, side);
    if (moving.status !== 'ACCEPTED')
      throw Problem.conflict('wrong-state', 'The new area has not accepted the case, or the offer was taken back.');
    if (spokeOn > todayIn(TIME_ZONE, present()))
      throw Problem.at('/spokeOn', 'in-the-future', 'This is still to come.');
    const leaving = side === 'LEAVING';
    if ((leaving ? moving.leftOn : moving.arrivedOn) !== null) throw Problem.conflict(CONFIRMED.code, CONFIRMED.title);
    const maracId = leaving ? moving.maracId : moving.toMaracId;
    const by = { userId: tx().actor.id, maracId, side };
    await this.uow.elevated(async () => {
      confirmHandover({ id: newId(), transferId, spokeOn, ...by });
      // both spoke, and she does not come back: nobody holds her old case any more
      const both = leaving ? moving.arrivedOn !== null : moving.leftOn !== null;
      if (both && moving.kind === 'PERMANENT') await this.supporters.movedAway(moving);
      await tx().settle();
    });
    this.record('transfer.handed-over', transferId, maracId, side);
    return this.shown(leaving ? { ...moving, leftOn: spokeOn } : { ...moving, arrivedOn: spokeOn }, side, withheld);
  }

  private async sideOfReader(transferId: string): Promise<Side> {
    const moving = await this.uow.elevated(() => lockMoving(transferId));
    if (!moving) throw Problem.notFound();
    return (await supportsIn(moving.maracId)) ? 'LEAVING' : 'ARRIVING';
  }

  /** Only an IDVA of the side, who may know of the case; where she arrives, once it was accepted. */
  private async moving(transferId: string, side: Side): Promise<{ moving: Moving; withheld: Withholding | null }> {
    const moving = await this.uow.elevated(() => lockMoving(transferId));
    if (!moving) throw Problem.notFound();
    if (side === 'LEAVING') {
      if (!(await supportsIn(moving.maracId))) throw Problem.notFound();
      const open = await this.access.open(moving.caseId, 'read-case');
      this.record('handover.read', transferId, moving.maracId, side);
      return { moving, withheld: open.why('LOCATION_SAFE') };
    }
    const known = (await supportsIn(moving.toMaracId)) && !(await shutOut(moving.caseId));
    if (!known || moving.status !== 'ACCEPTED') throw Problem.notFound();
    this.record('handover.read', transferId, moving.toMaracId, side);
    return { moving, withheld: null };
  }

  private async shown(moving: Moving, side: Side, withheld: Withholding | null): Promise<HandoverView> {
    const { id: transferId, status, leftOn, arrivedOn } = moving;
    const about = { transferId, side, status, leftOn, arrivedOn, otherWithheld: withheld };
    if (withheld) return { ...about, services: [], colleague: null, email: null };
    const [other, theirs] =
      side === 'LEAVING' ? (['ARRIVING', moving.toMaracId] as const) : (['LEAVING', moving.maracId] as const);
    const colleague = await this.uow.elevated(() => confirmedBy(transferId, other));
    const agencies = await this.maracs.agenciesOf(theirs);
    const services = agencies.filter(({ kind }) => kind === 'IDVA').map(({ name }) => name);
    return { ...about, services, colleague: colleague?.name ?? null, email: colleague?.email ?? null };
  }

  private record(action: string, id: string, maracId: string, code: Side): void {
    this.audit.record({ action, subject: { kind: 'transfer', id }, maracId, code });
  }
}
