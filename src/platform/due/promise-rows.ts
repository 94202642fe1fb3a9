import { tx } from '../db/transaction.js';

/** TIME: due at a time. EVENT: an event owed to a subscriber. They are swept apart, so that neither waits for the other. */
export type Lane = 'TIME' | 'EVENT';

/** Begun this often without an outcome, a promise runs alone, so that one which kills the process takes no other with it. */
export const SUSPECT_STARTS = 3;

export interface Claim {
  kind: string;
  subject: string;
  /** times begun since the last outcome, this one included */
  starts: number;
  dueAt: Date;
  /** milliseconds since it was due, by the database's clock */
  lateMs: number;
}

export interface PromiseRow {
  kind: string;
  subject: string;
  epoch: number;
  dueAt: Date;
  attempts: number;
  wasStuck: boolean;
}

/** So long a claim is left to a claimer that lives. */
const CLAIM = `interval '400 milliseconds'`;

/**
 * Notes that what is due of these kinds now begins, and says what. Time is the database's clock at this statement; as a
 * sub-select it can bound the index scan. What was claimed is left to the claimer for a moment,
 * until it is locked: a worker on a busy machine may be slow, and what it loses to another counts as begun in vain. Should the claimer die, the server ends its connection, and whoever claims next takes over at once. A third start without an outcome and
 * later ones are spaced out: something dies over it.
 * The locked rows are found again by where they are: a join would be planned by what the table held when it was last counted, and of a lane
 * that was empty then each claim would read the whole of it.
 */
export async function claimDue(lane: Lane, kinds: string[], limit: number): Promise<Claim[]> {
  return tx().query<Claim>(
    `update platform.due d
        set starts = d.starts + 1,
            claimer = case when d.starts < 2 then pg_backend_pid() end,
            next_at = case when d.starts < 2 then clock_timestamp() + ${CLAIM}
                           else clock_timestamp() + interval '1 second' * power(2, least(d.starts, 8) - 2) end
      where d.ctid = any (
        array(select w.ctid from platform.due w
               where w.lane = $1 and w.state = 'WAITING' and w.next_at <= (select clock_timestamp()) and w.kind = any($2)
               order by w.next_at limit $3 for update skip locked)
        || array(select w.ctid from platform.due w
                  where w.lane = $1 and w.state = 'WAITING' and w.kind = any($2) and w.claimer is not null
                    and w.next_at > (select clock_timestamp()) and w.next_at <= (select clock_timestamp() + ${CLAIM})
                    and w.due_at <= (select clock_timestamp())
                    and w.claimer <> all (array(select a.pid from pg_stat_get_activity(null) a))
                  limit $3 for update skip locked))
      returning d.kind, d.subject, d.starts, d.due_at as "dueAt",
                (extract(epoch from clock_timestamp() - d.due_at) * 1000)::float8 as "lateMs"`,
    [lane, kinds, limit],
  );
}

/**
 * Locks what is still owed of the claimed; what another worker holds or has done, or what was cleared since, is left out. The state is
 * compared with a sub-select, so that the rows are found by their key: through the index of what waits, which looks small when the table was
 * last counted before it filled, all that waits would be read to find a few.
 */
export async function lockOwed(lane: Lane, kind: string, subjects: string[]): Promise<PromiseRow[]> {
  return tx().query<PromiseRow>(
    `select kind, subject, epoch, due_at as "dueAt", attempts, was_stuck as "wasStuck" from platform.due
      where lane = $1 and kind = $2 and subject = any($3) and state = (select 'WAITING') and due_at <= (select clock_timestamp())
      order by due_at for update skip locked`,
    [lane, kind, subjects],
  );
}

/**
 * What was kept of one kind. A handler may have promised the same subject anew: then the new promise stands. Not as a join, which would
 * be planned by what the table held when it was last counted (see claimDue).
 */
export function markDone(lane: Lane, kind: string, rows: readonly PromiseRow[]): void {
  tx().write(
    `update platform.due d set state = 'DONE', done_at = clock_timestamp(), starts = 0, error_code = null
      where d.lane = $1 and d.kind = $2 and d.subject = any ($3::uuid[])
        and d.epoch = ($4::integer[])[array_position($3::uuid[], d.subject)]`,
    [lane, kind, rows.map(({ subject }) => subject), rows.map(({ epoch }) => epoch)],
  );
}

/** Milliseconds until the next of these kinds is due, by the database's clock; undefined when none is to come. */
export async function nextDue(lane: Lane, kinds: string[]): Promise<number | undefined> {
  const row = await tx().one<{ ms: number }>(
    `select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as ms from platform.due
      where lane = $1 and state = 'WAITING' and next_at > (select clock_timestamp()) and kind = any($2)
      order by next_at limit 1`,
    [lane, kinds],
  );
  return row?.ms;
}

/** Whatever this unit of work owes outside is as old as this: it may have gone out before the database was put back (platform/fence). */
export function oweSince(dueAt: Date): void {
  tx().write(`select set_config('app.owed_since', $1, true)`, [dueAt.toISOString()]);
}

export function markFailed(lane: Lane, row: PromiseRow, code: string, backoffMs: number): void {
  tx().write(
    `update platform.due set attempts = attempts + 1, starts = 0, claimer = null, error_code = $4,
            next_at = clock_timestamp() + $5 * interval '1 millisecond'
      where lane = $1 and kind = $2 and subject = $3`,
    [lane, row.kind, row.subject, code, backoffMs],
  );
}

/** Begun, and left for a moment: neither a failure nor a death. From now on it runs alone, so that no other waits with it. */
export function markPutOff(lane: Lane, row: PromiseRow, milliseconds: number): void {
  tx().write(
    `update platform.due set starts = $5, claimer = null, next_at = clock_timestamp() + $4 * interval '1 millisecond'
      where lane = $1 and kind = $2 and subject = $3`,
    [lane, row.kind, row.subject, milliseconds, SUSPECT_STARTS - 1],
  );
}

export function markStuck(lane: Lane, row: PromiseRow, code: string): void {
  tx().write(
    `update platform.due set attempts = attempts + 1, starts = 0, error_code = $4, state = 'STUCK', was_stuck = true
      where lane = $1 and kind = $2 and subject = $3`,
    [lane, row.kind, row.subject, code],
  );
}

/** A person asks for it again. */
export function markWaiting(lane: Lane, kind: string, subject: string): void {
  tx().write(
    `update platform.due set state = 'WAITING', attempts = 0, starts = 0, next_at = clock_timestamp()
      where lane = $1 and kind = $2 and subject = $3 and state = 'STUCK'`,
    [lane, kind, subject],
  );
}

export function stuckFingerprint(lane: Lane, kind: string, subject: string): string {
  return `${lane.toLowerCase()} ${kind} ${subject}`;
}
