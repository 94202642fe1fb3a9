import { tx } from '../db/transaction.js';

/** Since when this database has been where it is, and what of before is to be held back. */
export interface Epoch {
  number: number;
  begunAt: Date;
  /** what was owed until this moment reaches nobody outside; null when a person has decided about it */
  heldUntil: Date | null;
}

/** Read by every sweep, without a transaction of its own where there is none. `same`: the server is the one on which the epoch began. */
export const CURRENT = `
  select e.number, e.begun_at as "begunAt", case when e.decided_at is null then e.begun_at end as "heldUntil",
         e.server = platform.server_mark() as same
    from platform.epochs e order by e.number desc limit 1`;

export async function currentEpoch(): Promise<Epoch & { same: boolean }> {
  const row = await tx().one<Epoch & { same: boolean }>(CURRENT);
  if (!row) throw new Error('there is no epoch');
  return row;
}

/** Several processes may find out at once: one of them begins it. True for that one. */
export async function beginEpoch(after: number): Promise<boolean> {
  const begun = await tx().change(
    `insert into platform.epochs (number, server) values ($1, platform.server_mark()) on conflict (number) do nothing`,
    [after + 1],
  );
  return begun === 1;
}

/** False when it was decided already. */
export async function decideEpoch(number: number, lostAt: string, by: string): Promise<boolean> {
  const decided = await tx().change(
    `update platform.epochs set lost_at = $2::timestamptz, decided_at = clock_timestamp(), decided_by = $3
      where number = $1 and decided_at is null`,
    [number, lostAt, by],
  );
  return decided === 1;
}

/** When the database came back from an earlier moment, as a person confirmed. The first epoch is no return. */
export async function confirmedReturns(): Promise<Date[]> {
  const rows = await tx().query<{ begunAt: Date }>(
    'select e.begun_at as "begunAt" from platform.epochs e where e.number > 1 and e.decided_at is not null order by e.number',
  );
  return rows.map(({ begunAt }) => begunAt);
}
