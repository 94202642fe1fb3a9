import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ConferenceModule } from '../conference/conference.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Assembly } from './assembly.service.js';
import { MinutesController } from './minutes.controller.js';
import { APPROVAL_DUE, MINUTES_APPROVED, MINUTES_OVERDUE, MINUTES_RECALLED } from './minutes.events.js';
import { MinutesReader } from './minutes-reader.service.js';
import { Minutes } from './minutes.service.js';
import { OwnLines } from './own-lines.service.js';
import { MinutesTexts } from './minutes-texts.js';
import { MinutesWatch } from './minutes-watch.service.js';

@Module({
  imports: [MaracsModule, PersonsModule, MeetingsModule, ConferenceModule, AlertsModule],
  controllers: [MinutesController],
  providers: [
    ...[Assembly, MinutesTexts, Minutes, MinutesReader, MinutesWatch, OwnLines],
    provideFreeText({ 'minutes.parts.content': 'minutes of a meeting' }),
    provideDueKinds([APPROVAL_DUE]),
    provideEvents([MINUTES_APPROVED, MINUTES_RECALLED, MINUTES_OVERDUE]),
  ],
})
export class MinutesModule {}
