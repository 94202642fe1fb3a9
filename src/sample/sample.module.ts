import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { ConferenceModule } from '../conference/conference.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ReferralsModule } from '../referrals/referrals.module.js';
import { BulkSeed } from './bulk-seed.service.js';
import { SamplePartnership } from './partnership.service.js';
import { SampleActions } from './sample-actions.service.js';
import { SampleData } from './sample-data.service.js';
import { SampleMeetings } from './sample-meetings.service.js';
import { SamplePaperwork } from './sample-paperwork.service.js';
import { YearOfCases } from './year-of-cases.service.js';

/** Invented areas, people and cases. Nothing here runs unless the demo or a command asks for it. */
@Module({
  imports: [
    ...[AuditModule, MaracsModule, IdentityModule, AccessModule, ReferralsModule, ActionsModule, MeetingsModule],
    ConferenceModule,
    CalendarModule,
  ],
  providers: [SamplePartnership, SampleActions, SampleMeetings, SamplePaperwork, YearOfCases, SampleData, BulkSeed],
  exports: [SamplePartnership, YearOfCases, SampleData, BulkSeed],
})
export class SampleModule {}
