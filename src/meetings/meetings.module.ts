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
import { AgendaPlans } from './agenda-plan.service.js';
import { AgendaLists } from './agenda-lists.service.js';
import { AgendaOrigins } from './agenda-origins.service.js';
import { AgendaService } from './agenda.service.js';
import { CancelledChecks } from './cancelled-checks.service.js';
import { Cancellations } from './cancellation.service.js';
import { Leaving } from './leaving.service.js';
import { Chairs } from './chairs.service.js';
import { ManagedMeetings } from './managed-meetings.js';
import { MeetingViews } from './meeting-views.service.js';
import { Presiding } from './presiding.service.js';
import { SchedulingController } from './scheduling.controller.js';
import { Scheduling } from './scheduling.service.js';
import { SeriesPlanner } from './series-planner.service.js';
import { Deferrals } from './deferral.service.js';
import { InterimChecks } from './interim-checks.service.js';
import { LateListing } from './late-listing.service.js';
import { CaseListing } from './listing.service.js';
import { ListsController } from './lists.controller.js';
import { ListJobs } from './lists.jobs.js';
import { OverflowAdvice } from './overflow.service.js';
import { ProposedOrders } from './proposed-order.service.js';
import { MeetingsController } from './meetings.controller.js';
import { GENERATE, MeetingsJobs } from './meetings.jobs.js';
import { HearingService } from './hearing.service.js';
import { GuestTimes } from './guest-times.service.js';
import { GuestKinds } from './guest-kinds.service.js';
import { Guests } from './guests.service.js';
import { EVENTS } from './meetings.events.js';
import { MeetingsReader } from './meetings.reader.js';
import { MeetingsService } from './meetings.service.js';
import { PapersController } from './papers.controller.js';
import { MeetingMaracs } from './meeting-maracs.js';
import { MeetingPapers } from './papers.service.js';
import { PauseLimits } from './pause-limits.service.js';
import { SeriesController } from './series.controller.js';
import { SeriesService } from './series.service.js';
import { Slots } from './slots.service.js';
import { Withdrawals } from './withdrawal.service.js';

@Module({
  imports: [AuditModule, MaracsModule, IdentityModule, AccessModule, PersonsModule, ReferralsModule, ActionsModule],
  controllers: [
    SeriesController,
    MeetingsController,
    SchedulingController,
    AgendaItemsController,
    PapersController,
    ListsController,
  ],
  providers: [
    ...[
      MeetingViews,
      ManagedMeetings,
      Chairs,
      Scheduling,
      Cancellations,
      Leaving,
      Presiding,
      SeriesPlanner,
      MeetingsReader,
    ],
    SeriesService,
    MeetingsService,
    AgendaService,
    HearingService,
    AgendaLists,
    AgendaOrigins,
    MeetingMaracs,
    MeetingPapers,
    Guests,
    ...[GuestKinds, GuestTimes],
    Slots,
    Withdrawals,
    ...[
      CaseListing,
      LateListing,
      OverflowAdvice,
      AgendaPlans,
      Deferrals,
      InterimChecks,
      CancelledChecks,
      ProposedOrders,
      ListJobs,
    ],
    PauseLimits,
    MeetingsJobs,
    provideFreeText({
      'meetings.guests.reason': 'reason for inviting a guest',
      'meetings.guests.ended_because': 'why a guest does not come',
      'meetings.agenda_items.alert_because': 'why a case is not discussed',
      'meetings.agenda_items.children_team': 'children’s team of a case',
      'meetings.agenda_items.late_because': 'why a case was listed late',
      'meetings.deferrals.because': 'why a case was deferred',
    }),
    provideJobs([GENERATE]),
    provideEvents(EVENTS),
  ],
  exports: [MeetingsService, MeetingPapers, AgendaLists, AgendaOrigins, SeriesService, HearingService, MeetingsReader],
})
export class MeetingsModule {}
