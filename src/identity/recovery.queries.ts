import { tx } from '../platform/db/transaction.js';

export interface RecoveryRow {
  id: string;
  userId: string;
  askedBy: string;
  confirmedAt: Date | null;
  usedAt: Date | null;
  codeHash: Buffer | null;
  /** still in time, by the database's clock */
  live: boolean;
}

/** The latest recovery of a person, locked. */
export async function latestRecovery(userId: string): Promise<RecoveryRow | undefined> {
  return tx().one<RecoveryRow>(
    `select id, user_id as "userId", asked_by as "askedBy", confirmed_at as "confirmedAt", used_at as "usedAt", code_hash as "codeHash",
            expires_at > now() as live
       from identity.recoveries where user_id = $1 order by asked_at desc, id desc limit 1 for update`,
    [userId],
  );
}

/** The latest one that two administrators agreed on, locked. */
export async function latestConfirmed(userId: string): Promise<RecoveryRow | undefined> {
  return tx().one<RecoveryRow>(
    `select id, user_id as "userId", asked_by as "askedBy", confirmed_at as "confirmedAt", used_at as "usedAt", code_hash as "codeHash",
            expires_at > now() as live
       from identity.recoveries where user_id = $1 and confirmed_at is not null order by confirmed_at desc, id desc limit 1 for update`,
    [userId],
  );
}

export async function askRecovery(id: string, userId: string, askedBy: string, hours: number): Promise<Date> {
  const row = await tx().one<{ until: Date }>(
    `insert into identity.recoveries (id, user_id, asked_by, expires_at)
     values ($1, $2, $3, now() + make_interval(hours => $4)) returning expires_at as until`,
    [id, userId, askedBy, hours],
  );
  return row!.until;
}

export async function confirmRecovery(id: string, confirmedBy: string, codeHash: Buffer, hours: number): Promise<Date> {
  const row = await tx().one<{ until: Date }>(
    `update identity.recoveries set confirmed_by = $2, confirmed_at = now(), code_hash = $3, expires_at = now() + make_interval(hours => $4)
      where id = $1 returning expires_at as until`,
    [id, confirmedBy, codeHash, hours],
  );
  return row!.until;
}

export async function useRecovery(id: string): Promise<boolean> {
  return (
    (await tx().change('update identity.recoveries set used_at = now() where id = $1 and used_at is null', [id])) === 1
  );
}
