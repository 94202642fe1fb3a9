import { setTimeout as sleep } from 'node:timers/promises';

/** The work took too long and was left behind. */
export class TookTooLong extends Error {
  readonly code = 'took-too-long';

  constructor() {
    super('took too long');
    this.name = 'TookTooLong';
  }
}

/** The work's result. @throws TookTooLong when it is not there in time; the work itself is not stopped */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new TookTooLong();
  });
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}

/**
 * Does something again and again, whatever happens to it. A run that hangs is left behind. One that knows when there is something to
 * do again says so, in milliseconds, and is not let wait longer than that.
 */
export class Loop {
  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;

  constructor(
    private readonly when: { everyMs: number; afterMs?: number },
    private readonly limitMs: number,
    private readonly work: () => Promise<number | void>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.ended = this.run();
  }

  /** Ends after the run that is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { everyMs, afterMs = 0 } = this.when;
    if (afterMs > 0) await this.pause(afterMs);
    while (!this.stopping.signal.aborted) {
      let again: number | void = undefined;
      try {
        again = await within(this.limitMs, this.work());
      } catch (error) {
        this.failed(error);
        again = everyMs / 4; // a connection was lost, perhaps, and the next one is good
      }
      await this.pause(Math.min(everyMs, again ?? everyMs));
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
