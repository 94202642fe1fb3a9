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
    `select m.id, 'MEETING' as kind, a.code, m.starts_at as "startsAt", m.ends_at as "endsAt", m.status = 'CANCELLED' as cancelled, m.sequence,
            m.changed_at as "changedAt"
       from meetings.meetings m join maracs.maracs a on a.id = m.marac_id
      where ($1::uuid[] is null or m.marac_id = any ($1)) and m.held_on between $2 and $3
      order by m.starts_at, m.id limit $4`,
    [maracIds, from, to, limit],
  );
}

/** What a guest may not know of, by their own sight: cases closed to them, and where their agency has signed. */
export async function guestSight(): Promise<{ hidden: string[]; signed: string[] }> {
  const row = await tx().one<{ hidden: string[] | null; signed: string[] | null }>(
    'select access.excluded() as hidden, access.member_of() as signed',
  );
  return { hidden: row?.hidden ?? [], signed: row?.signed ?? [] };
}

/** What a person is invited to as a guest, themselves or as one of their agency. */
export interface GuestOf {
  userId: string;
  agencyId: string | null;
  /** areas in which they may ask for their slots; null: all */
  maracIds: string[] | null;
  hidden: string[];
  signed: string[];
}

/** Slots of a guest from one day to another, those that fell away included. Needs an elevated unit of work: guests read of no list. */
export async function slotsForFeed(guest: GuestOf, from: string, to: string, limit: number): Promise<FeedMeeting[]> {
  const { userId, agencyId, maracIds, hidden, signed } = guest;
  return tx().query<FeedMeeting>(
    `select g.id, 'SLOT' as kind, a.code, m.starts_at + make_interval(mins => i.starts_after) as "startsAt",
            m.starts_at + make_interval(mins => i.starts_after + i.minutes) as "endsAt", f.gone as cancelled,
            g.sequence + f.gone::int as sequence, greatest(g.changed_at, case when f.gone then m.changed_at end) as "changedAt"
       from meetings.guests g
       join meetings.agenda_items i on i.id = g.agenda_item_id
       join meetings.meetings m on m.id = i.meeting_id
       join maracs.maracs a on a.id = m.marac_id
      cross join lateral (select g.ended_at is not null or m.status = 'CANCELLED' or i.status not in ('LISTED', 'HEARD') as gone) f
      where coalesce(g.user_id, g.agency_id) in ($1, $2) and ($3::uuid[] is null or g.marac_id = any ($3))
        and g.case_id <> all ($4) and g.marac_id = any ($5) and m.held_on between $6 and $7
      order by m.starts_at, g.id limit $8`,
    [userId, agencyId, maracIds, hidden, signed, from, to, limit],
  );
}
