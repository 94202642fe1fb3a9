import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, Handles } from '../queue/job.js';
import { Jobs } from '../queue/jobs.js';
import { within } from '../queue/loop.js';
import { OneAtATime } from '../queue/one-at-a-time.js';
import { StuckWork } from '../queue/stuck-work.js';
import { WorkSettings } from '../queue/work-settings.js';
import { WorkerService } from '../queue/worker.js';
import { DueCatalogue } from './due-catalogue.js';
import { markWaiting } from './promise-rows.js';
import { type Keeper, PromiseSweeper } from './promise-sweeper.js';

/** The wake-up for what is due. Harmless when nothing is. */
export const SWEEP_DUE = defineJob({ name: 'platform.sweep-due', transaction: 'own' });

/** Sweeps what is due: each time it is woken, and in any case every second. */
@Injectable()
export class DueSweep implements OnModuleInit {
  private readonly keeping = new OneAtATime(
    () => within(this.settings.sweepLimitMs, this.keepDue()),
    () => this.worker.isEnding,
  );

  constructor(
    private readonly catalogue: DueCatalogue,
    private readonly sweeper: PromiseSweeper,
    private readonly stuck: StuckWork,
    private readonly jobs: Jobs,
    private readonly worker: WorkerService,
    private readonly settings: WorkSettings,
  ) {}

  onModuleInit(): void {
    this.worker.tend('due.sweep', this.settings.sweepMs, () => this.keeping.run(), 0);
    this.worker.hear(SWEEP_DUE, () => this.keeping.nudge());
    this.stuck.onRetry('TIME', ({ name, ids }) => {
      markWaiting('TIME', name, ids['subject']!);
      this.jobs.add(SWEEP_DUE);
    });
  }

  @Handles(SWEEP_DUE)
  async sweep(): Promise<void> {
    await this.keeping.nudge();
  }

  /** @returns milliseconds until the next is due, if that is soon */
  private keepDue(): Promise<number> {
    const keepers = [...this.catalogue.handlers()].map(([kind, { handle, together }]): [string, Keeper] => [
      kind,
      { keep: ({ subject, dueAt, epoch }) => handle(subject, { dueAt, epoch }), together },
    ]);
    return this.sweeper.sweep('TIME', new Map(keepers), () => this.worker.isEnding);
  }
}
