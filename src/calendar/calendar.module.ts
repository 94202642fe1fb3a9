import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ResearchModule } from '../research/research.module.js';
import { FeedsController } from './feeds.controller.js';
import { Feeds } from './feeds.service.js';
import { TasksController } from './tasks.controller.js';
import { Tasks } from './tasks.service.js';

@Module({
  imports: [MaracsModule, IdentityModule, MeetingsModule, ResearchModule],
  controllers: [TasksController, FeedsController],
  providers: [Tasks, Feeds],
})
export class CalendarModule {}
