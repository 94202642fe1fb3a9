import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Handles } from '../platform/queue/job.js';
import { APPEAL_WAITS, EMERGENCY_WAITS } from './referrals.events.js';
import { alarmOf, eventOf } from './screening-rungs.rules.js';
import { APPEAL_DUE, EMERGENCY_DUE, SCREENING_DUE, SCREENING_LADDER, SWEEP_SCREENING } from './screening.jobs.js';
import {
  appealsDue, clocksDue, lockClock, lockDueAppeal, noteAlarm, noteAppealAlarm, unheardEmergency,
} from './screening.queries.js'; // prettier-ignore

/** A referral that nobody looks at is a victim whom nobody looks after: what waits too long is told, louder the longer it waits. */
@Injectable()
export class ScreeningAlarms implements Owing, OnModuleInit {
  constructor(
    private readonly ladders: Ladders,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(SCREENING_LADDER, this);
  }

  @WhenDue(SCREENING_DUE)
  async waits(referralId: string): Promise<void> {
    await this.ladders.look(SCREENING_LADDER, referralId);
  }

  /** The clock as it stands: one that stopped meanwhile raises nothing. No agency owes it: the area does. */
  async owed(subjectId: string): Promise<OwedFacts | null> {
    const clock = await lockClock(subjectId);
    if (!clock || clock.stoppedAt) return null;
    const { caseId, maracId, receivedAt: since, dueAt, epoch } = clock;
    return { subjectId, caseId, maracId, agencyId: null, ladder: 'screening', dueAt, epoch, pauses: [], since };
  }

  async raised({ facts, tells, step, first }: RaisedRung): Promise<Told> {
    const { subjectId: referralId, maracId } = facts;
    const subject = { kind: 'referral', id: referralId };
    if (step !== 'AFTER') return { deed: 'referral.screening-reminded', subject };
    noteAlarm(referralId, alarmOf(tells));
    const name = eventOf(tells, first);
    const told = { deed: 'referral.screening-overdue', subject };
    return name ? { ...told, event: { name, ids: { referralId, caseId: facts.caseId!, maracId } } } : told;
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
