import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { provideJobs } from '../queue/job.js';
import { EventCatalogue } from './event-catalogue.js';
import { Outbox } from './outbox.js';
import { Purge, PURGE } from './purge.js';
import { Relay, RELAY } from './relay.js';

/** Events between features. Needs QueueModule and DueModule. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [EventCatalogue, Outbox, Relay, Purge, provideJobs([RELAY, PURGE])],
  exports: [Outbox],
})
export class EventsModule {}
