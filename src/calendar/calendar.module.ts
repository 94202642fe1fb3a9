import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { ResearchModule } from '../research/research.module.js';
import { FeedsController } from './feeds.controller.js';
import { Feeds } from './feeds.service.js';
import { TasksController } from './tasks.controller.js';
import { RemindersReader } from './reminders.reader.js';
import { TASK_OVERDUE } from './calendar.events.js';
import { TaskWatch, WATCH_TASKS } from './task-watch.service.js';
import { Tasks } from './tasks.service.js';

@Module({
  imports: [MaracsModule, IdentityModule, MeetingsModule, ResearchModule],
  controllers: [TasksController, FeedsController],
  providers: [Tasks, TaskWatch, RemindersReader, Feeds, provideEvents([TASK_OVERDUE]), provideJobs([WATCH_TASKS])],
  exports: [RemindersReader, Tasks],
})
export class CalendarModule {}
