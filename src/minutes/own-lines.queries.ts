import { tx } from '../platform/db/transaction.js';

/** A guest who came to a slot, beside what the minutes that stand say of the case. */
export interface MinutedGuest {
  minutesId: string;
  meetingId: string;
  maracId: string;
  caseId: string;
  heldOn: string;
  number: number;
  approvedAt: Date;
  arrivedAt: Date;
  name: string;
  agency: string;
  content: string;
}

/** What a guest may not know of, by their own sight: cases closed to them, and where their agency has signed. */
export async function ownSight(): Promise<{ hidden: string[]; signed: string[] }> {
  const row = await tx().one<{ hidden: string[] | null; signed: string[] | null }>(
    'select access.excluded() as hidden, access.member_of() as signed',
  );
  return { hidden: row?.hidden ?? [], signed: row?.signed ?? [] };
}

/**
 * Slots to which a person or their agency came, with approved minutes. Guests were not at the table and read no minutes: for the system's
 * eyes, which hands on nothing but the line.
 */
export async function minutedSlots(
  { userId, agencyId, maracIds }: { userId: string; agencyId: string | null; maracIds: string[] | null },
  { hidden, signed }: { hidden: readonly string[]; signed: readonly string[] },
  from: string,
): Promise<MinutedGuest[]> {
  return tx().query<MinutedGuest>(
    `select v.id as "minutesId", v.meeting_id as "meetingId", v.marac_id as "maracId", g.case_id as "caseId", m.held_on as "heldOn", v.number,
            v.approved_at as "approvedAt", c.arrived_at as "arrivedAt", coalesce(u.name, '') as name, coalesce(a.name, '') as agency, p.content
       from meetings.guests g
       join conference.guest_attendance c on c.id = g.id
       join meetings.agenda_items i on i.id = g.agenda_item_id
       join meetings.meetings m on m.id = i.meeting_id
       join minutes.versions v on v.meeting_id = m.id and v.status = 'APPROVED'
       join minutes.parts p on p.version_id = v.id and p.agenda_item_id = i.id and p.label = 'INTELLIGENCE'
       left join identity.users u on u.id = g.user_id
       left join maracs.agencies a on a.id = coalesce(g.agency_id, u.agency_id)
      where coalesce(g.user_id, g.agency_id) in ($1, $2) and ($3::uuid[] is null or g.marac_id = any ($3))
        and g.case_id <> all ($4) and g.marac_id = any ($5) and m.held_on >= $6
      order by m.starts_at desc, g.id`,
    [userId, agencyId, maracIds, hidden, signed, from],
  );
}
