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
import { ActionLists } from './action-lists.service.js';
import { ActionOwners } from './action-owners.service.js';
import { ActionsController } from './actions.controller.js';
import { ACTION_OVERDUE, ACTION_PAUSED, ACTION_RESUMED, OVERDUE } from './actions.events.js';
import { ActionsReader } from './actions.reader.js';
import { ActionsService } from './actions.service.js';
import { Overdue, SWEEP_OVERDUE } from './overdue.service.js';
import { PausesController } from './pauses.controller.js';
import { Pausing } from './pausing.service.js';

@Module({
  imports: [MaracsModule, IdentityModule, AccessModule, PersonsModule, AlertsModule],
  controllers: [ActionsController, PausesController],
  providers: [
    ActionsService,
    ActionLists,
    ActionOwners,
    ActionsReader,
    Overdue,
    Pausing,
    provideFreeText({
      'actions.actions.text': 'action',
      'actions.actions.risk_addressed': 'risk that an action addresses',
      'actions.actions.owner_post': 'post that carries out an action',
      'actions.actions.outcome': 'outcome of an action',
      'actions.updates.note': 'update of an action',
      'actions.pauses.note': 'reason for pausing an action',
    }),
    provideDueKinds([OVERDUE]),
    provideEvents([ACTION_OVERDUE, ACTION_PAUSED, ACTION_RESUMED]),
    provideJobs([SWEEP_OVERDUE]),
  ],
  exports: [ActionsService, ActionsReader, Pausing],
})
export class ActionsModule {}
