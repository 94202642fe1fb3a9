import { tx } from '../platform/db/transaction.js';
import type { AgendaStatus, NotHeardReason } from './agenda.rules.js';
import type { MeetingKind } from './meeting-day.rules.js';
import type { MeetingStatus } from './meeting.entity.js';

export interface MeetingRow {
  id: string;
  maracId: string;
  seriesId: string | null;
  heldOn: string;
  startsAt: Date;
  venue: string;
  status: MeetingStatus;
  kind: MeetingKind;
  link: string | null;
  chairId: string | null;
  deputyId: string | null;
  chairAbsent: boolean;
  minutesPerCase: number;
  cap: number;
  orderReason: string | null;
  version: number;
  /** cases taking up time that the reader may see */
  cases: number;
}

const MEETING = `m.id, m.marac_id as "maracId", m.series_id as "seriesId", m.held_on as "heldOn", m.starts_at as "startsAt", m.venue, m.status,
  m.minutes_per_case as "minutesPerCase", m.cap, m.order_reason as "orderReason", m.version,
  m.kind, m.link, m.chair_id as "chairId", m.deputy_id as "deputyId", m.chair_absent as "chairAbsent",
  (select count(*)::int from meetings.agenda_items i where i.meeting_id = m.id and i.status <> 'WITHDRAWN' and not i.alert_only) as cases`;

export async function meetingById(id: string): Promise<MeetingRow | undefined> {
  return tx().one<MeetingRow>(`select ${MEETING} from meetings.meetings m where m.id = $1`, [id]);
}

export interface MeetingFilter {
  maracIds: string[] | null;
  from?: string;
  to?: string;
  after?: string;
  limit: number;
}

/** Meetings in order of time. */
export async function meetingsFrom(filter: MeetingFilter): Promise<MeetingRow[]> {
  return tx().query<MeetingRow>(
    `select ${MEETING} from meetings.meetings m
      where ($1::uuid[] is null or m.marac_id = any ($1)) and m.held_on >= coalesce($2::date, '-infinity') and m.held_on <= coalesce($3::date, 'infinity')
        and ($4::uuid is null or (m.starts_at, m.id) > (select k.starts_at, k.id from meetings.meetings k where k.id = $4))
      order by m.starts_at, m.id limit $5`,
    [filter.maracIds, filter.from ?? null, filter.to ?? null, filter.after ?? null, filter.limit],
  );
}

/**
 * Planned ordinary meetings of a MARAC that start after a moment, in order of time. They are locked first, in that order: whoever puts
 * a case on a list waits for whoever does so at the same time, and then counts what is really there.
 */
export async function lockMeetingsToCome(maracId: string, after: Date): Promise<MeetingRow[]> {
  const values = [maracId, after];
  const toCome = `m.marac_id = $1 and m.status = 'PLANNED' and m.kind = 'ORDINARY' and m.starts_at > $2`;
  await tx().query(`select from meetings.meetings m where ${toCome} order by m.starts_at for update`, values);
  return tx().query<MeetingRow>(
    `select ${MEETING} from meetings.meetings m where ${toCome} order by m.starts_at`,
    values,
  );
}

/** Day of the next planned ordinary meeting after a moment. */
export async function nextMeetingOn(maracId: string, after: Date): Promise<string | null> {
  const row = await tx().one<{ heldOn: string }>(
    `select m.held_on as "heldOn" from meetings.meetings m
      where m.marac_id = $1 and m.status = 'PLANNED' and m.kind = 'ORDINARY' and m.starts_at > $2 order by m.starts_at limit 1`,
    [maracId, after],
  );
  return row?.heldOn ?? null;
}

/** The next planned meeting of a MARAC after a moment. */
export async function nextMeeting(maracId: string, after: Date): Promise<MeetingRow | undefined> {
  return tx().one<MeetingRow>(
    `select ${MEETING} from meetings.meetings m
      where m.marac_id = $1 and m.status = 'PLANNED' and m.starts_at > $2 order by m.starts_at limit 1`,
    [maracId, after],
  );
}

/** Cases of a meeting whose outcome nobody has recorded. */
export async function undecided(meetingId: string): Promise<number> {
  const row = await tx().one<{ cases: number }>(
    `select count(*)::int as cases from meetings.agenda_items i where i.meeting_id = $1 and i.status = 'LISTED' and not i.alert_only`,
    [meetingId],
  );
  return row?.cases ?? 0;
}

export interface UnlistedRow {
  referralId: string;
  caseId: string;
  ref: string;
  referredOn: string;
  acceptedOn: string | null;
  lastMeetingId: string | null;
  lastHeldOn: string | null;
  lastStatus: AgendaStatus | null;
  lastReason: NotHeardReason | null;
}

/**
 * Accepted referrals that nobody has heard and that wait on no list of a meeting today or to come: never listed, not heard
 * and not listed again, or listed on a meeting that has passed without an outcome.
 */
export async function unlisted(
  maracId: string,
  today: string,
  after: string | null,
  limit: number,
): Promise<UnlistedRow[]> {
  return tx().query<UnlistedRow>(
    `select r.id as "referralId", r.case_id as "caseId", c.ref, r.referred_on as "referredOn", r.accepted_on as "acceptedOn",
            l.meeting_id as "lastMeetingId", l.held_on as "lastHeldOn", l.status as "lastStatus", l.reason as "lastReason"
       from referrals.referrals r
       join access.cases c on c.id = r.case_id
       left join lateral (
         select i.meeting_id, m.held_on, i.status, i.reason from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
          where i.case_id = r.case_id order by m.starts_at desc limit 1) l on true
      where r.marac_id = $1 and r.status = 'ACCEPTED' and r.heard_on is null
        and not exists (select from meetings.agenda_items i where i.referral_id = r.id and i.alert_only and i.status = 'LISTED')
        and not exists (
          select from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
           where i.case_id = r.case_id and i.status = 'LISTED' and m.status = 'PLANNED' and m.held_on >= $2)
        and ($3::uuid is null or (r.referred_on, r.id) > (select k.referred_on, k.id from referrals.referrals k where k.id = $3))
      order by r.referred_on, r.id limit $4`,
    [maracId, today, after, limit],
  );
}
