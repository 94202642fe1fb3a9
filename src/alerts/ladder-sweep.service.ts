import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Actor } from '../platform/db/actor.js';
import { NIL_ID } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { oweSince } from '../platform/due/promise-rows.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { areaLadders, fingerprint } from './ladder-book.js';
import { countedBy, lateLadders, noteCounted, type RunningLadder, runningLadders } from './ladders.queries.js';
import { Ladders } from './ladders.service.js';

/** Goes through the ladders themselves: for due rows that were lost, and for rules and closed days that changed. */
export const SWEEP_LADDERS = defineJob({ name: 'alerts.sweep-ladders', every: '5m', transaction: 'own' });

const BATCH = 500;
/** In one unit of work, which keeps them locked for as long. */
const TOGETHER = 50;
const ACTOR = Actor.system(SWEEP_LADDERS.name);

/** The guarantee behind the due rows of ladders. One poison subject does not keep the others from being told of. */
@Injectable()
export class LadderSweep {
  constructor(
    private readonly ladders: Ladders,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
  ) {}

  @Handles(SWEEP_LADDERS)
  async sweep(): Promise<void> {
    const failures: unknown[] = [];
    for await (const one of this.uow.found(ACTOR, lateLadders)) await this.alone(one, failures);
    for (const { maracId, countedBy: by } of await this.uow.run(ACTOR, countedBy)) {
      const now = await this.uow.run(ACTOR, async () =>
        fingerprint(await areaLadders(this.maracs, maracId, present())),
      );
      if (now !== by) await this.countAnew(maracId, now, failures);
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Rules or closed days are others from today on: every ladder that runs has its next rung by them. */
  private async countAnew(maracId: string, by: string, failures: unknown[]): Promise<void> {
    let after: string = NIL_ID;
    for (let found = BATCH; found === BATCH;) {
      const batch = await this.uow.run(ACTOR, () => runningLadders(maracId, after, BATCH));
      await this.lookAt(batch, failures);
      after = batch.at(-1)?.id ?? after;
      found = batch.length;
    }
    await this.uow.run(ACTOR, async () => noteCounted(maracId, by));
  }

  /** What is not due yet, many at once; what is, each by itself: what comes of it is as old as the moment that was missed. */
  private async lookAt(ladders: readonly RunningLadder[], failures: unknown[]): Promise<void> {
    const [ahead, now] = [ladders.filter((one) => one.ahead), ladders.filter((one) => !one.ahead)];
    for (let at = 0; at < ahead.length; at += TOGETHER) await this.together(ahead.slice(at, at + TOGETHER), failures);
    for (const one of now) await this.alone(one, failures);
  }

  private async together(ladders: readonly RunningLadder[], failures: unknown[]): Promise<void> {
    try {
      await this.uow.run(ACTOR, async () => {
        for (const kind of new Set(ladders.map((one) => one.kind))) {
          const ids = ladders.filter((one) => one.kind === kind).map(({ id }) => id);
          await this.ladders.lookAgain(kind, ids);
        }
      });
    } catch {
      for (const one of ladders) await this.alone(one, failures); // which of them it was shows then
    }
  }

  private async alone({ kind, id, nextAt }: RunningLadder, failures: unknown[]): Promise<void> {
    const look = () => {
      if (nextAt) oweSince(nextAt);
      return this.ladders.lookAgain(kind, [id]);
    };
    await this.uow.run(ACTOR, look).catch((error: unknown) => failures.push(error));
  }
}
