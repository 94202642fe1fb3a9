/** Work that does all there is to do and is asked for often: one round at a time, and one more when it was asked for meanwhile. */
export class OneAtATime<T> {
  private running: Promise<T> | undefined;
  private again = false;

  /** @param isEnding whether no further round is to begin: the process ends, and leaves the rest to another */
  constructor(
    private readonly work: () => Promise<T>,
    private readonly isEnding: () => boolean = () => false,
  ) {}

  /** Resolves when what there was to do at the call has been done. */
  run(): Promise<T> {
    if (this.running) this.again = true;
    return (this.running ??= this.rounds().finally(() => (this.running = undefined)));
  }

  /** Sees to it that it is done, without waiting for a round that is under way: for wake-ups, which would else crowd each other out. */
  async nudge(): Promise<void> {
    if (this.running) this.again = true;
    else await this.run();
  }

  private async rounds(): Promise<T> {
    for (;;) {
      this.again = false;
      const result = await this.work();
      if (!this.again || this.isEnding()) return result;
    }
  }
}
