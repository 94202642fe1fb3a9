import { tx } from '../platform/db/transaction.js';
import type { FeedView } from './feeds.dto.js';
import type { FeedMeeting } from './ics.rules.js';

/** Whose feed a token opens; undefined for one that was revoked exactly as for one that never was. For the system. */
export async function feedOf(tokenHash: Buffer): Promise<{ id: string; userId: string } | undefined> {
  return tx().one(
    `select f.id, f.user_id as "userId" from calendar.feeds f where f.token_hash = $1 and f.revoked_at is null`,
    [tokenHash],
  );
}

/** That a feed was read: once an hour, so that reading does not turn into writing. */
export function touchFeed(id: string): void {
  tx().write(
    `update calendar.feeds f set last_read_at = date_trunc('hour', now())
      where f.id = $1 and coalesce(f.last_read_at < date_trunc('hour', now()), true)`,
    [id],
  );
}

type Row = Omit<FeedView, 'createdAt' | 'lastReadAt'> & { createdAt: Date; lastReadAt: Date | null };

/** Feeds of a person that were not revoked, the latest first. */
export async function feedsOf(userId: string): Promise<FeedView[]> {
  const rows = await tx().query<Row>(
    `select f.id, f.name, f.created_at as "createdAt", f.last_read_at as "lastReadAt"
       from calendar.feeds f where f.user_id = $1 and f.revoked_at is null order by f.id desc`,
    [userId],
  );
  return rows.map(({ createdAt, lastReadAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastReadAt: lastReadAt?.toISOString() ?? null,
  }));
}

/** Number of feeds revoked: none when it is not theirs, or was revoked before. */
export async function revokeFeed(userId: string, id: string): Promise<number> {
  return tx().change(
    'update calendar.feeds f set revoked_at = now() where f.id = $2 and f.user_id = $1 and f.revoked_at is null',
    [userId, id],
  );
}

/** Meetings of these MARACs (null: of all that the reader may know of) from one day to another, those that were cancelled included. */
export async function meetingsForFeed(
  maracIds: string[] | null,
  from: string,
  to: string,
  limit: number,
): Promise<FeedMeeting[]> {
  return tx().query<FeedMeeting>(
    `select m.id, a.code, m.starts_at as "startsAt", m.ends_at as "endsAt", m.status = 'CANCELLED' as cancelled, m.sequence,
            m.changed_at as "changedAt"
       from meetings.meetings m join maracs.maracs a on a.id = m.marac_id
      where ($1::uuid[] is null or m.marac_id = any ($1)) and m.held_on between $2 and $3
      order by m.starts_at, m.id limit $4`,
    [maracIds, from, to, limit],
  );
}
