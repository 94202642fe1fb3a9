import { Module } from '@nestjs/common';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { Canaries, CANARY } from './canaries.service.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { EVENTS } from './operations.events.js';
import { QueueBoard } from './queue-board.service.js';
import { StuckWorkController } from './stuck-work.controller.js';
import { StuckWorkDesk, TELL_OF_STUCK_WORK } from './stuck-work-desk.service.js';

@Module({
  controllers: [StuckWorkController],
  providers: [
    StuckWorkDesk,
    Canaries,
    QueueBoard,
    provideDueKinds([CANARY]),
    provideJobs([TELL_OF_STUCK_WORK]),
    provideEvents(EVENTS),
  ],
})
export class OperationsModule {}
