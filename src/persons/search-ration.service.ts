import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import type { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { Ask } from './search.entity.js';
import { CANARY_ASKED_FOR } from './search.events.js';
import { type AskedFor, askKeys } from './search-keys.rules.js';
import { type AskKind, quotaFor, SEARCHING } from './search-quota.js';
import { canariesByKey, oneAskAtATime, waitForAsk } from './search.queries.js';

const ACTION: Record<AskKind, string> = { REPEAT_CHECK: 'repeat-check.asked', SEARCH: 'persons.searched' };

/**
 * What stands before every search and repeat check: it is counted against the asker's quota, recorded with keyed hashes of whom
 * it is for, and raises the alarm when that is nobody real. All of it is committed before anything is looked up, so that an ask
 * that is then refused, or killed, has counted and stands in the record.
 */
@Injectable()
export class SearchRation {
  private readonly asks = new Store(Ask);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly ring: KeyRing,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Spends one ask of somebody's quota in the area they ask in. Call outside a unit of work.
   * @throws Problem 429 `quota-reached` with Retry-After; that itself costs nothing
   */
  async spend(actor: Actor, kind: AskKind, maracId: string, people: readonly AskedFor[]): Promise<void> {
    const keys = [...new Set(people.flatMap(askKeys))];
    const wait = await this.uow.run(actor, () =>
      this.uow.elevated(async () => {
        oneAskAtATime(actor.id);
        const { rules } = await this.maracs.rules(maracId, SEARCHING, todayIn(TIME_ZONE, new Date()));
        const left = await waitForAsk(actor.id, kind, quotaFor(kind, rules));
        if (left === 0) this.asks.insert({ id: newId(), userId: actor.id, kind });
        this.record(kind, maracId, keys, left > 0);
        await this.sound(keys);
        return left;
      }),
    );
    if (wait > 0)
      throw new Problem(429, 'quota-reached', 'You have asked as often as your area allows. Wait a while.', [], wait);
  }

  /** Whether somebody cannot ask just now: no duty to ask holds them up then. */
  async isSpent(userId: string, kind: AskKind, maracId: string): Promise<boolean> {
    return this.uow.elevated(async () => {
      const { rules } = await this.maracs.rules(maracId, SEARCHING, todayIn(TIME_ZONE, new Date()));
      return (await waitForAsk(userId, kind, quotaFor(kind, rules))) > 0;
    });
  }

  /** Hashes under which the record knows that somebody was asked for, one for each key that is still in use. */
  hashes(person: AskedFor): string[] {
    return askKeys(person).flatMap((key) => this.ring.fingerprints(key, 'who-asked').map(asSubject));
  }

  private record(kind: AskKind, maracId: string, keys: readonly string[], refused: boolean): void {
    const deed = { action: ACTION[kind], maracId, ...(refused && { code: 'quota-reached' }) };
    const hashes = keys.map((key) => asSubject(this.ring.fingerprint(key, 'who-asked')));
    for (const id of hashes) this.audit.record({ ...deed, subject: { kind: 'asked-for', id } });
    if (keys.length === 0) this.audit.record({ ...deed, subject: { kind: 'marac', id: maracId } });
  }

  private async sound(keys: readonly string[]): Promise<void> {
    const hit = await canariesByKey(keys.flatMap((key) => this.ring.fingerprints(key, 'canary')));
    for (const { id: canaryId, maracId } of hit) {
      this.audit.record({ action: 'canary.asked-for', subject: { kind: 'canary', id: canaryId }, maracId });
      this.outbox.publish({ name: CANARY_ASKED_FOR, ids: { canaryId, maracId, userId: tx().actor.id } });
    }
  }
}

/** Half of the hash tells people apart, and leaves half of it unsaid. */
function asSubject(hash: Buffer): string {
  return hash.subarray(0, 16).toString('hex');
}
