import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { BreakGlassController } from './break-glass.controller.js';
import { GLASS_BROKEN, GLASS_UNREVIEWED, REVIEW_DUE } from './break-glass.events.js';
import { BreakGlassReader } from './break-glass.reader.js';
import { BreakGlass } from './break-glass.service.js';
import { GlassAlarm } from './glass-alarm.service.js';
import { GlassReviews } from './reviews.service.js';

@Module({
  imports: [AccessModule, MaracsModule],
  controllers: [BreakGlassController],
  providers: [
    ...[BreakGlass, GlassAlarm, GlassReviews, BreakGlassReader],
    ...[provideDueKinds([REVIEW_DUE]), provideEvents([GLASS_BROKEN, GLASS_UNREVIEWED])],
  ],
  exports: [BreakGlassReader],
})
export class BreakGlassModule {}
