import { Injectable } from '@nestjs/common';
import { tx } from '../db/transaction.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { EventLog } from '../log/event-log.js';
import { StuckWork } from '../queue/stuck-work.js';
import { beginEpoch, CURRENT, currentEpoch, decideEpoch, type Epoch } from './fence.queries.js';

/** How long a process believes what it saw, where nothing hangs on it but whether a wake-up is heard. */
const BELIEVED_MS = 5_000;
/** Name under which people see that a restore waits to be decided about. */
export const RESTORED = 'platform.restored';

/**
 * The fence between what was owed before the database was put back to an earlier moment and what is owed now. No process has to be
 * told: the database knows its server and history, and whoever looks first begins the new epoch.
 */
@Injectable()
export class Fence {
  private seen: { number: number; at: number } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stuck: StuckWork,
    private readonly log: EventLog,
  ) {}

  /** The epoch we are in, begun now if the database was put back; in the current unit of work. */
  async look(): Promise<Epoch> {
    let epoch = await currentEpoch();
    if (!epoch.same) {
      const ours = await beginEpoch(epoch.number);
      epoch = await currentEpoch();
      if (ours) this.tellPeople(epoch.number);
    }
    this.seen = { number: epoch.number, at: performance.now() };
    return epoch;
  }

  /** Its number, a few seconds old at most; for wake-ups. */
  async number(): Promise<number> {
    if (this.seen && performance.now() - this.seen.at < BELIEVED_MS) return this.seen.number;
    const found = await this.unitOfWork.glance<Epoch & { same: boolean }>(CURRENT, []);
    if (!found) return 0;
    // of a later epoch, though nobody has begun it yet
    const number = found.same ? found.number : found.number + 1;
    this.seen = { number, at: performance.now() };
    return number;
  }

  /**
   * A person says until when the lost server was at work. What it owed until then went out; what fell due later did not.
   * @returns false when it was decided already
   */
  async decide(number: number, lostAt: string): Promise<boolean> {
    if (!(await decideEpoch(number, lostAt, `${tx().actor.kind}:${tx().actor.id}`))) return false;
    this.stuck.resolve(fingerprint(number));
    return true;
  }

  private tellPeople(number: number): void {
    this.stuck.report({
      fingerprint: fingerprint(number),
      lane: 'JOB',
      name: RESTORED,
      ids: {},
      errorCode: 'restored',
    });
    this.log.warn('database.restored', { count: number });
  }
}

const fingerprint = (number: number) => `restored ${number}`;
