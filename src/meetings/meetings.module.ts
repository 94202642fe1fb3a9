import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { ReferralsModule } from '../referrals/referrals.module.js';
import { AgendaItemsController } from './agenda-items.controller.js';
import { AgendaLists } from './agenda-lists.service.js';
import { AgendaOrigins } from './agenda-origins.service.js';
import { AgendaService } from './agenda.service.js';
import { MeetingsController } from './meetings.controller.js';
import { GENERATE, MeetingsJobs } from './meetings.jobs.js';
import { HearingService } from './hearing.service.js';
import { GuestKinds } from './guest-kinds.service.js';
import { Guests } from './guests.service.js';
import { EVENTS } from './meetings.events.js';
import { MeetingsService } from './meetings.service.js';
import { PapersController } from './papers.controller.js';
import { MeetingMaracs } from './meeting-maracs.js';
import { MeetingPapers } from './papers.service.js';
import { SeriesController } from './series.controller.js';
import { SeriesService } from './series.service.js';
import { Slots } from './slots.service.js';
import { Withdrawals } from './withdrawal.service.js';

@Module({
  imports: [AuditModule, MaracsModule, IdentityModule, AccessModule, PersonsModule, ReferralsModule, ActionsModule],
  controllers: [SeriesController, MeetingsController, AgendaItemsController, PapersController],
  providers: [
    SeriesService,
    MeetingsService,
    AgendaService,
    HearingService,
    AgendaLists,
    AgendaOrigins,
    MeetingMaracs,
    MeetingPapers,
    Guests,
    GuestKinds,
    Slots,
    Withdrawals,
    MeetingsJobs,
    provideFreeText({
      'meetings.guests.reason': 'reason for inviting a guest',
      'meetings.guests.ended_because': 'why a guest does not come',
    }),
    provideJobs([GENERATE]),
    provideEvents(EVENTS),
  ],
  exports: [MeetingsService, MeetingPapers, AgendaLists, AgendaOrigins, SeriesService, HearingService],
})
export class MeetingsModule {}
