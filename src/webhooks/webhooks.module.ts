import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { provideResealed } from '../platform/crypto/resealed.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { Deliveries } from './deliveries.service.js';
import { HeldBackDeliveries } from './held-back.service.js';
import { EventFeedController } from './event-feed.controller.js';
import { EventFeed } from './event-feed.service.js';
import { FeedWriter } from './feed-writer.service.js';
import { SECRET_COLUMNS, WebhookSecrets } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookTargets } from './webhook-targets.js';
import { WebhooksController } from './webhooks.controller.js';
import { WEBHOOK_DISABLED } from './webhooks.events.js';
import { FORGET_EVENTS, SEND_DELIVERY, SWEEP_DELIVERIES } from './webhooks.jobs.js';
import { Webhooks } from './webhooks.service.js';

@Module({
  imports: [ActionsModule],
  controllers: [WebhooksController, EventFeedController],
  providers: [
    ...[Webhooks, WebhookSecrets, WebhookTargets, WebhookSender, Deliveries, HeldBackDeliveries, EventFeed, FeedWriter],
    ...SECRET_COLUMNS.map((column) => provideResealed(column)),
    provideEvents([WEBHOOK_DISABLED]),
    provideJobs([SEND_DELIVERY, SWEEP_DELIVERIES, FORGET_EVENTS]),
  ],
  exports: [HeldBackDeliveries],
})
export class WebhooksModule {}
