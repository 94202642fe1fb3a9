import { Injectable } from '@nestjs/common';
import { namesOf } from '../persons/matching.rules.js';
import { Actor } from '../platform/db/actor.js';
import { NIL_ID } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { ConflictBook } from './conflict-book.service.js';
import { KeyedHash } from './keyed-hash.js';
import { PartyIndex } from './party-index.service.js';
import { ofName } from './screening.service.js';
import { Spread } from './spread.service.js';
import { allMaracIds, allTieKeys, partiesByKey, staffNames } from './tie.queries.js';

/** Every night, for what came in another way than by a referral: people linked since, staff who joined, records from before. */
export const SWEEP_CONFLICTS = defineJob({
  name: 'conflicts.sweep',
  every: { cron: '30 1 * * *', timeZone: 'Europe/London' },
  transaction: 'own',
});

const ACTOR = Actor.system(SWEEP_CONFLICTS.name);
const BATCH = 500;

@Injectable()
export class ConflictSweep {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly hash: KeyedHash,
    private readonly book: ConflictBook,
    private readonly spread: Spread,
    private readonly index: PartyIndex,
  ) {}

  @Handles(SWEEP_CONFLICTS)
  async sweep(): Promise<void> {
    while ((await this.uow.run(ACTOR, () => this.index.noteMissing(BATCH))) === BATCH);
    for (let after: string = NIL_ID; after !== '';) after = await this.uow.run(ACTOR, () => this.ties(after));
    const maracIds = await this.uow.run(ACTOR, () => allMaracIds());
    for (const maracId of maracIds) await this.uow.run(ACTOR, () => this.namesakes(maracId));
    await this.uow.run(ACTOR, () => this.spread.follow());
  }

  private async ties(after: string): Promise<string> {
    const ties = await allTieKeys(after, BATCH);
    await this.spread.ofTies(ties.flatMap(({ keys, ...tie }) => keys.map((one) => ({ ...tie, ...one }))));
    return ties.length < BATCH ? '' : ties.at(-1)!.tieId;
  }

  /** Staff of a MARAC who have the name of a person in one of its cases. */
  private async namesakes(maracId: string): Promise<void> {
    const byKey = new Map<string, string[]>();
    for (const { id, name } of await staffNames(maracId)) {
      const forms = namesOf({ familyName: '', givenNames: name, aliases: [] }).filter((form) => form.includes(' '));
      for (const text of forms) {
        const key = this.hash.print({ kind: 'NAME', text });
        byKey.set(key, [...(byKey.get(key) ?? []), id]);
      }
    }
    for (const { key, caseId, maracId: of, personId } of await partiesByKey([...byKey.keys()])) {
      if (of !== maracId) continue;
      for (const userId of byKey.get(key)!)
        await this.book.enter({ caseId, maracId, ...ofName(userId), personIds: [personId] });
    }
  }
}
