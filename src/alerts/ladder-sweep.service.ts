import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Actor } from '../platform/db/actor.js';
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
const ACTOR = Actor.system(SWEEP_LADDERS.name);
const FIRST = '00000000-0000-0000-0000-000000000000';

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
    await this.uow.each(ACTOR, this.toLookAt(), (one) => {
      if (one.nextAt) oweSince(one.nextAt);
      return this.ladders.look(one, one.id);
    });
  }

  private async *toLookAt(): AsyncGenerator<RunningLadder> {
    yield* this.uow.found(ACTOR, lateLadders);
    for (const { maracId, countedBy: by } of await this.uow.run(ACTOR, countedBy)) {
      const now = await this.uow.run(ACTOR, async () =>
        fingerprint(await areaLadders(this.maracs, maracId, present())),
      );
      if (now === by) continue;
      yield* this.running(maracId);
      // each was looked at when the next was asked for
      await this.uow.run(ACTOR, async () => noteCounted(maracId, now));
    }
  }

  /** Rules or closed days are others from today on: every ladder that runs has its next rung by them. */
  private async *running(maracId: string): AsyncGenerator<RunningLadder> {
    let after = FIRST;
    for (let found = BATCH; found === BATCH;) {
      const batch = await this.uow.run(ACTOR, () => runningLadders(maracId, after, BATCH));
      yield* batch;
      after = batch.at(-1)?.id ?? after;
      found = batch.length;
    }
  }
}
