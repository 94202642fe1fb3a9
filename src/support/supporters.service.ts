import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { keptFrom } from './her-side.queries.js';
import { CASE_ALLOCATED } from './support.events.js';
import { Supporter } from './support.entity.js';
import type { Ending, NewSupporter, SupportersView } from './supporters.dto.js';
import { endSupporter, idvaOf, supportersOf } from './supporters.queries.js';

const STALE = { status: 412, code: 'stale', title: 'Somebody else changed this meanwhile.' };
registerConstraint('supporter_number', STALE);
registerConstraint('one_supporter_at_a_time', STALE);

/** Which IDVA holds a case: one at a time, and each handover stays on record. */
@Injectable()
export class Supporters {
  private readonly supporters = new Store(Supporter);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
  ) {}

  /** @throws Problem 404 hidden */
  async view(caseId: string): Promise<SupportersView> {
    return this.shown(await this.access.open(caseId, 'read-case'));
  }

  /**
   * Gives the case to an IDVA. A service gives it to its own people, the coordinator to those of any that has it.
   * @throws Problem 404; 403; 412 stale; 422 `unknown`, `already-holds-it`, `protected-address-in-text`
   */
  async allocate(caseId: string, version: number, input: NewSupporter): Promise<SupportersView> {
    const { userId, reason = null } = input;
    const open = await this.mayAllocate(caseId);
    await this.freeText.check(caseId, { '/reason': reason });
    const before = await supportersOf(open);
    if (versionOf(before) !== version) throw new StaleVersion();
    const idva = await this.uow.elevated(() => idvaOf(open, userId));
    const { actor } = tx();
    const oversees = actor.may('meetings:manage', open.maracId);
    if (!idva || !(oversees || idva.agencyId === actor.agencyId))
      throw Problem.at('/userId', 'unknown', 'There is no such IDVA to whom you could give the case.');
    const [holds] = before;
    if (holds && !holds.endedAt && holds.userId === userId)
      throw Problem.at('/userId', 'already-holds-it', 'They hold the case already.');
    const by = `${actor.kind}:${actor.id}`;
    await endSupporter(caseId, 'HANDED_OVER', by);
    const { maracId } = open;
    const id = newId();
    this.supporters.insert({ id, caseId, maracId, number: before.length + 1, ...idva, reason, allocatedBy: by });
    this.outbox.publish({ name: CASE_ALLOCATED, ids: { supporterId: id, userId, caseId, maracId } });
    this.record('case.allocated', open);
    await tx().settle();
    return this.shown(open);
  }

  /** Nobody holds it any more. @throws Problem 404; 403; 412 stale; 409 `nobody-holds-it` */
  async end(caseId: string, version: number, because: Ending): Promise<SupportersView> {
    const open = await this.mayAllocate(caseId);
    if (versionOf(await supportersOf(open)) !== version) throw new StaleVersion();
    const { actor } = tx();
    if ((await endSupporter(caseId, because, `${actor.kind}:${actor.id}`)) === 0)
      throw Problem.conflict('nobody-holds-it', 'No IDVA holds this case.');
    this.record('case.support-ended', open, because);
    return this.shown(open);
  }

  /** Both IDVAs of a permanent transfer spoke with each other: it ends here. For transfers, which decide as the system. */
  async movedAway({ caseId, maracId }: { caseId: string; maracId: string }): Promise<void> {
    const { actor } = tx();
    if ((await endSupporter(caseId, 'MOVED_AWAY', `${actor.kind}:${actor.id}`)) === 0) return;
    this.audit.record({
      action: 'case.support-ended',
      subject: { kind: 'case', id: caseId },
      maracId,
      code: 'MOVED_AWAY',
    });
  }

  private async mayAllocate(caseId: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'record-action');
    const kept = await keptFrom(open, 'supporters');
    if (kept.length > 0 || !tx().actor.may('support:allocate', open.maracId)) throw Problem.notAllowed();
    return open;
  }

  private async shown(open: OpenCase): Promise<SupportersView> {
    const { caseId } = open;
    const withheld = await keptFrom(open, 'supporters');
    if (withheld.length > 0) return { caseId, withheld, version: 0 };
    const rows = await supportersOf(open);
    this.record('supporters.read', open);
    const supporters = rows.map(({ since, endedAt, ...row }) => ({
      ...row,
      since: since.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    }));
    return { caseId, supporters, withheld, version: versionOf(rows) };
  }

  private record(action: string, { caseId, maracId }: OpenCase, code?: string): void {
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, labels: ['CONTACT'], code });
  }
}

/** Each that begins and each that ends without another makes a version. */
function versionOf(rows: readonly { endedBecause: string | null }[]): number {
  return rows.length + rows.filter(({ endedBecause }) => endedBecause && endedBecause !== 'HANDED_OVER').length;
}
