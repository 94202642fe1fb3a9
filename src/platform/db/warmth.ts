import { Injectable } from '@nestjs/common';
import { Actor } from './actor.js';
import { NIL_ID } from './ids.js';
import { UnitOfWork } from './unit-of-work.js';

/** Whose eyes see nothing, so that what is asked costs its plan alone. */
const NOBODY = new Actor('user', NIL_ID, null);

/** READERS: what a crowd asks a web process for at once. PROMISES: what a worker keeps. */
export type Warmed = 'READERS' | 'PROMISES';

/**
 * What is wanted at once when it is wanted is planned on every connection before. A meeting begins, and a hundred people open its list
 * within a second: they met connections that had just been opened, and each of those planned the list anew, which takes longer than the
 * list, on all cores at once. A worker that takes the place of one that died is late for the same reason.
 */
@Injectable()
export class Warmth {
  private readonly asked: Record<Warmed, (() => Promise<unknown>)[]> = { READERS: [], PROMISES: [] };

  constructor(private readonly uow: UnitOfWork) {}

  /** @param ask the very statements that will be sent, about nothing there is; the unit is rolled back */
  keepsReady(what: Warmed, ask: () => Promise<unknown>): void {
    this.asked[what].push(ask);
  }

  /** Opens so many connections and asks on each. One that fails is left: who meets it asks for themselves. */
  async warm(what: Warmed, connections: number): Promise<void> {
    const work = async () => {
      for (const ask of this.asked[what]) await ask();
    };
    // all at once, so that each has a connection of its own
    await Promise.allSettled(Array.from({ length: connections }, () => this.uow.rehearse(NOBODY, work)));
  }
}
