import { applyDecorators, Injectable, type OnModuleInit } from '@nestjs/common';
import { ActionsReader } from '../actions/actions.reader.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { WorkerService } from '../platform/queue/worker.js';
import {
  addDelivery,
  addEvent,
  forgetOldEvents,
  givePlaces,
  type NewEvent,
  receiversOf,
} from './event-feed.queries.js';
import { EVENT_KIND_NAMES, EVENT_KINDS, type EventKindName, idsThatLeave } from './event-kinds.rules.js';
import { FORGET_EVENTS, SEND_DELIVERY } from './webhooks.jobs.js';

const PLACING = Actor.system('webhooks.give-places');
const BATCH = 5_000;
const SubscribesToAll = () =>
  applyDecorators(...EVENT_KIND_NAMES.map((kind) => Subscribes(kind, `webhooks.${kind}`, { together: true })));

/** Takes what the floors below announce into the feed, and owes each receiver a message. */
@Injectable()
export class FeedWriter implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly actions: ActionsReader,
    private readonly jobs: Jobs,
    private readonly worker: WorkerService,
  ) {}

  /** Places are given apart from the writing, each second, so that writers need not wait for each other. */
  onModuleInit(): void {
    this.worker.tend('webhooks.give-places', 1_000, () => this.givePlaces());
  }

  async givePlaces(): Promise<void> {
    while ((await this.uow.run(PLACING, () => givePlaces(BATCH))) === BATCH);
  }

  @SubscribesToAll()
  async take(ids: Record<string, string>, eventId: string, name: string): Promise<void> {
    const kind = name as EventKindName;
    const { maracId = '', caseId = null } = ids;
    const forAgencyId = await this.businessOf(kind, ids);
    if (forAgencyId === undefined) return; // it is nobody's: the action is gone
    const event: NewEvent = { id: eventId, kind, ids: idsThatLeave(kind, ids), maracId, caseId, forAgencyId };
    const receivers = await receiversOf(event);
    addEvent(event);
    for (const webhookId of receivers) {
      const deliveryId = newId();
      addDelivery(deliveryId, webhookId, eventId, kind);
      this.jobs.add(SEND_DELIVERY, { deliveryId }, { jobId: `hook.${deliveryId}.0` });
    }
  }

  @Handles(FORGET_EVENTS)
  async forget(): Promise<void> {
    forgetOldEvents();
  }

  /** The agency whose business it is; null: not one agency's; undefined: there is none. */
  private async businessOf(kind: EventKindName, ids: Record<string, string>): Promise<string | null | undefined> {
    if (EVENT_KINDS[kind].audience !== 'AGENCY') return null;
    if (ids['agencyId']) return ids['agencyId'];
    return (await this.actions.ownership(ids['actionId'] ?? ''))?.ownerAgencyId;
  }
}
