import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { FlagChanges } from './flag-changes.service.js';
import { FlagWatch, SWEEP_FLAGS } from './flag-watch.service.js';
import { FlagsController } from './flags.controller.js';
import { FLAG_UNACKNOWLEDGED, LOOK_THROUGH } from './flags.events.js';
import { FlagsService } from './flags.service.js';
import { Markers } from './markers.service.js';

@Module({
  imports: [AccessModule, MaracsModule],
  controllers: [FlagsController],
  providers: [
    ...[FlagsService, Markers, FlagChanges, FlagWatch],
    provideDueKinds([LOOK_THROUGH]),
    provideEvents([FLAG_UNACKNOWLEDGED]),
    provideJobs([SWEEP_FLAGS]),
  ],
  exports: [FlagsService],
})
export class FlagsModule {}
