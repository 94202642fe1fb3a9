import { Injectable } from '@nestjs/common';
import { isId } from '../db/ids.js';
import { JsonInsert } from '../db/json-insert.js';
import { tx } from '../db/transaction.js';
import { Jobs } from '../queue/jobs.js';
import { Miswired } from '../queue/miswired.js';
import { NotIds } from '../queue/payload.js';
import { StuckWork } from '../queue/stuck-work.js';
import { WorkSettings } from '../queue/work-settings.js';
import { DueCatalogue } from './due-catalogue.js';
import { SWEEP_DUE } from './due-sweep.js';
import { holdBriefly } from './patience.js';
import { stuckFingerprint } from './promise-rows.js';

/** A wake-up is sent along only for what is due within so many sweeps: what is due later each worker knows of in time by itself. */
const SOON_IN_SWEEPS = 2;

/** One time per kind and subject: another time replaces it, the same changes nothing. */
const ANOTHER_TIME = `
  on conflict (lane, kind, subject) do update
    set epoch = excluded.epoch, due_at = excluded.due_at, next_at = excluded.next_at, state = 'WAITING',
        attempts = 0, starts = 0, error_code = null, done_at = null
    where x.due_at is distinct from excluded.due_at or x.state = 'CLEARED'`;

/** The same of one ($1, $2, at $3), for who has no unit of work. */
export const SET_DUE = `
  insert into platform.due as x (lane, kind, subject, due_at, next_at) values ('TIME', $1, $2, $3, $3) ${ANOTHER_TIME}`;

const TIMES = new JsonInsert('platform.due', ['lane', 'kind', 'subject', 'due_at', 'next_at'], {
  key: 3,
  sql: ANOTHER_TIME,
});

/** Promises that something will be looked at when its time comes. Kept in the current unit of work. */
@Injectable()
export class Due {
  constructor(
    private readonly catalogue: DueCatalogue,
    private readonly jobs: Jobs,
    private readonly stuck: StuckWork,
    private readonly settings: WorkSettings,
  ) {}

  /**
   * The handler of `kind` will be called once at `dueAt` (at once when it is past), by the database's clock. One time per kind
   * and subject: another time replaces it, the same time again changes nothing, even when it was done already.
   * @throws Miswired for a kind that no module declares; NotIds when the subject is not an id; RangeError for an invalid date
   */
  set(kind: string, subject: string, dueAt: Date): void {
    this.check(kind, subject);
    tx().insert(TIMES, ['TIME', kind, subject, dueAt.toISOString(), dueAt.toISOString()]);
    this.hint(dueAt);
  }

  /**
   * Locks what is due for these subjects, as a sweep of what is due does, before anything else of them is locked. For who is about to do
   * what is done when it is due: in another order both could wait for each other. A sweep passes over what is held, so who says nothing
   * more holds it no longer than a worker would.
   * @throws lock_not_available (55P03) when somebody else holds one of them for long
   */
  async hold(kind: string, subjects: readonly string[]): Promise<void> {
    holdBriefly(this.settings.silenceMs);
    await tx().query(
      `select from platform.due d where d.lane = 'TIME' and d.kind = $1 and d.subject = any ($2::uuid[]) order by d.subject for update`,
      [kind, subjects],
    );
    // who had claimed one of them and was about to lock it passes over it: it is anybody's again when this ends, not a moment later
    tx().write(
      `update platform.due d set claimer = null, next_at = d.due_at
        where d.lane = 'TIME' and d.kind = $1 and d.subject = any ($2::uuid[]) and d.claimer is not null
          and d.state = 'WAITING' and d.next_at > clock_timestamp()`,
      [kind, subjects],
    );
  }

  /** Nothing is due for the subject any more. Harmless when nothing was. */
  clear(kind: string, subject: string): void {
    this.check(kind, subject);
    tx().write(
      `update platform.due set state = 'CLEARED', done_at = clock_timestamp()
        where lane = 'TIME' and kind = $1 and subject = $2 and state in ('WAITING', 'STUCK')`,
      [kind, subject],
    );
    this.stuck.resolve(stuckFingerprint('TIME', kind, subject));
  }

  private check(kind: string, subject: string): void {
    if (!this.catalogue.handlers().has(kind)) throw new Miswired(`due kind ${kind} is not declared by a module`);
    if (!isId(subject)) throw new NotIds(kind, 'subject');
  }

  /** One wake-up a second is enough for all that is due in it. A little late, as this clock is not the database's. */
  private hint(dueAt: Date): void {
    const second = Math.ceil(dueAt.getTime() / 1_000);
    const delayMs = second * 1_000 + 10 - Date.now();
    if (delayMs > this.settings.sweepMs * SOON_IN_SWEEPS) return;
    if (delayMs > 0) this.jobs.add(SWEEP_DUE, {}, { delayMs, jobId: `due.${second}` });
    else this.jobs.add(SWEEP_DUE);
  }
}
