import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Settings } from '../config/settings.js';
import { Fence } from '../fence/fence.js';
import { FailedJobs } from './failed-jobs.js';
import { JobCatalogue } from './job-catalogue.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';
import { Keeper } from './keeper.js';
import { QueueLink } from './queue-link.js';
import { Schedules } from './schedules.js';
import { StuckWork } from './stuck-work.js';
import { Wakes } from './wakes.js';
import { WorkSettings } from './work-settings.js';
import { WorkerService } from './worker.js';

/** Jobs, their schedules and the worker. The same in every process; it works only where `WorkerService.start` is called. */
@Module({})
export class QueueModule {
  /** @param changes what differs from the defaults of `WorkSettings` */
  static with(changes: Partial<WorkSettings> = {}): DynamicModule {
    const settings = {
      provide: WorkSettings,
      inject: [Settings],
      useFactory: ({ databaseUrl, redisUrl }: Settings) => new WorkSettings({ databaseUrl, redisUrl, ...changes }),
    };
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        settings,
        JobCatalogue,
        JobRunner,
        Jobs,
        Keeper,
        FailedJobs,
        QueueLink,
        Schedules,
        StuckWork,
        Fence,
        Wakes,
        WorkerService,
      ],
      exports: [WorkSettings, QueueLink, Jobs, StuckWork, Fence, WorkerService, Wakes, JobCatalogue],
    };
  }
}
