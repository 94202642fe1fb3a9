import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { FlagChanges } from './flag-changes.service.js';
import { FlagLadders } from './flag-ladders.service.js';
import { FlagWatch, SWEEP_FLAGS } from './flag-watch.service.js';
import { FlagsController } from './flags.controller.js';
import { FLAG_UNACKNOWLEDGED, LOOK_THROUGH, MARKER_DUE } from './flags.events.js';
import { FlagsService } from './flags.service.js';
import { Markers } from './markers.service.js';

@Module({
  imports: [AccessModule, MaracsModule, AlertsModule],
  controllers: [FlagsController],
  providers: [
    ...[FlagsService, Markers, FlagChanges, FlagWatch, FlagLadders],
    provideDueKinds([LOOK_THROUGH, MARKER_DUE]),
    provideEvents([FLAG_UNACKNOWLEDGED]),
    provideJobs([SWEEP_FLAGS]),
  ],
  exports: [FlagsService],
})
export class FlagsModule {}
