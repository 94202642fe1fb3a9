import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { AlertLists } from './alert-lists.service.js';
import { AlertsController } from './alerts.controller.js';
import { ALERT_RAISED } from './alerts.events.js';
import { AlertsReader } from './alerts.reader.js';
import { LadderSweep, SWEEP_LADDERS } from './ladder-sweep.service.js';
import { Ladders } from './ladders.service.js';

@Module({
  imports: [MaracsModule, AccessModule],
  controllers: [AlertsController],
  providers: [
    ...[Ladders, LadderSweep, AlertLists, AlertsReader],
    ...[provideEvents([ALERT_RAISED]), provideJobs([SWEEP_LADDERS])],
  ],
  exports: [Ladders, AlertsReader],
})
export class AlertsModule {}
