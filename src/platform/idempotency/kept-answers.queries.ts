import { tx } from '../db/transaction.js';
import type { Shown } from './replay-guard.js';

/** For how long a request may be sent again: longer than a telephone is off the network, shorter than anyone needs an answer. */
export const KEPT_HOURS = 24;

export interface KeptRow {
  id: string;
  requestPrint: Buffer;
  status: number;
  /** sealed; null when there was none, or it is shown once */
  answer: Buffer | null;
  shownOnce: boolean;
  shown: Shown;
  shownFresh: boolean;
  /** scopes in which the route's permission was held; null: in every one, or the route asks for none */
  scopes: string[] | null;
  over: boolean;
}

/**
 * Takes the lock of a key, or says that another request holds it; then looks for what an earlier one left. Two statements, sent
 * together: the second sees what was committed before the lock was given.
 */
export async function lockAndFind(
  lock: string,
  userId: string,
  route: string,
  keyPrints: readonly Buffer[],
): Promise<{ free: boolean; kept: KeptRow | undefined }> {
  const locked = tx().one<{ free: boolean }>('select pg_try_advisory_xact_lock($1::bigint) as free', [lock]);
  const found = tx().one<KeptRow>(
    `select k.id, k.request_print as "requestPrint", k.status, k.answer, k.shown_once as "shownOnce", k.shown,
            k.shown_fresh as "shownFresh", k.scopes, k.answered_at < clock_timestamp() - interval '${KEPT_HOURS} hours' as over
       from platform.kept_answers k where k.user_id = $1 and k.route = $2 and k.key_print = any ($3::bytea[])`,
    [userId, route, keyPrints],
  );
  const [{ free } = { free: false }, kept] = await Promise.all([locked, found]);
  return { free, kept };
}

export interface NewKept extends Omit<KeptRow, 'over'> {
  userId: string;
  route: string;
  keyPrint: Buffer;
}

export function insertKept(kept: NewKept): void {
  tx().write(
    `insert into platform.kept_answers
       (id, user_id, route, key_print, request_print, status, answer, shown_once, shown, shown_fresh, scopes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[kept.id, kept.userId, kept.route, kept.keyPrint, kept.requestPrint, kept.status, kept.answer],
      ...[kept.shownOnce, JSON.stringify(kept.shown), kept.shownFresh, kept.scopes],
    ],
  );
}

export function forget(id: string): void {
  tx().write('delete from platform.kept_answers where id = $1', [id]);
}

export function forgetOld(): void {
  tx().write(
    `delete from platform.kept_answers where answered_at < clock_timestamp() - interval '${KEPT_HOURS} hours'`,
  );
}
