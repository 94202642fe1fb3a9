import { Injectable } from '@nestjs/common';
import { newId } from '../db/ids.js';
import { tx } from '../db/transaction.js';

/** JOB: a queued or scheduled job. TIME: something due. EVENT: a subscriber that an event has not reached. */
export type StuckLane = 'JOB' | 'TIME' | 'EVENT';

/** Work that failed for good and waits for a person. Ids and codes only. */
export interface StuckRow {
  id: string;
  lane: StuckLane;
  /** job, kind of due thing, or subscriber */
  name: string;
  /** `subject` for something due, `eventId` for an event, the payload for a job */
  ids: Record<string, string>;
  errorCode: string;
  /** how many times it was given up */
  failures: number;
  firstFailedAt: Date;
  failedAt: Date;
  /** set while it is being tried again */
  retryAt: Date | null;
}

export interface StuckReport {
  /** one open row per fingerprint */
  fingerprint: string;
  lane: StuckLane;
  name: string;
  ids: Record<string, string>;
  errorCode: string;
}

type Retry = (row: StuckRow & { fingerprint: string }) => Promise<void> | void;

const COLUMNS = `id, lane, name, ids, error_code as "errorCode", failures, first_failed_at as "firstFailedAt",
  failed_at as "failedAt", retry_at as "retryAt"`;

/** The human queue of poison work: rows that pages show until the work is done after all. All methods need a unit of work. */
@Injectable()
export class StuckWork {
  private readonly retries = new Map<StuckLane, Retry>();

  /** @internal how one kind of work is tried again */
  onRetry(lane: StuckLane, retry: Retry): void {
    this.retries.set(lane, retry);
  }

  /** Puts work before people, or counts another failure of work that is there already. */
  report({ fingerprint, lane, name, ids, errorCode }: StuckReport): void {
    tx().write(
      `insert into platform.stuck_work (id, fingerprint, lane, name, ids, error_code) values ($1, $2, $3, $4, $5, $6)
       on conflict (fingerprint) where resolved_at is null do update
         set failures = stuck_work.failures + 1, error_code = excluded.error_code, failed_at = clock_timestamp(), retry_at = null`,
      [newId(), fingerprint, lane, name, JSON.stringify(ids), errorCode],
    );
  }

  /** The work was done after all, or is no longer owed. */
  resolve(fingerprint: string): void {
    tx().write(
      `update platform.stuck_work set resolved_at = clock_timestamp() where fingerprint = $1 and resolved_at is null`,
      [fingerprint],
    );
  }

  /** What waits for a person, oldest first. `after` is the id of the last row of the page before. */
  async list(limit = 50, after?: string): Promise<StuckRow[]> {
    return tx().query<StuckRow>(
      `select ${COLUMNS} from platform.stuck_work
        where resolved_at is null and ($2::uuid is null or id > $2) order by id limit $1`,
      [limit, after ?? null],
    );
  }

  /** One of them; undefined when it was done after all, or never was. */
  async byId(id: string): Promise<StuckRow | undefined> {
    return tx().one<StuckRow>(`select ${COLUMNS} from platform.stuck_work where id = $1 and resolved_at is null`, [id]);
  }

  /**
   * What people have not been told of yet, marked as told with this unit of work. Work that fails again and again is told of once a
   * day. `except` names the work of telling itself, or one failure would tell of the next for ever.
   */
  async takeUntold(except: readonly string[]): Promise<string[]> {
    const rows = await tx().query<{ id: string }>(
      `with untold as (
         select s.id, s.fingerprint from platform.stuck_work s
          where s.resolved_at is null and s.told_at is null order by s.id limit 100 for update skip locked),
       told as (
         update platform.stuck_work s set told_at = clock_timestamp() from untold where s.id = untold.id
         returning s.id, s.name, s.fingerprint)
       select t.id from told t
        where t.name <> all ($1) and not exists (
          select from platform.stuck_work o where o.fingerprint = t.fingerprint and o.id <> t.id
             and o.told_at > clock_timestamp() - interval '1 day')`,
      [except],
    );
    return rows.map(({ id }) => id);
  }

  async count(): Promise<number> {
    const row = await tx().one<{ count: number }>(
      `select count(*)::int as count from platform.stuck_work where resolved_at is null`,
    );
    return row?.count ?? 0;
  }

  /** Tries the work again, soon. False when there is no such stuck work. The row stays until the work is done. */
  async retry(id: string): Promise<boolean> {
    const row = await tx().one<StuckRow & { fingerprint: string }>(
      `update platform.stuck_work set retry_at = clock_timestamp(), retried_by = $2
        where id = $1 and resolved_at is null returning ${COLUMNS}, fingerprint`,
      [id, tx().actor.id],
    );
    if (!row) return false;
    await this.retries.get(row.lane)?.(row);
    return true;
  }

  /** @internal jobs whose retry was asked for but has not ended: the queue may have lost it */
  async unansweredRetries(olderThanMs: number): Promise<(StuckRow & { fingerprint: string })[]> {
    return tx().query(
      `select ${COLUMNS}, fingerprint from platform.stuck_work
        where resolved_at is null and lane = 'JOB' and retry_at < clock_timestamp() - $1 * interval '1 millisecond'
        order by id limit 100`,
      [olderThanMs],
    );
  }
}
