import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Circulation } from './circulation.service.js';
import { Invitations } from './invitations.service.js';
import { ResearchController } from './research.controller.js';
import { MEETING_CIRCULATED } from './research.events.js';
import { SharedInformationController } from './shared-information.controller.js';
import { SharedInformation } from './shared-information.service.js';
import { Sharer } from './sharer.service.js';
import { Workspaces } from './workspaces.service.js';

@Module({
  imports: [MaracsModule, AccessModule, MeetingsModule],
  controllers: [ResearchController, SharedInformationController],
  providers: [Circulation, Invitations, Sharer, Workspaces, SharedInformation, provideEvents([MEETING_CIRCULATED])],
  exports: [Circulation, SharedInformation],
})
export class ResearchModule {}
