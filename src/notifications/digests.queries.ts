import { tx } from '../platform/db/transaction.js';
import type { IsoDate } from '../platform/values/dates.js';
import type { SubjectKind } from './notice-places.rules.js';

export interface NewDigest {
  id: string;
  userId: string;
  maracId: string;
  day: IsoDate;
  dueAt: Date;
}

/**
 * The digest of a person's day that is still to be made: that which is there, or this one. Undefined when that day's was made. The
 * row stays locked, so that it is not made before what is told now can be in it.
 */
export async function openDigest(digest: NewDigest): Promise<{ id: string; dueAt: Date } | undefined> {
  return tx().one(
    `insert into notifications.digests as d (id, user_id, marac_id, day, due_at) values ($1, $2, $3, $4, $5)
     on conflict on constraint one_digest_a_day do update set user_id = excluded.user_id where d.state = 'OPEN'
     returning d.id, d.due_at as "dueAt"`,
    [digest.id, digest.userId, digest.maracId, digest.day, digest.dueAt.toISOString()],
  );
}

export interface OpenDigest {
  id: string;
  userId: string;
  maracId: string;
  day: IsoDate;
}

/** A digest that is to be made, locked; undefined when it was. */
export async function lockDigest(id: string): Promise<OpenDigest | undefined> {
  return tx().one<OpenDigest>(
    `select d.id, d.user_id as "userId", d.marac_id as "maracId", d.day from notifications.digests d
      where d.id = $1 and d.state = 'OPEN' for update`,
    [id],
  );
}

/** Puts what waits for a person and was not read into a digest; how much it was. */
export async function collect(digestId: string, userId: string): Promise<number> {
  return tx().change(
    `update notifications.notices n set digest_id = $1
      where n.user_id = $2 and n.way = 'DIGEST' and n.digest_id is null and n.read_at is null`,
    [digestId, userId],
  );
}

export function endDigest(id: string, state: 'MADE' | 'EMPTY'): void {
  tx().write('update notifications.digests d set state = $2, made_at = clock_timestamp() where d.id = $1', [id, state]);
}

/** Digests whose time has passed and which nobody made. */
export async function lateDigests(limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select d.id from notifications.digests d
      where d.state = 'OPEN' and d.due_at < clock_timestamp() - interval '1 minute' order by d.due_at limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** People for whom something waits that no digest will hold. */
export async function undigested(limit: number): Promise<{ userId: string; maracId: string }[]> {
  return tx().query(
    `select distinct on (n.user_id) n.user_id as "userId", n.marac_id as "maracId" from notifications.notices n
      where n.way = 'DIGEST' and n.digest_id is null and n.read_at is null
        and not exists (select from notifications.digests d where d.user_id = n.user_id and d.state = 'OPEN')
      order by n.user_id, n.id limit $1`,
    [limit],
  );
}

/** How much of a digest waits still, by kind of thing: without what was read meanwhile, or is hidden from the person by now. */
export async function digestCounts(digestId: string): Promise<{ subjectKind: SubjectKind; count: number }[]> {
  return tx().query(
    `select n.subject_kind as "subjectKind", count(*)::int as count from notifications.notices n
      where n.digest_id = $1 and n.read_at is null and not coalesce(access.is_excluded(n.user_id, n.about_case), false)
      group by n.subject_kind order by n.subject_kind`,
    [digestId],
  );
}

/** By whose days and hours a digest was planned. */
export async function digestMarac(digestId: string): Promise<string> {
  const row = await tx().one<{ maracId: string }>(
    'select d.marac_id as "maracId" from notifications.digests d where d.id = $1',
    [digestId],
  );
  if (!row) throw new Error('the digest of a mail is not there');
  return row.maracId;
}
