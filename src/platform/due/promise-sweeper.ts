import { Injectable } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { tx } from '../db/transaction.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { EventLog } from '../log/event-log.js';
import { failureCode } from '../queue/failure-code.js';
import { within } from '../queue/loop.js';
import { StuckWork } from '../queue/stuck-work.js';
import { WorkSettings } from '../queue/work-settings.js';
import {
  type Claim,
  claimDue,
  type Lane,
  lockOwed,
  markDone,
  markFailed,
  markStuck,
  type PromiseRow,
  stuckFingerprint,
} from './promise-rows.js';

/** Keeps one promise, inside the unit of work that will also mark it done. */
export type Keep = (row: PromiseRow) => Promise<void>;

const SWEEPER = Actor.system('platform.sweep-promises');
/** Begun this often without an outcome, a promise runs alone, so that one which kills the process takes no other with it. */
const SUSPECT_STARTS = 3;

/**
 * Keeps what is due, exactly once however many workers sweep: effects and done-mark are one transaction. One failing promise
 * is undone by itself, tried again later and at last put before people; the others of its batch stand.
 */
@Injectable()
export class PromiseSweeper {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stuck: StuckWork,
    private readonly settings: WorkSettings,
    private readonly log: EventLog,
  ) {}

  /** Keeps everything of a lane that is due now. */
  async sweep(lane: Lane, handlers: ReadonlyMap<string, Keep>): Promise<void> {
    const kinds = [...handlers.keys()];
    for (;;) {
      const { batch } = this.settings;
      const claims = await this.unitOfWork.run(SWEEPER, () => claimDue(lane, kinds, batch));
      await Promise.all(kinds.map((kind) => this.sweepKind(lane, kind, claims, handlers.get(kind)!)));
      if (claims.length < batch) return;
    }
  }

  /** First those that are likely to go well, together; then each that something died over, alone. */
  private async sweepKind(lane: Lane, kind: string, claims: Claim[], keep: Keep): Promise<void> {
    const own = claims.filter((claim) => claim.kind === kind);
    const calm = own.filter((claim) => claim.starts < SUSPECT_STARTS);
    const suspects = own.filter((claim) => claim.starts >= SUSPECT_STARTS);
    const groups = [calm, ...suspects.map((suspect) => [suspect])];
    for (const group of groups) {
      if (group.length === 0) continue;
      const work = this.keepGroup(lane, kind, group, keep);
      await within(this.settings.sweepLimitMs / 2, work).catch((error: unknown) =>
        this.log.error('promise.interrupted', error, { name: kind, count: group.length }),
      );
    }
  }

  private async keepGroup(lane: Lane, kind: string, group: Claim[], keep: Keep): Promise<void> {
    const hopeless = group.some((claim) => claim.starts > this.settings.startsWithoutOutcome);
    await this.unitOfWork.run(Actor.system(kind), async () => {
      tx().write(`select set_config('idle_in_transaction_session_timeout', $1, true)`, [
        String(this.settings.idleInTransactionMs),
      ]);
      const subjects = group.map((claim) => claim.subject);
      for (const row of await lockOwed(lane, kind, subjects)) {
        if (hopeless) this.giveUp(lane, row, 'no-outcome');
        else await this.keepOne(lane, row, keep);
      }
    });
  }

  private async keepOne(lane: Lane, row: PromiseRow, keep: Keep): Promise<void> {
    try {
      await this.unitOfWork.attempt(async () => {
        await keep(row);
        markDone(lane, row);
        if (row.wasStuck) this.stuck.resolve(stuckFingerprint(lane, row.kind, row.subject));
      });
    } catch (error) {
      const { promiseAttempts, promiseBackoffMs, longestBackoffMs } = this.settings;
      const attempt = row.attempts + 1;
      const code = failureCode(error);
      this.log.error('promise.failed', error, { name: row.kind, id: row.subject, attempt });
      if (attempt >= promiseAttempts) this.giveUp(lane, row, code);
      else markFailed(lane, row, code, Math.min(promiseBackoffMs * 3 ** row.attempts, longestBackoffMs));
    }
  }

  private giveUp(lane: Lane, row: PromiseRow, errorCode: string): void {
    const { kind, subject } = row;
    markStuck(lane, row, errorCode);
    this.stuck.report({
      fingerprint: stuckFingerprint(lane, kind, subject),
      lane,
      name: kind,
      ids: lane === 'TIME' ? { subject } : { eventId: subject },
      errorCode,
    });
    this.log.warn('promise.stuck', { name: kind, id: subject, attempt: row.attempts + 1 });
  }
}
