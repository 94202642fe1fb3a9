import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Circulation } from './circulation.service.js';
import { MovedMeetings } from './moved-meetings.service.js';
import { Invitations } from './invitations.service.js';
import { ResearchController } from './research.controller.js';
import { MEETING_CIRCULATED } from './research.events.js';
import { SharedInformationController } from './shared-information.controller.js';
import { SharedInformation } from './shared-information.service.js';
import { Sharer } from './sharer.service.js';
import { Workspaces } from './workspaces.service.js';

const TEXTS = {
  'research.invitations.reason': 'why agencies are needed for a case',
  'research.shared_information.text': 'information shared with a meeting',
  'research.shared_information.purpose': 'why information was shared with a meeting',
  'research.shared_information.withdrawn_because': 'why information was taken back',
  'research.workspaces.current_involvement': 'research of an agency: involvement',
  'research.workspaces.facts': 'research of an agency: facts',
  'research.workspaces.professional_opinion': 'research of an agency: opinion',
  'research.workspaces.actions_taken': 'research of an agency: actions taken',
  'research.workspaces.proposed_actions': 'research of an agency: proposed actions',
  'research.workspaces.withheld': 'research of an agency: what it withholds',
  'research.workspaces.withheld_because': 'research of an agency: why it withholds',
};

@Module({
  imports: [MaracsModule, AccessModule, PersonsModule, MeetingsModule],
  controllers: [ResearchController, SharedInformationController],
  providers: [
    ...[Circulation, Invitations, Sharer, Workspaces, SharedInformation, MovedMeetings],
    provideFreeText(TEXTS),
    provideEvents([MEETING_CIRCULATED]),
  ],
  exports: [Circulation, SharedInformation],
})
export class ResearchModule {}
