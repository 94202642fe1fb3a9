import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { WorkSettings } from '../queue/work-settings.js';
import type { Claim, Lane } from './promise-rows.js';

/** So long after so many fell due together, what is told gives way: what falls due next does not wait for it. Of one alone is told at once. */
const [PRESSED_MS, PRESSING] = [1_000, 5];
/** What gives way waits so long at least: a few at once cost little more than one. */
const SHORTEST_MS = 100;
/** So many times as long as it took it waits, and so long at most: what is told takes a sixth of the time, and a third once it is a minute late. */
const TOLD = { times: 5, longestMs: 2_000 };
const TOLD_LATE = { times: 2, longestMs: 500 };
/** So long what is told may be put off for what falls due. */
const LATE_MS = 60_000;

/** So long after one was found that a worker had died over, few are claimed at a time. */
const DYING_MS = 2_000;
/** Few: one of so many. */
const FEWER = 5;

/** What is due at a time comes first in a worker: what is told of it, and what is sent, wait for it. */
@Injectable()
export class Precedence {
  /** This process has kept nothing yet that was due. */
  private isNew = true;
  /** When many last fell due together here. */
  private pressedAt = -Infinity;
  /** When something was last claimed that somebody had begun and not ended. */
  private diedAt = -Infinity;

  constructor(private readonly settings: WorkSettings) {}

  note(lane: Lane, claims: readonly Claim[]): void {
    if (lane === 'TIME' && claims.length > 0) this.isNew = false;
    if (lane === 'TIME' && claims.length >= PRESSING) this.pressedAt = performance.now();
    if (claims.some(({ starts }) => starts > 1)) this.diedAt = performance.now();
  }

  get isPressed(): boolean {
    return performance.now() - this.pressedAt < PRESSED_MS;
  }

  /**
   * How much is claimed at a time. The first time costs more than the next hundred, and ought to delay one alone. While things fall due few
   * are told at once, since what a process does at once delays what falls due in it. While workers die, one that dies takes few with it:
   * what was begun in vain three times waits, and of a hundred at most one is to blame.
   */
  atOnce(lane: Lane): number {
    const { batch } = this.settings;
    if (lane === 'TIME' && this.isNew) return 1;
    const isDying = performance.now() - this.diedAt < DYING_MS;
    return isDying || (lane === 'EVENT' && this.isPressed) ? Math.ceil(batch / FEWER) : batch;
  }

  /** For who told of these and took so long. */
  async giveWayAfter(claims: readonly Claim[], tookMs: number): Promise<void> {
    const { times, longestMs } = claims.some(({ lateMs }) => lateMs > LATE_MS) ? TOLD_LATE : TOLD;
    await this.giveWay(tookMs, times, longestMs);
  }

  /** For work that is not due at a time and took so long: while things fall due it waits so many times as long. All get on. */
  async giveWay(tookMs: number, times: number, longestMs: number): Promise<void> {
    if (this.isPressed) await sleep(Math.max(SHORTEST_MS, Math.min(tookMs * times, longestMs)));
  }
}
