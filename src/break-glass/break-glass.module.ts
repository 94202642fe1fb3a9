import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { BreakGlassController } from './break-glass.controller.js';
import { GLASS_BROKEN, GLASS_UNREVIEWED, REVIEW_DUE } from './break-glass.events.js';
import { BreakGlass } from './break-glass.service.js';
import { GlassAlarm } from './glass-alarm.service.js';
import { GlassReviews } from './reviews.service.js';

@Module({
  imports: [AccessModule, MaracsModule, PersonsModule, AlertsModule],
  controllers: [BreakGlassController],
  providers: [
    ...[BreakGlass, GlassAlarm, GlassReviews],
    // the reason is refused to nobody: who gives it does not see the case yet, and would learn that there is an address to guess.
    // Those who oversee the area read it, nobody else
    provideFreeText({
      'break_glass.uses.reason': 'reason for an emergency opening',
      'break_glass.uses.review': 'review of an emergency opening',
    }),
    ...[provideDueKinds([REVIEW_DUE]), provideEvents([GLASS_BROKEN, GLASS_UNREVIEWED])],
  ],
})
export class BreakGlassModule {}
