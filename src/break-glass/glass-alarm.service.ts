import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Store } from '../platform/db/store.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { todayIn } from '../platform/values/dates.js';
import { BREAK_GLASS } from './break-glass-section.rules.js';
import { BreakGlassUse } from './break-glass.entity.js';
import { GLASS_BROKEN, GLASS_UNREVIEWED, REVIEW_DUE } from './break-glass.events.js';
import { reviewDueAt } from './break-glass.rules.js';

/** Sees to it that an emergency opening is noticed, and reviewed by somebody else, however far up it has to go. */
@Injectable()
export class GlassAlarm {
  private readonly uses = new Store(BreakGlassUse);

  constructor(
    private readonly outbox: Outbox,
    private readonly due: Due,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** Tells those who oversee, and has the review fall due. For the system, in the unit of work that opens. */
  async raise(id: string): Promise<void> {
    const use = await this.uses.byId(id);
    if (!use) throw new Error('the opening just written is not there');
    this.publish(GLASS_BROKEN, use);
    this.due.set(REVIEW_DUE, id, use.reviewDueAt);
  }

  /** Nobody has to review it any more. */
  still(id: string): void {
    this.due.clear(REVIEW_DUE, id);
  }

  /** Once for the chairs, then once for the administrators. */
  @WhenDue(REVIEW_DUE)
  async unreviewed(id: string): Promise<void> {
    const use = await this.uses.lockById(id);
    if (!use || use.reviewedAt || use.escalation >= 2) return;
    const next = await this.nextDue(use.maracId, use.reviewDueAt);
    await this.uses.update({ ...use, escalation: use.escalation + 1, reviewDueAt: next });
    this.publish(GLASS_UNREVIEWED, use);
    if (use.escalation === 0) this.due.set(REVIEW_DUE, id, next);
    const subject = { kind: 'break-glass', id };
    this.audit.record({ action: 'break-glass.escalated', subject, maracId: use.maracId });
  }

  private async nextDue(maracId: string, from: Date): Promise<Date> {
    const { rules } = await this.maracs.rules(maracId, BREAK_GLASS, todayIn(TIME_ZONE, from));
    const calendar = await this.maracs.calendarOf(maracId);
    return reviewDueAt(from, rules.reviewWorkingDays, TIME_ZONE, calendar);
  }

  private publish(name: string, { id: breakGlassId, caseId, maracId, userId }: BreakGlassUse): void {
    this.outbox.publish({ name, ids: { breakGlassId, caseId, maracId, userId } });
  }
}
