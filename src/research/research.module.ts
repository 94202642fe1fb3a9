import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideJobs } from '../platform/queue/job.js';
import { CirculationPlan } from './circulation-plan.service.js';
import { Circulation } from './circulation.service.js';
import { MovedMeetings } from './moved-meetings.service.js';
import { FindingsController } from './findings.controller.js';
import { Findings } from './findings.service.js';
import { Forecast } from './forecast.service.js';
import { Invitations } from './invitations.service.js';
import { ManagersController } from './managers.controller.js';
import { Managers } from './managers.service.js';
import { ResearchController } from './research.controller.js';
import { CHASE, MEETING_CIRCULATED, RESEARCH_OWED } from './research.events.js';
import { ResearchLadders, SWEEP_RESEARCH } from './research-ladders.service.js';
import { ResearchReader } from './research.reader.js';
import { SharedInformationController } from './shared-information.controller.js';
import { SharedInformation } from './shared-information.service.js';
import { Sharer } from './sharer.service.js';
import { Workspaces } from './workspaces.service.js';

const TEXTS = {
  'research.invitations.reason': 'why agencies are needed for a case',
  'research.shared_information.text': 'information shared with a meeting',
  'research.shared_information.purpose': 'why information was shared with a meeting',
  'research.shared_information.withdrawn_because': 'why information was taken back',
  'research.findings.facts': 'research of an agency on a person: facts',
  'research.findings.opinion': 'research of an agency on a person: opinion',
  'research.findings.proposed_actions': 'research of an agency on a person: proposed actions',
  'research.findings.withheld': 'research of an agency on a person: what it withholds',
  'research.findings.withheld_because': 'research of an agency on a person: why it withholds',
  'research.workspaces.current_involvement': 'research of an agency: involvement',
  'research.workspaces.facts': 'research of an agency: facts',
  'research.workspaces.professional_opinion': 'research of an agency: opinion',
  'research.workspaces.actions_taken': 'research of an agency: actions taken',
  'research.workspaces.proposed_actions': 'research of an agency: proposed actions',
  'research.workspaces.withheld': 'research of an agency: what it withholds',
  'research.workspaces.withheld_because': 'research of an agency: why it withholds',
};

@Module({
  imports: [AlertsModule, IdentityModule, MaracsModule, AccessModule, PersonsModule, MeetingsModule],
  controllers: [ResearchController, FindingsController, ManagersController, SharedInformationController],
  providers: [
    ...[Circulation, CirculationPlan, Invitations, Sharer, Workspaces, SharedInformation, Findings, Forecast],
    ...[ResearchLadders, Managers, ResearchReader, MovedMeetings],
    provideFreeText(TEXTS),
    provideEvents([MEETING_CIRCULATED, RESEARCH_OWED]),
    provideDueKinds([CHASE]),
    provideJobs([SWEEP_RESEARCH]),
  ],
  exports: [Circulation, SharedInformation, ResearchReader],
})
export class ResearchModule {}
