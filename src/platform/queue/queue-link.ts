import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventLog } from '../log/event-log.js';
import { openQueue, type WorkQueue } from './backend.js';
import { within } from './loop.js';
import { WorkSettings } from './work-settings.js';

const READY_MS = 3_000;
const QUIET_MS = 60_000;

/** The one connection of this process to the queue: opened on first use, given up and opened anew when it never came to be. */
@Injectable()
export class QueueLink implements OnApplicationShutdown {
  private opening: Promise<WorkQueue> | undefined;
  private readonly sending = new Set<Promise<unknown>>();
  private complainedAt = -Infinity;
  private closed = false;

  constructor(
    private readonly settings: WorkSettings,
    private readonly log: EventLog,
  ) {}

  /** The queue, ready. @throws when it cannot be reached now */
  queue(): Promise<WorkQueue> {
    if (this.closed) return Promise.reject(new Error('closed'));
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  /** Uses the queue in the background; failure is logged once a minute and nothing else, as it delays a sweep's work by a second. */
  wake(use: (queue: WorkQueue) => Promise<unknown>): void {
    if (this.closed) return;
    const sent = this.queue()
      .then(use)
      .catch((error: unknown) => this.complain(error));
    this.sending.add(sent);
    void sent.finally(() => this.sending.delete(sent));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await within(READY_MS, Promise.allSettled(this.sending)).catch(() => undefined);
    const queue = await this.opening?.catch(() => undefined);
    await queue?.close().catch(() => undefined);
  }

  private async open(): Promise<WorkQueue> {
    const givenUp = new AbortController();
    const queue = openQueue(this.settings, givenUp.signal);
    queue.on('error', (error) => this.complain(error));
    try {
      await within(READY_MS, queue.waitUntilReady());
      return queue;
    } catch (error) {
      givenUp.abort();
      queue.close().catch(() => undefined);
      throw error;
    }
  }

  private complain(error: unknown): void {
    if (this.closed || performance.now() - this.complainedAt < QUIET_MS) return;
    this.complainedAt = performance.now();
    this.log.error('queue.unreachable', error, { name: this.settings.queueName });
  }
}
