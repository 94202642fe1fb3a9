import { tx } from '../platform/db/transaction.js';

export interface ClashRow {
  /** the meeting that was asked about */
  of: string;
  meetingId: string;
  sameVenue: boolean;
}

/** Planned meetings of the same area that are held while these are. A room is known by its name alone, and no other area's is known. */
export async function clashesOf(meetingIds: readonly string[]): Promise<ClashRow[]> {
  return tx().query<ClashRow>(
    `select m.id as "of", o.id as "meetingId", lower(btrim(o.venue)) = lower(btrim(m.venue)) as "sameVenue"
       from meetings.meetings m
       join meetings.meetings o on o.marac_id = m.marac_id and o.id <> m.id and o.status = 'PLANNED'
        and o.held_on between m.held_on - 1 and m.held_on + 1 and o.starts_at < m.ends_at and o.ends_at > m.starts_at
      where m.id = any ($1) and m.status = 'PLANNED' order by m.id, o.starts_at, o.id`,
    [meetingIds],
  );
}
