import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { isAway } from '../db/away.js';
import { LONGEST_SILENCE_MS } from '../db/silence.js';
import { mayRunAgain, UnitOfWork } from '../db/unit-of-work.js';
import { Fence } from '../fence/fence.js';
import { EventLog } from '../log/event-log.js';
import { failureCode } from '../queue/failure-code.js';
import { within } from '../queue/loop.js';
import { StuckWork } from '../queue/stuck-work.js';
import { WorkSettings } from '../queue/work-settings.js';
import { HELD_AGAIN_MS, holdBriefly, isHeld, LITTLE_PATIENCE_MS, PATIENCE_MS, waitForRows } from './patience.js';
import { Precedence } from './precedence.js';
import type { Calling } from './when-due.js';
import {
  type Claim,
  claimDue,
  type Lane,
  lockOwed,
  markDone,
  markFailed,
  markPutOff,
  markStuck,
  nextDue,
  oweSince,
  type PromiseRow,
  stuckFingerprint,
  SUSPECT_STARTS,
} from './promise-rows.js';

/** Claims that are kept in one transaction; `since`: when it was owed, of one from before the database was put back. */
interface Group {
  claims: Claim[];
  /** how long the database may say nothing meanwhile */
  silenceMs: number;
  /** how long a row that somebody else holds is waited for */
  waitMs: number;
  since?: Date;
}

/** Keeps one promise, inside the unit of work that will also mark it done. */
export type Keep = (row: PromiseRow) => Promise<void>;

export interface Keeper extends Calling {
  keep: Keep;
}

const SWEEPER = Actor.system('platform.sweep-promises');
/** A claim takes milliseconds: a server that says nothing for so long is not there, and what is due must not wait for it. */
export const SILENCE_MS = 2_000;
/** Between two sweeps, however soon the next is due: what falls due meanwhile is kept together. */
const SHORTEST_PAUSE_MS = 60;
/** About as long as a claim takes on a busy machine. */
const PASSED_OVER_MS = 40;

/**
 * Keeps what is due, exactly once however many workers sweep: effects and done-mark are one transaction. One failing promise
 * is undone by itself, tried again later and at last put before people; the others of its batch stand.
 */
@Injectable()
export class PromiseSweeper {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stuck: StuckWork,
    private readonly fence: Fence,
    private readonly settings: WorkSettings,
    private readonly precedence: Precedence,
    private readonly log: EventLog,
  ) {}

  /** Keeps everything of a lane that is due now. @returns milliseconds until there is more to keep, as far as is known */
  async sweep(lane: Lane, keepers: ReadonlyMap<string, Keeper>, isEnding = () => false): Promise<number> {
    const kinds = [...keepers.keys()];
    const { sweepMs, sweepLimitMs } = this.settings;
    const end = performance.now() + sweepLimitMs / 3;
    for (;;) {
      const batch = this.precedence.atOnce(lane);
      const claim = () => this.claim(lane, kinds, batch);
      const { claims, next, heldUntil } = await this.unitOfWork.run(SWEEPER, claim, SILENCE_MS, lane);
      const begun = performance.now();
      this.precedence.note(lane, claims);
      const owed = (kind: string) => claims.filter((each) => each.kind === kind);
      const keep = (kind: string) => this.sweepKind(lane, kind, this.groups(owed(kind), heldUntil), keepers.get(kind)!);
      // each kind on a connection of its own; while things fall due one connection is enough for what is told
      if (lane === 'EVENT' && this.precedence.isPressed) for (const kind of kinds) await keep(kind);
      else await Promise.all(kinds.map(keep));
      if (lane === 'EVENT') await this.precedence.giveWayAfter(claims, performance.now() - begun);
      const took = performance.now() - begun;
      if (claims.length < batch || isEnding()) return Math.max(SHORTEST_PAUSE_MS, (next ?? sweepMs) - took);
      if (performance.now() > end) return SHORTEST_PAUSE_MS; // before it is left behind as one that hangs
    }
  }

  private async claim(lane: Lane, kinds: string[], batch: number) {
    holdBriefly(this.settings.silenceMs);
    const [{ heldUntil }, claims, next] = await Promise.all([
      this.fence.look(),
      claimDue(lane, kinds, batch),
      nextDue(lane, kinds),
    ]);
    return { claims, next, heldUntil };
  }

  private async sweepKind(lane: Lane, kind: string, owed: Group[], keeper: Keeper): Promise<void> {
    for (const group of owed) {
      const work = this.keepGroup(lane, kind, group, keeper);
      await within(this.settings.sweepLimitMs / 2, work).catch((error: unknown) =>
        this.log.error('promise.interrupted', error, { name: kind, count: group.claims.length }),
      );
    }
  }

  /**
   * Once more those that were passed over: who looked for something to claim at the same moment holds what they found claimed already until
   * their own claim ends. What somebody holds for longer is claimed anew when this claim is over.
   */
  private async keepGroup(lane: Lane, kind: string, group: Group, keeper: Keeper): Promise<void> {
    const found = new Set((await this.keepFound(lane, kind, group, keeper)).map(({ subject }) => subject));
    const claims = group.claims.filter(({ subject }) => !found.has(subject));
    if (claims.length === 0) return;
    await sleep(PASSED_OVER_MS);
    await this.keepFound(lane, kind, { ...group, claims }, keeper);
  }

  /**
   * First those that are likely to go well, together; then each of before a restore and each that something died over, alone. What was
   * begun often without an outcome may be slow rather than cut off: its answer is waited for as long as the database lets a statement take.
   */
  private groups(claims: Claim[], heldUntil: Date | null): Group[] {
    const isOld = ({ dueAt }: Claim) => heldUntil !== null && dueAt <= heldUntil;
    const isSuspect = ({ starts }: Claim) => starts >= SUSPECT_STARTS;
    const hopeful = { silenceMs: this.settings.silenceMs, waitMs: PATIENCE_MS };
    const wary = { silenceMs: LONGEST_SILENCE_MS, waitMs: LITTLE_PATIENCE_MS };
    const calm = claims.filter((claim) => !isSuspect(claim) && !isOld(claim));
    const alone = claims
      .filter((claim) => !calm.includes(claim))
      .map((claim) => ({
        claims: [claim],
        ...(isSuspect(claim) ? wary : hopeful),
        ...(isOld(claim) && { since: claim.dueAt }),
      }));
    return calm.length > 0 ? [{ claims: calm, ...hopeful }, ...alone] : alone;
  }

  /** @returns those that were there to be kept */
  private async keepFound(lane: Lane, kind: string, group: Group, { keep, together }: Keeper): Promise<PromiseRow[]> {
    const { claims } = group;
    const hopeless = claims.some((claim) => claim.starts > this.settings.startsWithoutOutcome);
    const kept = together && claims.length > 1 && !hopeless && (await this.keptTogether(lane, kind, group, keep));
    if (kept) return kept;
    return this.locked(lane, kind, group, async (rows) => {
      for (const row of rows) {
        if (hopeless) this.giveUp(lane, row, 'no-outcome');
        else await this.keepOne(lane, row, keep);
      }
    });
  }

  /** All at once: their statements travel in the same packets. Undefined when one failed, and nothing is done of any. */
  private async keptTogether(lane: Lane, kind: string, group: Group, keep: Keep): Promise<PromiseRow[] | undefined> {
    try {
      return await this.locked(lane, kind, group, async (rows) => {
        // each to its end, also when another failed: none may go on writing after the others were undone
        const ends = await Promise.allSettled(rows.map(keep));
        const failed = ends.find((end) => end.status === 'rejected');
        if (failed) throw failed.reason;
        markDone(lane, kind, rows);
        for (const row of rows) if (row.wasStuck) this.stuck.resolve(stuckFingerprint(lane, kind, row.subject));
      });
    } catch (error) {
      if (isAway(error)) throw error; // it was none of them: they are claimed again, together
      this.log.error('promise.failed-together', error, { name: kind, count: group.claims.length });
      return undefined;
    }
  }

  /** What is still owed of a group, locked, in a unit of work of its own. */
  private async locked(
    lane: Lane,
    kind: string,
    { claims, since, silenceMs, waitMs }: Group,
    work: (rows: PromiseRow[]) => Promise<void>,
  ): Promise<PromiseRow[]> {
    const keep = async () => {
      holdBriefly(this.settings.silenceMs, waitMs);
      if (since) oweSince(since);
      const subjects = claims.map((claim) => claim.subject);
      const rows = await lockOwed(lane, kind, subjects);
      if (rows.length > 0) await work(rows);
      return rows;
    };
    return this.unitOfWork.run(Actor.system(kind), keep, silenceMs, lane);
  }

  private async keepOne(lane: Lane, row: PromiseRow, keep: Keep): Promise<void> {
    try {
      await this.unitOfWork.attempt(async () => {
        await keep(row);
        markDone(lane, row.kind, [row]);
        if (row.wasStuck) this.stuck.resolve(stuckFingerprint(lane, row.kind, row.subject));
      });
    } catch (error) {
      if (isAway(error)) throw error;
      if (mayRunAgain(error)) throw error; // the whole unit is, at once: what is told to the same people at the same time may cross
      if (isHeld(error)) return this.putOff(lane, row);
      const { promiseAttempts, promiseBackoffMs, longestBackoffMs } = this.settings;
      const attempt = row.attempts + 1;
      const code = failureCode(error);
      this.log.error('promise.failed', error, { name: row.kind, id: row.subject, attempt });
      if (attempt >= promiseAttempts) this.giveUp(lane, row, code);
      else markFailed(lane, row, code, Math.min(promiseBackoffMs * 3 ** row.attempts, longestBackoffMs));
    }
  }

  /** Nothing is wrong with it: somebody holds what it needs, and has perhaps gone home. The watchdog tells of what is late for long. */
  private putOff(lane: Lane, row: PromiseRow): void {
    markPutOff(lane, row, HELD_AGAIN_MS);
    waitForRows(LITTLE_PATIENCE_MS);
    this.log.warn('promise.held', { name: row.kind, id: row.subject });
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
