import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { oweSince } from '../platform/due/promise-rows.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { ACTION_OVERDUE, ACTION_RESUMED, OVERDUE } from './actions.events.js';
import { alertKind, ladderFor } from './alert-kinds.rules.js';
import { fileAlert, lockOwed, type OwedAction, type Unalerted, unalerted, unladdered } from './overdue.queries.js';
import { endPause } from './pauses.queries.js';

/** Goes through the actions themselves, so that an overdue one is noticed even if its ladder and its due row were lost. */
export const SWEEP_OVERDUE = defineJob({ name: 'actions.sweep-overdue', every: '5m', transaction: 'own' });

const LADDER = { kind: 'action', dueKind: OVERDUE };
const BATCH = 500;

/**
 * An action that nobody noticed was overdue kills: each is reminded of before it is due and on the day, and goes up rung by rung once
 * its moment has passed, until it is closed. Every rung is filed on the case.
 */
@Injectable()
export class Overdue implements Owing, OnModuleInit {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
    private readonly ladders: Ladders,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  /** An action was agreed, or is due at another time, or paused, or goes on: its next rung is set. */
  follow(actionId: string): Promise<void> {
    return this.ladders.follow(LADDER, actionId);
  }

  /** An action was closed. */
  end(actionId: string): Promise<void> {
    return this.ladders.end(LADDER, actionId);
  }

  @WhenDue(OVERDUE, { together: true })
  async whenDue(actionId: string): Promise<void> {
    await this.ladders.look(LADDER, actionId);
  }

  /** The guarantee behind the ladders. One poison action does not keep the others from being alerted. */
  @Handles(SWEEP_OVERDUE)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_OVERDUE.name);
    await this.uow.each(actor, this.missed(actor), ({ id, dueAt }) => {
      oweSince(dueAt);
      return this.ladders.lookAgain(LADDER.kind, [id]);
    });
  }

  private async *missed(actor: Actor): AsyncGenerator<Unalerted> {
    yield* this.uow.found(actor, unalerted);
    yield* await this.uow.run(actor, () => unladdered(BATCH));
  }

  async owed(actionId: string): Promise<OwedFacts | null> {
    const action = await lockOwed(actionId);
    if (!action) return null;
    const { caseId, maracId, ownerAgencyId: agencyId, dueOn, dueAt, dueEpoch: epoch, pauses } = action;
    await this.endWhatIsOver(actionId, action);
    const ladder = ladderFor(dueOn, dueAt, TIME_ZONE);
    return { subjectId: actionId, caseId, maracId, agencyId, ladder, dueAt, epoch, pauses };
  }

  async raised({ id, facts, key, step, tells, first }: RaisedRung): Promise<Told> {
    const { subjectId: actionId, maracId, epoch } = facts;
    const caseId = facts.caseId!;
    fileAlert({ id, actionId, caseId, maracId, kind: alertKind(step, tells), epoch, rung: key, tells });
    if (!first) return { deed: 'action.reminded' };
    const event = { name: ACTION_OVERDUE, ids: { actionId, caseId, maracId, alertId: id } };
    return { event, deed: ACTION_OVERDUE };
  }

  /** A pause whose time has come ends by itself, and that is told like one that somebody ends. */
  private async endWhatIsOver(actionId: string, { caseId, maracId, pauses }: OwedAction): Promise<void> {
    for (const { id: pauseId, until } of pauses.filter(({ over }) => over)) {
      if (!(await endPause(pauseId, until, 'system:pause-over'))) continue;
      this.outbox.publish({ name: ACTION_RESUMED, ids: { actionId, caseId, maracId, pauseId } });
      this.audit.record({ action: ACTION_RESUMED, subject: { kind: 'action', id: actionId }, maracId });
    }
  }
}
