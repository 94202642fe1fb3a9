import { Injectable } from '@nestjs/common';
import { FailedJobs } from './failed-jobs.js';
import { QueueLink } from './queue-link.js';
import { Schedules } from './schedules.js';

/** Looks after what the queue may lose or hide: schedules, runs that were missed, jobs that failed for good. */
@Injectable()
export class Keeper {
  constructor(
    private readonly link: QueueLink,
    private readonly schedules: Schedules,
    private readonly failedJobs: FailedJobs,
  ) {}

  async keep(): Promise<void> {
    await this.schedules.ensure(await this.link.queue());
    await this.schedules.catchUp();
    await this.failedJobs.surface();
    await this.failedJobs.askAgain();
  }

  /** What failed for good just now, without waiting for the next round; that round is the guarantee. */
  surfaceSoon(): void {
    this.failedJobs.surface().catch(() => undefined);
  }
}
