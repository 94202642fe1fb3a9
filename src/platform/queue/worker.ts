import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { EventLog } from '../log/event-log.js';
import { openWorker, type WorkWorker } from './backend.js';
import type { JobDefinition } from './job.js';
import { JobRunner } from './job-runner.js';
import { Keeper } from './keeper.js';
import { Loop, within } from './loop.js';
import { Wakes } from './wakes.js';
import { WorkSettings } from './work-settings.js';

const READY_MS = 3_000;
const RECONNECT_MS = 1_000;
/** What is due comes first when a worker takes the place of one that died. */
const KEEP_AFTER_MS = 2_000;
const OTHERS_AFTER_MS = 300;

interface Tended {
  name: string;
  everyMs: number;
  /** the first time */
  afterMs?: number;
  work: () => Promise<number | void>;
}

/**
 * Everything that happens without being asked: the carrier of jobs, the keeper of the queue, and the loops that other rooms
 * register. Nothing runs before `start`; a process that only serves requests never calls it.
 */
@Injectable()
export class WorkerService implements BeforeApplicationShutdown {
  private readonly tended: Tended[] = [];
  private loops: Loop[] = [];
  private worker: WorkWorker | undefined;
  private opening: Promise<void> | undefined;
  private running = false;
  private ending = false;

  constructor(
    private readonly settings: WorkSettings,
    private readonly runner: JobRunner,
    private readonly keeper: Keeper,
    private readonly wakes: Wakes,
    private readonly log: EventLog,
  ) {}

  /**
   * @internal registers work that is repeated while the worker runs; called by other rooms while the application starts.
   * @param afterMs when it begins: at once (0) only what is due, which must not wait for the rest of a worker to come to life
   */
  tend(name: string, everyMs: number, work: () => Promise<number | void>, afterMs = OTHERS_AFTER_MS): void {
    this.tended.push({ name, everyMs, work, afterMs });
  }

  /** @internal what a wake-up of this job does, where it need not go through the queue: in the process that works */
  hear(job: JobDefinition, nudge: () => Promise<void>): void {
    this.wakes.hear(job, nudge);
  }

  /** Starts working. A queue that is away does not keep it from starting: sweeps go on, the carrier joins when it can. */
  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.wakes.isWorking = true;
    this.ending = false;
    const { keeperMs } = this.settings;
    this.loops = [
      { name: 'queue.carry', everyMs: RECONNECT_MS, afterMs: RECONNECT_MS, work: () => this.carry() },
      {
        name: 'queue.keep',
        everyMs: keeperMs,
        afterMs: Math.min(KEEP_AFTER_MS, keeperMs),
        work: () => this.keeper.keep(),
      },
      ...this.tended,
    ].map((tended) => this.loop(tended));
    await this.carry().catch((error: unknown) => this.log.error('queue.unreachable', error)); // what is due waits for no queue
    this.log.info('worker.started');
  }

  /** Takes no more work and stops after what is under way, or when that takes too long: then it is left to another worker. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    this.wakes.isWorking = false;
    this.ending = true;
    await within(this.settings.endMs, this.finish()).catch((error: unknown) =>
      this.log.error('worker.left-work', error),
    );
    this.loops = [];
    this.worker = undefined;
  }

  /** It worked, and takes no more. */
  get isEnding(): boolean {
    return this.ending;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** The second close is of a carrier that was being opened meanwhile. */
  private async finish(): Promise<void> {
    const opened = this.opening?.catch(() => undefined);
    await Promise.all([this.worker?.close(), opened, ...this.loops.map((loop) => loop.stop())]);
    await this.worker?.close();
  }

  private loop({ name, everyMs, afterMs, work }: Tended): Loop {
    const failed = (error: unknown) => {
      if (this.running) this.log.error('loop.failed', error, { name });
    };
    return new Loop({ everyMs, afterMs }, this.settings.sweepLimitMs, work, failed);
  }

  /** Opens the carrier when there is none, or when it came to an end; one at a time. */
  private carry(): Promise<void> {
    return (this.opening ??= this.open().finally(() => (this.opening = undefined)));
  }

  private async open(): Promise<void> {
    if (this.worker?.isRunning() || !this.running) return;
    await this.worker?.close(true).catch(() => undefined);
    this.worker = undefined;
    const givenUp = new AbortController();
    const worker = openWorker(this.settings, (job) => this.runner.run(job), givenUp.signal);
    worker.on('error', (error) => this.running && this.log.error('queue.error', error));
    worker.on('failed', (job) => {
      if (!job || job.finishedOn) this.keeper.surfaceSoon();
    });
    try {
      await within(READY_MS, worker.waitUntilReady());
    } catch (error) {
      givenUp.abort();
      worker.close(true).catch(() => undefined);
      throw error;
    }
    this.worker = worker;
    worker.run().catch((error: unknown) => this.running && this.log.error('queue.error', error));
  }
}
