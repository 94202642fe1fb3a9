import { Injectable } from '@nestjs/common';
import { currentTransaction } from '../db/transaction.js';
import { Fence } from '../fence/fence.js';
import type { WorkData } from './backend.js';
import type { JobDefinition } from './job.js';
import { idsOnly } from './payload.js';
import { QueueLink } from './queue-link.js';
import { Wakes } from './wakes.js';

export interface AddOptions {
  /** not before this many milliseconds from now */
  delayMs?: number;
  /** while a job with this id waits or runs, adding it again changes nothing */
  jobId?: string;
}

/**
 * Wakes the worker. A wake-up is a hint and may be lost: what must be done is a row, which a sweep or a scheduled job finds.
 */
@Injectable()
export class Jobs {
  constructor(
    private readonly link: QueueLink,
    private readonly fence: Fence,
    private readonly wakes: Wakes,
  ) {}

  /**
   * Tells the worker to do a job, after the commit when called inside a unit of work. Returns at once and never fails because
   * the queue is away. @throws NotIds when the payload holds anything but ids
   */
  add(job: JobDefinition, ids: Record<string, string> = {}, options: AddOptions = {}): void {
    this.send(job.name, { ids: idsOnly(job.name, ids) }, options);
  }

  /** @internal tries stuck work again */
  addAgain(name: string, ids: Record<string, string>, stuck: string, jobId: string): void {
    this.send(name, { ids: idsOnly(name, ids), stuck }, { jobId });
  }

  private send(name: string, data: WorkData, { delayMs, jobId }: AddOptions): void {
    const delay = delayMs === undefined ? undefined : Math.max(0, Math.round(delayMs));
    const carry = () =>
      this.link.wake(async (queue) => queue.add(name, { ...data, epoch: await this.fence.number() }, { delay, jobId }));
    const add = () => {
      if (delay || data.stuck || !this.wakes.send(name)) carry();
    };
    const transaction = currentTransaction();
    if (!transaction) return add();
    // one wake-up of a kind to a unit of work: thousands at once would only crowd the queue out
    transaction.memory(`wake ${name} ${JSON.stringify(data)} ${delay ?? 0}`, () => transaction.afterCommit(add));
  }
}
