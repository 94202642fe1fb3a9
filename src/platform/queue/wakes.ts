import { Injectable } from '@nestjs/common';
import { outsideTransactions } from '../db/transaction.js';
import { EventLog } from '../log/event-log.js';
import type { JobDefinition } from './job.js';

/**
 * Wake-ups that a worker sends to itself. Through the queue each would cost two round trips and a share of what the queue can carry;
 * thousands of alerts wake the relay and the mailer of the worker that raised them, and nobody else has to hear of it.
 */
@Injectable()
export class Wakes {
  private readonly heard = new Map<string, () => Promise<void>>();
  private working = false;

  constructor(private readonly log: EventLog) {}

  /** A room says, as the application starts, what a wake-up of this job does. */
  hear({ name }: JobDefinition, nudge: () => Promise<void>): void {
    this.heard.set(name, nudge);
  }

  /** @internal by the worker: whether work is done in this process now */
  set isWorking(working: boolean) {
    this.working = working;
  }

  /** @returns false when nobody here hears it, and the queue is to carry it */
  send(name: string): boolean {
    const nudge = this.working ? this.heard.get(name) : undefined;
    if (!nudge) return false;
    outsideTransactions(nudge).catch((error: unknown) => this.log.error('wake.failed', error, { name })); // a sweep finds what is left
    return true;
  }
}
