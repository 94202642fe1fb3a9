import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { afterFailure } from './event-kinds.rules.js';
import { signedHeaders } from './signature.rules.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { type Outcome, WebhookSender } from './webhook-sender.js';
import { WEBHOOK_DISABLED } from './webhooks.events.js';
import { SEND_DELIVERY, SWEEP_DELIVERIES } from './webhooks.jobs.js';
import {
  claimDelivery,
  type ClaimedDelivery,
  endDelivery,
  giveUp,
  retryDelivery,
  waitingDeliveries,
} from './webhooks.queries.js';

const BATCH = 500;
const ACTOR = Actor.system(SEND_DELIVERY.name);

/** Sends what is owed to agencies' systems, at least once, while the protocol shows it to them; gives up after a day, and says so. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly secrets: WebhookSecrets,
    private readonly sender: WebhookSender,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  @Handles(SWEEP_DELIVERIES)
  async sweep(): Promise<void> {
    for (const { id, attempts } of await waitingDeliveries(BATCH))
      this.jobs.add(SEND_DELIVERY, { deliveryId: id }, { jobId: `hook.${id}.${attempts}` });
  }

  @Handles(SEND_DELIVERY)
  async send({ deliveryId = '' }: Record<string, string>): Promise<void> {
    const claimed = await this.uow.run(ACTOR, () => this.claim(deliveryId));
    if (!claimed) return;
    const outcome = await this.post(claimed);
    await this.uow.run(ACTOR, () => this.conclude(claimed, outcome));
  }

  /** What is sent is recorded before it is. Undefined when nothing is owed: it was sent, is hidden by now, or nobody listens. */
  private async claim(deliveryId: string): Promise<ClaimedDelivery | undefined> {
    const claimed = await claimDelivery(deliveryId);
    if (!claimed) return undefined;
    const { enabled, seen, caseId, maracId, agencyId, eventId } = claimed;
    if (!enabled || !seen) {
      endDelivery(deliveryId, enabled ? 'WITHHELD' : 'DROPPED');
      return undefined;
    }
    const subject = caseId ? { kind: 'case', id: caseId } : { kind: 'event', id: eventId };
    this.audit.record({ action: 'event.sent-to-system', subject, maracId, purpose: `agency:${agencyId}` });
    return claimed;
  }

  private post({ eventId, kind, ids, happenedAt, now, url, ...webhook }: ClaimedDelivery): Promise<Outcome> {
    const body = JSON.stringify({ type: kind, timestamp: happenedAt.toISOString(), data: ids });
    const sealed = [webhook.secret, ...(webhook.oldSecret ? [webhook.oldSecret] : [])];
    const secrets = sealed.map((each) => this.secrets.open(webhook.webhookId, each));
    return this.sender.post(url, signedHeaders({ id: eventId, at: now, body }, secrets), body);
  }

  private async conclude(claimed: ClaimedDelivery, outcome: Outcome): Promise<void> {
    const { id, attempts } = claimed;
    if (outcome === null) return endDelivery(id, 'SENT');
    const next = afterFailure(attempts, outcome);
    if (next === 'give-up') return this.giveUp(claimed, outcome);
    retryDelivery(id, next.retryIn, outcome);
    this.jobs.add(
      SEND_DELIVERY,
      { deliveryId: id },
      { jobId: `hook.${id}.${attempts}`, delayMs: next.retryIn * 1_000 + 50 },
    );
  }

  private async giveUp({ id, webhookId, maracId, agencyId, ownerId }: ClaimedDelivery, outcome: string): Promise<void> {
    endDelivery(id, 'FAILED', outcome);
    if (!(await giveUp(webhookId, outcome))) return;
    this.outbox.publish({ name: WEBHOOK_DISABLED, ids: { webhookId, maracId, agencyId, userId: ownerId } });
    this.audit.record({
      action: 'webhook.given-up',
      subject: { kind: 'webhook', id: webhookId },
      maracId,
      code: outcome,
    });
  }
}
