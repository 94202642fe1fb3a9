import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Settings } from '../platform/config/settings.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { addsNothing, isSpent, reviewDueAt, strictest } from './break-glass.rules.js';
import { BREAK_GLASS } from './break-glass-section.rules.js';
import type { BrokenGlassView, NewBreakGlass } from './break-glass.dto.js';
import { BreakGlassMiss, BreakGlassUse } from './break-glass.entity.js';
import { caseToOpen, labelsSeen, memberOf, transactionTime, usedOf } from './break-glass.queries.js';
import { GlassAlarm } from './glass-alarm.service.js';

const MISSES = Actor.system('break-glass.count-miss');
const SHOWN = labelsOf('BREAK_GLASS');

/**
 * Opens a case in an emergency to somebody with whom it was not shared: for an hour at most, without what locates the victim, and
 * under everybody's eyes. A case that an exclusion hides, one of another area and one that never was are refused alike.
 */
@Injectable()
export class BreakGlass {
  private readonly uses = new Store(BreakGlassUse);
  private readonly misses = new Store(BreakGlassMiss);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly maracs: MaracsReader,
    private readonly alarm: GlassAlarm,
    private readonly settings: Settings,
  ) {}

  /**
   * For `actor`, in units of work of its own: a try that finds nothing is counted though it is refused.
   * @throws Problem 403 `second-factor-needed`; 422 `required`; 429 `quota-reached`; 404; 409 `already-open`
   */
  async open(actor: Actor, input: NewBreakGlass): Promise<BrokenGlassView> {
    if (this.settings.secondFactor === 'required' && !actor.secondFactorFresh(new Date()))
      throw new Problem(403, 'second-factor-needed', 'Prove your second factor first.');
    if ((input.caseId === undefined) === (input.caseRef === undefined))
      throw Problem.at('/caseRef', 'required', 'Give the reference of the case, or its id.');
    const opened = await this.uow.run(actor, () => this.attempt(input));
    if (opened) return opened;
    await this.uow.run(MISSES, async () => this.misses.insert({ id: newId(), userId: actor.id }));
    throw Problem.notFound();
  }

  /** Undefined when there is nothing to open. Asks the same questions in the same order whatever there is. */
  private async attempt(input: NewBreakGlass): Promise<BrokenGlassView | undefined> {
    const { actor } = tx();
    const caseId = input.caseId ?? null;
    const caseRef = input.caseRef?.toUpperCase() ?? null;
    await this.checkQuota();
    const member = await memberOf();
    const seen = await labelsSeen(caseId, caseRef);
    return this.uow.elevated(async () => {
      const found = await caseToOpen(caseId, caseRef, actor.id);
      const may = found && !found.shut && member.includes(found.maracId) && actor.may('break-glass:use', found.maracId);
      if (!may) return undefined;
      if (addsNothing(seen, SHOWN)) throw Problem.conflict('already-open', 'You see this case without an emergency.');
      return this.break(found, input);
    });
  }

  private async checkQuota(): Promise<void> {
    const { actor } = tx();
    const used = await this.uow.elevated(() => usedOf(actor.id));
    const today = todayIn(TIME_ZONE, present());
    const maracIds = actor.scopesOf('break-glass:use') ?? [];
    const rules = await Promise.all(maracIds.map((id) => this.maracs.rules(id, BREAK_GLASS, today)));
    if (isSpent(used, strictest(rules.map(({ rules: one }) => one))))
      throw new Problem(429, 'quota-reached', 'You opened as many cases in an emergency as one person may in a day.');
  }

  private async break(
    found: { id: string; maracId: string; ref: string },
    { reasonCode, text }: NewBreakGlass,
  ): Promise<BrokenGlassView> {
    const { actor } = tx();
    const now = await transactionTime();
    const { rules } = await this.maracs.rules(found.maracId, BREAK_GLASS, todayIn(TIME_ZONE, now));
    const calendar = await this.maracs.calendarOf(found.maracId);
    const endsAt = new Date(now.getTime() + rules.minutes * 60_000);
    const id = newId();
    this.uses.insert({
      ...{
        id,
        caseId: found.id,
        maracId: found.maracId,
        userId: actor.id,
        agencyId: actor.agencyId!,
        reasonCode,
        reason: text,
      },
      ...{ endsAt, reviewDueAt: reviewDueAt(now, rules.reviewWorkingDays, TIME_ZONE, calendar) },
      ...{ escalation: 0, finding: null, review: null, reviewedBy: null, reviewedAt: null, version: 1 },
    });
    this.access.share(this.access.breakGlass(found), {
      with: { userId: actor.id },
      labels: SHOWN,
      purpose: 'protect-life',
      lawfulBasis: ['UKGDPR-6-1-D', 'UKGDPR-6-1-E', 'CDA1998-S115'],
      reason: `opened in an emergency: ${reasonCode}`,
      origin: 'BREAK_GLASS',
      originId: id,
      endsAt,
      exportable: false,
    });
    await this.alarm.raise(id);
    return { id, caseId: found.id, caseRef: found.ref, labels: [...SHOWN], endsAt: endsAt.toISOString() };
  }
}
