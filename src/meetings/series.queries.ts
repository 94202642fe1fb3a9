import { tx } from '../platform/db/transaction.js';
import type { Recurrence } from './series-dates.rules.js';
import type { Meant, Standing, Terms } from './series-plan.rules.js';

export interface SeriesRow extends Recurrence, Terms {
  id: string;
  maracId: string;
  name: string;
  startTime: string;
  active: boolean;
  version: number;
}

const SERIES = `s.id, s.marac_id as "maracId", s.name, s.frequency, s.weekday, s.nth, s.starts_on as "startsOn", s.ends_on as "endsOn",
  s.start_time as "startTime", s.venue, s.link, s.minutes_per_case as "minutesPerCase", s.chair_id as "chairId", s.deputy_id as "deputyId",
  s.active, s.version`;

/** Series of these MARACs (null: of all that the reader may know of). */
export async function seriesOf(maracIds: string[] | null): Promise<SeriesRow[]> {
  return tx().query<SeriesRow>(
    `select ${SERIES} from meetings.series s where $1::uuid[] is null or s.marac_id = any ($1) order by s.marac_id, s.id`,
    [maracIds],
  );
}

export async function activeSeries(maracId: string | null): Promise<SeriesRow[]> {
  return tx().query<SeriesRow>(
    `select ${SERIES} from meetings.series s where s.active and ($1::uuid is null or s.marac_id = $1) order by s.id`,
    [maracId],
  );
}

/** Meetings of a series that start after a moment. Whether cases are listed is for the system to see: some may be hidden from whoever asks. */
export async function standingOf(seriesId: string, after: Date): Promise<(Standing & { version: number })[]> {
  return tx().query<Standing & { version: number }>(
    `select m.id, m.occurrence_on as "occurrenceOn", m.held_on as "heldOn", m.starts_at as "startsAt", m.venue, m.link,
            m.minutes_per_case as "minutesPerCase", m.chair_id as "chairId", m.deputy_id as "deputyId", m.status,
            m.cancelled_by as "cancelledBy", m.by_hand as "byHand", m.version,
            m.circulated_at is not null or exists (select from meetings.agenda_items i where i.meeting_id = m.id) as listed
       from meetings.meetings m where m.series_id = $1 and m.starts_at > $2 order by m.occurrence_on`,
    [seriesId, after],
  );
}

/** Starts of the MARAC's meetings after a moment, but for those of a series. */
export async function takenStarts(maracId: string, seriesId: string, after: Date): Promise<Set<number>> {
  const rows = await tx().query<{ at: Date }>(
    `select m.starts_at as at from meetings.meetings m
      where m.marac_id = $1 and m.series_id is distinct from $2 and m.starts_at > $3 and m.status <> 'CANCELLED'`,
    [maracId, seriesId, after],
  );
  return new Set(rows.map(({ at }) => at.getTime()));
}

/** When somebody presides over meetings after a moment, in whatever area, but for those of a series. For the system. */
export async function presidesAt(
  userId: string,
  seriesId: string,
  after: Date,
): Promise<{ from: Date; until: Date }[]> {
  return tx().query(
    `select m.starts_at as "from", m.ends_at as until from meetings.meetings m
      where m.presiding_id = $1 and m.series_id is distinct from $2 and m.ends_at > $3 and m.status = 'PLANNED' order by m.starts_at`,
    [userId, seriesId, after],
  );
}

/** New meetings of a series. What somebody else planned meanwhile is left as it is. */
export async function addMeetings(
  series: SeriesRow,
  cap: number,
  createdBy: string,
  meant: readonly (Meant & { id: string })[],
): Promise<number> {
  if (meant.length === 0) return 0;
  return tx().change(
    `insert into meetings.meetings (id, marac_id, series_id, occurrence_on, held_on, starts_at, venue, link, status, minutes_per_case, cap,
       chair_id, deputy_id, created_by)
     select o.id, $1, $2, o.occurrence_on, o.held_on, o.starts_at, $3, $4, 'PLANNED', $5, $6, o.chair_id, o.deputy_id, $7
       from unnest($8::uuid[], $9::date[], $10::date[], $11::timestamptz[], $12::uuid[], $13::uuid[])
              as o (id, occurrence_on, held_on, starts_at, chair_id, deputy_id)
     on conflict do nothing`,
    [
      ...[series.maracId, series.id, series.venue, series.link, series.minutesPerCase, cap, createdBy],
      ...[meant.map((o) => o.id), meant.map((o) => o.occurrenceOn), meant.map((o) => o.heldOn)],
      ...[meant.map((o) => o.startsAt), meant.map((o) => o.chairId), meant.map((o) => o.deputyId)],
    ],
  );
}

/** Meetings of a series as it has them now. Not one that somebody changed, or put a case on, since it was looked at. */
export async function changeMeetings(
  series: SeriesRow,
  meant: readonly (Meant & { id: string })[],
  versions: ReadonlyMap<string, number>,
): Promise<number> {
  if (meant.length === 0) return 0;
  return tx().change(
    `update meetings.meetings m set held_on = o.held_on, starts_at = o.starts_at, venue = $2, link = $3, minutes_per_case = $4,
            chair_id = o.chair_id, deputy_id = o.deputy_id, chair_absent = false, status = 'PLANNED', cancelled_by = null,
            sequence = m.sequence + 1, version = m.version + 1
       from unnest($5::uuid[], $6::int[], $7::date[], $8::timestamptz[], $9::uuid[], $10::uuid[])
              as o (id, version, held_on, starts_at, chair_id, deputy_id)
      where m.id = o.id and m.series_id = $1 and m.version = o.version`,
    [
      ...[series.id, series.venue, series.link, series.minutesPerCase],
      ...[meant.map((o) => o.id), meant.map((o) => versions.get(o.id)), meant.map((o) => o.heldOn)],
      ...[meant.map((o) => o.startsAt), meant.map((o) => o.chairId), meant.map((o) => o.deputyId)],
    ],
  );
}

/** Meetings that a series no longer has. */
export async function callOff(
  seriesId: string,
  ids: readonly string[],
  versions: ReadonlyMap<string, number>,
): Promise<number> {
  if (ids.length === 0) return 0;
  return tx().change(
    `update meetings.meetings m set status = 'CANCELLED', cancelled_by = 'SERIES', version = m.version + 1
       from unnest($2::uuid[], $3::int[]) as o (id, version)
      where m.id = o.id and m.series_id = $1 and m.version = o.version and m.status = 'PLANNED'`,
    [seriesId, ids, ids.map((id) => versions.get(id))],
  );
}
