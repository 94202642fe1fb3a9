import { tx } from '../platform/db/transaction.js';

export interface UncheckedRow {
  agendaItemId: string;
  caseId: string;
  ref: string;
}

/**
 * Cases `i` of a cancelled meeting `m` that nobody has heard since, nor decided on at a later meeting, and of which nobody said who
 * checks on the victim meanwhile.
 */
const UNCHECKED = `
  m.status = 'CANCELLED' and i.status = 'DEFERRED' and i.reason = 'MEETING_CANCELLED' and not i.alert_only
  and exists (select from referrals.referrals r where r.id = i.referral_id and r.status = 'ACCEPTED' and r.heard_on is null)
  and not exists (select from meetings.deferrals d where d.agenda_item_id = i.id)
  and not exists (
    select from meetings.agenda_items n join meetings.meetings nm on nm.id = n.meeting_id
     where n.case_id = i.case_id and nm.starts_at > m.starts_at and n.status <> 'LISTED')`;

export const SEES_UNCHECKED = `
  select from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id where m.id = $1 and ${UNCHECKED} limit 1`;

/** Of one meeting, in the order of its list, as far as the reader sees them. */
export async function uncheckedOf(meetingId: string): Promise<UncheckedRow[]> {
  return tx().query<UncheckedRow>(
    `select i.id as "agendaItemId", i.case_id as "caseId", c.ref
       from meetings.agenda_items i
       join meetings.meetings m on m.id = i.meeting_id
       join access.cases c on c.id = i.case_id
      where i.meeting_id = $1 and ${UNCHECKED} order by i.position`,
    [meetingId],
  );
}

export interface UncheckedMeeting {
  meetingId: string;
  heldOn: string;
  count: number;
  /** the day on which it was cancelled */
  since: string;
}

/** Meetings of an area cancelled since a day with such cases, as far as the reader sees them. */
export async function uncheckedMeetings(maracId: string, from: string, timeZone: string): Promise<UncheckedMeeting[]> {
  return tx().query<UncheckedMeeting>(
    `select m.id as "meetingId", m.held_on as "heldOn", count(*)::int as count, (m.changed_at at time zone $3)::date as since
       from meetings.meetings m join meetings.agenda_items i on i.meeting_id = m.id
      where m.marac_id = $1 and m.held_on >= $2 and ${UNCHECKED}
      group by m.id order by m.held_on, m.id`,
    [maracId, from, timeZone],
  );
}

/** The first meeting to come on whose list the case is. */
export async function nextPlaceOf(
  caseId: string,
  after: Date,
): Promise<{ id: string; startsAt: Date; heldOn: string } | undefined> {
  return tx().one(
    `select m.id, m.starts_at as "startsAt", m.held_on as "heldOn"
       from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.case_id = $1 and i.status = 'LISTED' and m.status = 'PLANNED' and m.starts_at > $2 order by m.starts_at limit 1`,
    [caseId, after],
  );
}
