import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { AlertLists } from './alert-lists.service.js';
import { AlertsController } from './alerts.controller.js';
import { SIGNATURE_ENDING } from '../access/access.events.js';
import { ALERT_RAISED } from './alerts.events.js';
import { AlertsReader } from './alerts.reader.js';
import { LadderSweep, SWEEP_LADDERS } from './ladder-sweep.service.js';
import { Ladders } from './ladders.service.js';
import { NextRung } from './next-rung.service.js';
import { SIGNATURE_DUE, SignatureLadders, WATCH_SIGNATURES } from './signature-ladders.service.js';

@Module({
  imports: [MaracsModule, AccessModule],
  controllers: [AlertsController],
  providers: [
    ...[Ladders, LadderSweep, AlertLists, AlertsReader, SignatureLadders, NextRung],
    ...[provideEvents([ALERT_RAISED, SIGNATURE_ENDING]), provideJobs([SWEEP_LADDERS, WATCH_SIGNATURES])],
    provideDueKinds([SIGNATURE_DUE]),
  ],
  exports: [Ladders, AlertsReader, NextRung],
})
export class AlertsModule {}
