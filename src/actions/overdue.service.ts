import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { oweSince } from '../platform/due/promise-rows.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { ACTION_OVERDUE, OVERDUE } from './actions.events.js';
import { lockIfOverdue, raiseAlert, unalerted } from './overdue.queries.js';

/** Goes through the actions themselves, so that an overdue one is noticed even if its due row were lost. */
export const SWEEP_OVERDUE = defineJob({ name: 'actions.sweep-overdue', every: '5m', transaction: 'own' });

const BATCH = 500;

/** An action that nobody noticed was overdue kills: each due date that passes raises one alert, and tells the floors above. */
@Injectable()
export class Overdue {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
  ) {}

  @WhenDue(OVERDUE, { together: true })
  async whenDue(actionId: string): Promise<void> {
    await this.raise(actionId);
  }

  /** The guarantee behind the due rows. One poison action does not keep the others from being alerted. */
  @Handles(SWEEP_OVERDUE)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_OVERDUE.name);
    const failures: unknown[] = [];
    const seen: string[] = [];
    for (let found = BATCH; found === BATCH;) {
      const late = await this.uow.run(actor, () => unalerted(seen, BATCH));
      for (const { id, dueAt } of late) {
        const raise = () => {
          oweSince(dueAt);
          return this.raise(id);
        };
        await this.uow.run(actor, raise).catch((error) => failures.push(error));
      }
      seen.push(...late.map(({ id }) => id));
      found = late.length;
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Looks at the action as it stands now, under lock: one closed or postponed meanwhile raises nothing. */
  private async raise(actionId: string): Promise<void> {
    const action = await lockIfOverdue(actionId);
    if (!action) return;
    const alertId = newId();
    if (!(await raiseAlert(alertId, actionId, action))) return;
    const { caseId, maracId } = action;
    this.outbox.publish({ name: ACTION_OVERDUE, ids: { actionId, caseId, maracId, alertId } });
    this.audit.record({ action: 'action.overdue', subject: { kind: 'action', id: actionId }, maracId });
  }
}
