import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { Store } from '../platform/db/store.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { BreakGlassUse } from './break-glass.entity.js';
import { GLASS_BROKEN, GLASS_UNREVIEWED, REVIEW_DUE } from './break-glass.events.js';

const LADDER = { kind: 'break-glass', dueKind: REVIEW_DUE };

/** Sees to it that an emergency opening is noticed, and reviewed by somebody else, however far up it has to go. */
@Injectable()
export class GlassAlarm implements Owing, OnModuleInit {
  private readonly uses = new Store(BreakGlassUse);

  constructor(
    private readonly outbox: Outbox,
    private readonly ladders: Ladders,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  /** Tells those who oversee, and has the review fall due. For the system, in the unit of work that opens. */
  async raise(id: string): Promise<void> {
    const use = await this.uses.byId(id);
    if (!use) throw new Error('the opening just written is not there');
    const { id: breakGlassId, caseId, maracId, userId } = use;
    this.outbox.publish({ name: GLASS_BROKEN, ids: { breakGlassId, caseId, maracId, userId } });
    await this.ladders.follow(LADDER, id);
  }

  /** Nobody has to review it any more. */
  still(id: string): Promise<void> {
    return this.ladders.end(LADDER, id);
  }

  @WhenDue(REVIEW_DUE)
  async unreviewed(id: string): Promise<void> {
    await this.ladders.look(LADDER, id);
  }

  async owed(id: string): Promise<OwedFacts | null> {
    const use = await this.uses.lockById(id);
    if (!use || use.reviewedAt) return null;
    const { caseId, maracId, reviewDueAt: dueAt } = use;
    // no agency owes it, so that the one whose person opened the case reads nothing of who was told
    return { subjectId: id, caseId, maracId, agencyId: null, ladder: 'breakGlassReviews', dueAt, epoch: 1, pauses: [] };
  }

  async raised({ id: rungId, ladderId, tells }: RaisedRung): Promise<Told> {
    const use = await this.uses.byId(ladderId);
    if (!use) throw new Error('the opening that nobody reviewed is not there');
    const { id: breakGlassId, caseId, maracId, userId } = use;
    await this.uses.update({ ...use, escalation: tells.includes('ADMINISTRATOR') ? 2 : 1 });
    const event = { name: GLASS_UNREVIEWED, ids: { breakGlassId, caseId, maracId, userId, rungId } };
    return { event, deed: 'break-glass.escalated' };
  }
}
