import { Injectable } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { Fence } from '../fence/fence.js';
import { EventLog } from '../log/event-log.js';
import type { WorkData, WorkJob } from './backend.js';
import { failureCode, WorkFailed } from './failure-code.js';
import { type HandledJob, JobCatalogue } from './job-catalogue.js';
import { idsOnly } from './payload.js';
import { Schedules } from './schedules.js';
import { StuckWork } from './stuck-work.js';

/** Runs one job for the system. What goes wrong reaches the queue as a code alone. */
@Injectable()
export class JobRunner {
  constructor(
    private readonly catalogue: JobCatalogue,
    private readonly unitOfWork: UnitOfWork,
    private readonly schedules: Schedules,
    private readonly stuck: StuckWork,
    private readonly fence: Fence,
    private readonly log: EventLog,
  ) {}

  /** @throws WorkFailed when the job is unknown here or its handler failed */
  async run(job: Pick<WorkJob, 'name' | 'data' | 'attemptsMade'>): Promise<void> {
    const handled = this.catalogue.find(job.name);
    if (await this.isOfEarlier(job.data)) return this.log.warn('job.of-earlier-epoch', { name: job.name });
    if (!handled) throw new WorkFailed('unknown-job');
    try {
      await this.perform(handled, job.data);
    } catch (error) {
      const code = failureCode(error);
      this.log.error('job.failed', error, { name: job.name, attempt: job.attemptsMade + 1 });
      throw new WorkFailed(code);
    }
  }

  /** Left by a queue that was not put back with the database: it speaks of rows as they were. Sweeps find what is still owed. */
  private async isOfEarlier({ epoch }: WorkData): Promise<boolean> {
    return epoch !== undefined && epoch < (await this.fence.number());
  }

  private async perform({ definition, handle }: HandledJob, data: WorkData): Promise<void> {
    const { name, every, transaction } = definition;
    const ids = idsOnly(name, data.ids);
    const actor = Actor.system(name);
    if (every) await this.schedules.started(name);
    const finish = () => {
      if (every) this.schedules.done(name);
      const fingerprint = data.stuck ?? (every && scheduleFingerprint(name));
      if (fingerprint) this.stuck.resolve(fingerprint);
    };
    if (transaction === 'one') {
      await this.unitOfWork.run(actor, async () => {
        await handle(ids);
        finish();
      });
      return;
    }
    await handle(ids);
    if (every || data.stuck) await this.unitOfWork.run(actor, async () => finish());
  }
}

/** All failed runs of one schedule are one row for people, which the next good run resolves. */
export function scheduleFingerprint(name: string): string {
  return `schedule ${name}`;
}
