import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { Lookout } from './lookout.service.js';
import { WatchController } from './watch.controller.js';
import { EVENTS } from './watch.events.js';
import { LOOK } from './watch.jobs.js';
import { WatchReader } from './watch.reader.js';
import { WatchService } from './watch.service.js';

@Module({
  imports: [IdentityModule, MaracsModule],
  controllers: [WatchController],
  providers: [Lookout, WatchReader, WatchService, provideJobs([LOOK]), provideEvents(EVENTS)],
  exports: [WatchReader],
})
export class WatchModule {}
