import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { ActionReviews } from './action-review.service.js';
import { AttendanceService } from './attendance.service.js';
import { Closing } from './closing.service.js';
import { MEETING_CLOSED, MEETING_OPENED, QUORUM_LOST } from './conference.events.js';
import { Hearings } from './hearings.service.js';
import { Intentions } from './intentions.service.js';
import { MeetingDayController } from './meeting-day.controller.js';
import { QuorumService } from './quorum.service.js';
import { RecordReader } from './record-reader.service.js';
import { Records } from './records.service.js';
import { RecordsController } from './records.controller.js';
import { Roll } from './roll.service.js';
import { SittingsController } from './sittings.controller.js';
import { Sittings } from './sittings.service.js';

const TEXTS = {
  'conference.hearings.reason': 'why a case was heard without a quorum',
  'conference.sections.text': 'record of discussion',
  'conference.sections.who': 'record of discussion: who said it, or tells the victim',
  'conference.revisions.text': 'earlier record of discussion',
  'conference.revisions.who': 'earlier record of discussion: who said it, or tells the victim',
  'conference.notes.text': 'note beside the record of discussion',
  'conference.action_reviews.note': 'review of an action',
};

@Module({
  imports: [MaracsModule, IdentityModule, AccessModule, PersonsModule, ActionsModule, MeetingsModule],
  controllers: [SittingsController, MeetingDayController, RecordsController],
  providers: [
    ...[Sittings, QuorumService, Intentions, AttendanceService, Roll, Hearings, Closing, ActionReviews],
    ...[Records, RecordReader],
    provideFreeText(TEXTS),
    provideEvents([MEETING_OPENED, MEETING_CLOSED, QUORUM_LOST]),
  ],
  exports: [Sittings, Roll, QuorumService, AttendanceService],
})
export class ConferenceModule {}
