import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { EventLog } from '../log/event-log.js';
import type { WorkJob } from './backend.js';
import { JobCatalogue } from './job-catalogue.js';
import { scheduleFingerprint } from './job-runner.js';
import { Jobs } from './jobs.js';
import { QueueLink } from './queue-link.js';
import { type StuckReport, type StuckRow, StuckWork } from './stuck-work.js';

const KEEPER = Actor.system('platform.keep-queue');
const UNANSWERED_MS = 60_000;
const CODE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Brings jobs that failed for good from the queue, where nobody looks, to people; and back when they ask. */
@Injectable()
export class FailedJobs implements OnModuleInit {
  private surfacing: Promise<void> | undefined;

  constructor(
    private readonly link: QueueLink,
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: JobCatalogue,
    private readonly stuck: StuckWork,
    private readonly jobs: Jobs,
    private readonly log: EventLog,
  ) {}

  onModuleInit(): void {
    this.stuck.onRetry('JOB', (row) => this.again(row));
  }

  /** One round at a time: a job that two rounds bring to people would count as having failed twice. */
  surface(): Promise<void> {
    this.surfacing ??= this.surfaceAll().finally(() => (this.surfacing = undefined));
    return this.surfacing;
  }

  /** A job leaves the queue only after its row is durable. */
  private async surfaceAll(): Promise<void> {
    const queue = await this.link.queue();
    for (const job of await queue.getFailed(0, 99)) {
      if (!job?.id) continue;
      await this.unitOfWork.run(KEEPER, async () => this.stuck.report(this.describe(job)));
      this.log.warn('job.stuck', { name: job.name, attempt: job.attemptsMade });
      await job.remove();
    }
  }

  /** Asks once more for retries that the queue seems to have lost. */
  async askAgain(): Promise<void> {
    await this.unitOfWork.run(KEEPER, async () => {
      for (const row of await this.stuck.unansweredRetries(UNANSWERED_MS)) this.again(row);
    });
  }

  private again(row: StuckRow & { fingerprint: string }): void {
    const minute = Math.floor(Date.now() / UNANSWERED_MS);
    this.jobs.addAgain(row.name, row.ids, row.fingerprint, `again.${row.id}.${row.failures}.${minute}`);
  }

  private describe(job: WorkJob): StuckReport {
    const scheduled = this.catalogue.find(job.name)?.definition.every !== undefined;
    const reason = job.failedReason ?? '';
    return {
      fingerprint: job.data.stuck ?? (scheduled ? scheduleFingerprint(job.name) : `job ${job.id}`),
      lane: 'JOB',
      name: job.name,
      ids: job.data.ids,
      // the queue's own sentence ("job stalled more than allowable limit") means that the worker died each time
      errorCode: CODE.test(reason) ? reason : 'no-outcome',
    };
  }
}
