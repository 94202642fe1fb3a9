import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { ACTION_UNANSWERED, UNANSWERED } from './actions.events.js';
import { markUnanswered, unansweredRequests } from './lifecycle.queries.js';

/** Goes through the requests themselves, so that a silence is noticed even if its due row were lost. */
export const SWEEP_UNANSWERED = defineJob({ name: 'actions.sweep-unanswered', every: '5m', transaction: 'own' });

/** An agency that was asked and stays silent: told of once a request, to those who can ask somebody else. */
@Injectable()
export class Unanswered {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
  ) {}

  @WhenDue(UNANSWERED)
  async whenDue(requestId: string): Promise<void> {
    await this.raise(requestId);
  }

  @Handles(SWEEP_UNANSWERED)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_UNANSWERED.name);
    await this.uow.each(actor, this.uow.found(actor, unansweredRequests), (id) => this.raise(id));
  }

  private async raise(id: string): Promise<void> {
    const request = await markUnanswered(id);
    if (!request) return;
    const { actionId, caseId, maracId } = request;
    this.outbox.publish({ name: ACTION_UNANSWERED, ids: { actionId, caseId, maracId, requestId: id } });
    this.audit.record({ action: 'action.unanswered', subject: { kind: 'action', id: actionId }, maracId });
  }
}
