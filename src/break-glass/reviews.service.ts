import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import type { BreakGlassQuery, BreakGlassView, NewReview } from './break-glass.dto.js';
import { BreakGlassUse } from './break-glass.entity.js';
import { useById, uses } from './break-glass.queries.js';
import { GlassAlarm } from './glass-alarm.service.js';

/** What becomes of an emergency opening: it ends early, and somebody else says whether it was one. */
@Injectable()
export class GlassReviews {
  private readonly uses = new Store(BreakGlassUse);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly alarm: GlassAlarm,
    private readonly freeText: FreeText,
  ) {}

  async list(query: BreakGlassQuery): Promise<Page<BreakGlassView>> {
    const found = await uses(query);
    const subject = { kind: 'register', id: 'break-glass' };
    this.audit.record({ action: 'break-glass.listed', subject, maracId: query.marac });
    return pageOf(found, query.limit);
  }

  /** Reviews what somebody else opened. @throws Problem 404; 403; 409 `your-own`, `already-reviewed`; 412 stale; 422 */
  async review(id: string, version: number, { finding, text }: NewReview): Promise<BreakGlassView> {
    const { actor } = tx();
    const seen = await useById(id);
    if (!seen) throw Problem.notFound();
    if (!actor.may('break-glass:review', seen.maracId)) throw Problem.notAllowed();
    if (seen.userId === actor.id) throw Problem.conflict('your-own', 'Somebody else must review what you opened.');
    await this.freeText.check(seen.caseId, { '/text': text });
    await this.uow.elevated(async () => {
      const use = await this.uses.lockById(id);
      if (!use) throw Problem.notFound();
      if (use.reviewedAt) throw Problem.conflict('already-reviewed', 'This was reviewed before.');
      if (use.version !== version) throw new StaleVersion();
      await this.uses.update({ ...use, finding, review: text, reviewedBy: actor.id, reviewedAt: new Date() });
      await this.alarm.still(id);
    });
    const subject = { kind: 'break-glass', id };
    this.audit.record({ action: 'break-glass.reviewed', subject, maracId: seen.maracId, code: finding });
    return (await useById(id))!;
  }

  /** Closes the case again before its time: whoever opened it, or who oversees. @throws Problem 404 */
  async end(id: string): Promise<void> {
    const { actor } = tx();
    const seen = await useById(id);
    const oversees = seen !== undefined && actor.may('break-glass:review', seen.maracId);
    await this.uow.elevated(async () => {
      const use = await this.uses.lockById(id);
      if (!use || !(oversees || use.userId === actor.id)) throw Problem.notFound();
      await this.access.endOrigin(id, 'ended-early');
      const now = new Date();
      if (use.endsAt > now) await this.uses.update({ ...use, endsAt: now });
      const subject = { kind: 'break-glass', id };
      this.audit.record({ action: 'break-glass.ended', subject, maracId: use.maracId });
    });
  }
}
