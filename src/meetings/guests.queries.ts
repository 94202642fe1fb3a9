import { tx } from '../platform/db/transaction.js';
import type { GuestView } from './papers.dto.js';

export interface GuestRow {
  id: string;
  agendaItemId: string;
  slotAt: Date;
  heldOn: string;
  /** from when the guest may open the case, as things stood */
  startsAt: Date;
}

const SLOT = 'm.starts_at + make_interval(mins => i.starts_after)';

/** Live invitations to slots of a meeting, with where each slot is now. */
export async function guestsOfMeeting(meetingId: string): Promise<GuestRow[]> {
  return tx().query<GuestRow>(
    `select g.id, g.agenda_item_id as "agendaItemId", ${SLOT} as "slotAt", m.held_on as "heldOn", g.starts_at as "startsAt"
       from meetings.guests g join meetings.agenda_items i on i.id = g.agenda_item_id join meetings.meetings m on m.id = i.meeting_id
      where i.meeting_id = $1 and g.ended_at is null order by g.id`,
    [meetingId],
  );
}

export function moveGuest(guestId: string, startsAt: Date, endsAt: Date): void {
  tx().write('update meetings.guests g set starts_at = $2, ends_at = $3 where g.id = $1', [guestId, startsAt, endsAt]);
}

export function setAvailability(guestId: string, from: Date | null, until: Date | null): void {
  tx().write('update meetings.guests g set available_from = $2, available_until = $3 where g.id = $1', [
    guestId,
    from,
    until,
  ]);
}

/** Number of invitations taken back: none when it was before. */
export async function endGuest(guestId: string, because: string): Promise<number> {
  return tx().change(
    'update meetings.guests g set ended_at = now(), ended_because = $2 where g.id = $1 and g.ended_at is null',
    [guestId, because],
  );
}

type Moment = 'startsAt' | 'endsAt' | 'endedAt' | 'availableFrom' | 'availableUntil';

/** Invitations to a case's slot, those that were taken back included. */
export async function guestsOfItem(agendaItemId: string): Promise<GuestView[]> {
  const rows = await tx().query<Omit<GuestView, Moment> & Record<Moment, Date>>(
    `select g.id, g.agenda_item_id as "agendaItemId", g.user_id as "userId", g.agency_id as "agencyId", coalesce(u.name, a.name) as name,
            g.reason, g.starts_at as "startsAt", g.ends_at as "endsAt", g.ended_at as "endedAt",
            g.available_from as "availableFrom", g.available_until as "availableUntil",
            exists (select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                     where s.marac_id = g.marac_id and s.agency_id = coalesce(g.agency_id, u.agency_id) and s.withdrawn_at is null
                       and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true)) as signed
       from meetings.guests g left join identity.users u on u.id = g.user_id left join maracs.agencies a on a.id = g.agency_id
      where g.agenda_item_id = $1 order by g.id`,
    [agendaItemId],
  );
  return rows.map((row) => ({
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    availableFrom: row.availableFrom?.toISOString() ?? null,
    availableUntil: row.availableUntil?.toISOString() ?? null,
  }));
}

/** Cases that the reader must find nothing of: asked before a look with more sight than the reader's. */
export async function excludedCases(): Promise<string[]> {
  const row = await tx().one<{ ids: string[] | null }>('select access.excluded() as ids');
  return row?.ids ?? [];
}

export interface SlotRow {
  id: string;
  meetingId: string;
  heldOn: string;
  startsAt: Date;
  minutes: number;
  venue: string;
  opensAt: Date;
  caseId: string;
  maracId: string;
  ref: string;
  victim: string | null;
}

/** Slots to which a person or their agency is invited, today or later. Needs an elevated unit of work: it reads before the case may be opened. */
export async function slotsOf(
  userId: string,
  agencyId: string | null,
  hidden: readonly string[],
  members: readonly string[],
): Promise<SlotRow[]> {
  return tx().query<SlotRow>(
    `select g.id, i.meeting_id as "meetingId", m.held_on as "heldOn", ${SLOT} as "startsAt", i.minutes, m.venue, g.starts_at as "opensAt", g.case_id as "caseId", g.marac_id as "maracId", c.ref,
            (select trim(concat_ws(' ', p.given_names, p.family_name)) from persons.persons p where p.id = r.victim_id) as victim
       from meetings.guests g
       join meetings.agenda_items i on i.id = g.agenda_item_id
       join meetings.meetings m on m.id = i.meeting_id
       join access.cases c on c.id = g.case_id
       join referrals.referrals r on r.id = i.referral_id
      where coalesce(g.user_id, g.agency_id) in ($1, $2) and g.ended_at is null and g.ends_at > now()
        and i.status = 'LISTED' and m.status = 'PLANNED' and g.case_id <> all ($3) and g.marac_id = any ($4)
        and exists (select from access.grants s where s.origin = 'GUEST' and s.origin_id = g.id and s.revoked_at is null and s.ends_at > now())
      order by m.starts_at, g.id`,
    [userId, agencyId, hidden, members],
  );
}

/** MARACs in which the reader's agency has a signature in force. */
export async function memberOf(): Promise<string[]> {
  const row = await tx().one<{ ids: string[] | null }>('select access.member_of() as ids');
  return row?.ids ?? [];
}

/** Whom an invitation is for, and when. For the system. */
export async function guestById(guestId: string): Promise<InvitedGuest | undefined> {
  return tx().one<InvitedGuest>(
    `select g.case_id as "caseId", g.user_id as "userId", g.agency_id as "agencyId", ${SLOT} as "slotAt"
       from meetings.guests g join meetings.agenda_items i on i.id = g.agenda_item_id join meetings.meetings m on m.id = i.meeting_id
      where g.id = $1`,
    [guestId],
  );
}

export interface InvitedGuest {
  caseId: string;
  userId: string | null;
  agencyId: string | null;
  slotAt: Date;
}
