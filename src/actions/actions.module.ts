import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { ActionFiles } from './action-files.service.js';
import { ActionHand } from './action-hand.service.js';
import { ActionLists } from './action-lists.service.js';
import { ActionOwners } from './action-owners.service.js';
import { ActionPlans } from './action-plans.service.js';
import { ActionsController } from './actions.controller.js';
import {
  ACTION_CLOSED,
  ACTION_DECLINED,
  ACTION_OVERDUE,
  ACTION_PAUSED,
  ACTION_REASSIGNED,
  ACTION_REQUESTED,
  ACTION_RESUMED,
  ACTION_UNANSWERED,
  OVERDUE,
  UNANSWERED,
} from './actions.events.js';
import { ActionsReader } from './actions.reader.js';
import { ActionsService } from './actions.service.js';
import { Agreeing } from './agreeing.service.js';
import { BulkReports } from './bulk-reports.service.js';
import { Catalogues } from './catalogues.service.js';
import { Closings } from './closings.service.js';
import { Drafts } from './drafts.service.js';
import { DueDates } from './due-dates.service.js';
import { FollowUps } from './follow-ups.service.js';
import { LifecycleController } from './lifecycle.controller.js';
import { Overdue, SWEEP_OVERDUE } from './overdue.service.js';
import { PausesController } from './pauses.controller.js';
import { Pausing } from './pausing.service.js';
import { Proposals } from './proposals.service.js';
import { Reassignments } from './reassignments.service.js';
import { ReportsController } from './reports.controller.js';
import { Requests } from './requests.service.js';
import { SWEEP_UNANSWERED, Unanswered } from './unanswered.service.js';

@Module({
  imports: [MaracsModule, IdentityModule, AccessModule, PersonsModule, AlertsModule],
  controllers: [ActionsController, LifecycleController, PausesController, ReportsController],
  providers: [
    ActionsService,
    ActionLists,
    ActionOwners,
    ActionsReader,
    Overdue,
    Pausing,
    ActionFiles,
    ActionHand,
    ActionPlans,
    Agreeing,
    BulkReports,
    Catalogues,
    Closings,
    Drafts,
    DueDates,
    FollowUps,
    Proposals,
    Reassignments,
    Requests,
    Unanswered,
    provideFreeText({
      'actions.actions.text': 'action',
      'actions.actions.risk_addressed': 'risk that an action addresses',
      'actions.actions.owner_post': 'post that carries out an action',
      'actions.actions.outcome': 'outcome of an action',
      'actions.updates.note': 'update of an action',
      'actions.pauses.note': 'reason for pausing an action',
      'actions.requests.reason': 'why an agency declined an action',
      'actions.reassignments.reason': 'why an action went to somebody else',
      'actions.reassignments.from_post': 'post that had an action',
      'actions.reassignments.to_post': 'post that got an action',
      'actions.proposals.text': 'proposed action',
      'actions.proposals.risk_addressed': 'risk that a proposed action addresses',
      'actions.proposals.post': 'post that should carry out an action',
      'actions.proposals.because': 'why an action was proposed',
      'actions.proposals.answer': 'why a proposed action was turned down',
    }),
    provideDueKinds([OVERDUE, UNANSWERED]),
    provideEvents([
      ...[
        ACTION_OVERDUE,
        ACTION_REQUESTED,
        ACTION_DECLINED,
        ACTION_UNANSWERED,
        ACTION_REASSIGNED,
        ACTION_CLOSED,
        ACTION_PAUSED,
        ACTION_RESUMED,
      ],
    ]),
    provideJobs([SWEEP_OVERDUE, SWEEP_UNANSWERED]),
  ],
  exports: [ActionsService, ActionsReader, Pausing],
})
export class ActionsModule {}
