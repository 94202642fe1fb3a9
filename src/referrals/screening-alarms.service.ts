import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Handles } from '../platform/queue/job.js';
import { APPEAL_WAITS, EMERGENCY_WAITS, REFERRAL_WAITS, REFERRAL_WAITS_LONG } from './referrals.events.js';
import { alarmFor } from './screening-clock.rules.js';
import { ScreeningClocks } from './screening-clocks.service.js';
import { APPEAL_DUE, EMERGENCY_DUE, SCREENING_DUE, SWEEP_SCREENING } from './screening.jobs.js';
import {
  appealsDue, clocksDue, lockDueAppeal, lockDueClock, noteAlarm, noteAppealAlarm, unheardEmergency,
} from './screening.queries.js'; // prettier-ignore

/** A referral that nobody looks at is a victim whom nobody looks after: what waits too long is told, louder the longer it waits. */
@Injectable()
export class ScreeningAlarms {
  constructor(
    private readonly clocks: ScreeningClocks,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly due: Due,
    private readonly uow: UnitOfWork,
  ) {}

  /** Looks at the clock as it stands now, under lock: one that stopped meanwhile raises nothing. */
  @WhenDue(SCREENING_DUE)
  async waits(referralId: string): Promise<void> {
    const clock = await lockDueClock(referralId);
    if (!clock) return;
    const { caseId, maracId } = clock;
    const { rules, place } = await this.clocks.rules(maracId);
    const raised = alarmFor(clock, rules.escalateWorkingDays, place);
    if (!raised) return;
    noteAlarm(referralId, raised.level, raised.nextAt);
    if (raised.nextAt) this.due.set(SCREENING_DUE, referralId, raised.nextAt);
    const name = raised.level === 1 ? REFERRAL_WAITS : REFERRAL_WAITS_LONG;
    this.outbox.publish({ name, ids: { referralId, caseId, maracId } });
    const subject = { kind: 'referral', id: referralId };
    this.audit.record({ action: 'referral.screening-overdue', subject, maracId, code: String(raised.level) });
  }

  @WhenDue(APPEAL_DUE)
  async appealWaits(appealId: string): Promise<void> {
    const appeal = await lockDueAppeal(appealId);
    if (!appeal) return;
    noteAppealAlarm(appealId);
    this.outbox.publish({ name: APPEAL_WAITS, ids: { ...appeal, appealId } });
  }

  @WhenDue(EMERGENCY_DUE)
  async emergencyWaits(referralId: string): Promise<void> {
    const waiting = await unheardEmergency(referralId);
    if (waiting) this.outbox.publish({ name: EMERGENCY_WAITS, ids: { ...waiting, referralId } });
  }

  /** The guarantee behind the due rows. One poison referral does not keep the others from being told of. */
  @Handles(SWEEP_SCREENING)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_SCREENING.name);
    await this.uow.each(actor, this.waiting(actor), (look) => look());
  }

  private async *waiting(actor: Actor): AsyncGenerator<() => Promise<void>> {
    for await (const id of this.uow.found(actor, clocksDue)) yield () => this.waits(id);
    for (const id of await this.uow.run(actor, appealsDue)) yield () => this.appealWaits(id);
  }
}
