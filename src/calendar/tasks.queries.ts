import { tx } from '../platform/db/transaction.js';
import type { TickView } from './tasks.dto.js';
import type { MeetingFacts } from './tasks.rules.js';
import type { Since, Waiting } from './waiting.rules.js';

/** How far everything of a meeting `m` is: cases, research, declarations by agency, actions, and flags by agency that was asked. */
const COUNTS = `
  (select count(*)::int from meetings.agenda_items i where i.meeting_id = m.id and i.status <> 'WITHDRAWN') as cases,
  (select count(*)::int from meetings.agenda_items i where i.meeting_id = m.id and i.status = 'LISTED') as undecided,
  (select count(*)::int from research.requests q join meetings.agenda_items i on i.id = q.agenda_item_id
    where q.meeting_id = m.id and q.status in ('NOT_STARTED', 'IN_PROGRESS') and i.status <> 'WITHDRAWN') as unanswered,
  (select count(distinct q.agency_id)::int from research.requests q where q.meeting_id = m.id and not exists (
     select from meetings.declarations d where d.meeting_id = m.id and d.agency_id = q.agency_id)) as undeclared,
  (select count(*)::int from actions.actions a join meetings.agenda_items i on i.id = a.agenda_item_id
    where i.meeting_id = m.id and a.status <> 'CLOSED') as "openActions",
  (select count(*)::int from research.requests q join meetings.agenda_items i on i.id = q.agenda_item_id and i.status = 'HEARD'
     join flags.flags f on f.case_id = i.case_id and f.expires_on >= $3
    where q.meeting_id = m.id and not exists (
      select from flags.acknowledgements k where k.flag_id = f.id and k.agency_id = q.agency_id and k.flag_version = f.version
         and k.marker in ('PLACED', 'NOT_HELD'))) as unacknowledged`;

/** Somebody presides who still can: not one who left, or chairs nothing there any more. */
const PRESIDES = `exists (
  select from identity.users u join identity.user_roles r on r.user_id = u.id
   where u.id = m.presiding_id and u.deactivated_at is null and r.role = 'CHAIR' and r.marac_id = m.marac_id)`;

type Row = Omit<MeetingFacts, 'unsigned' | 'toScreen' | 'sentBack' | 'screenBy'>;

/** Meetings of a MARAC from one day to another with how far everything is, as far as the reader sees it. */
export async function meetingFacts(maracId: string, from: string, today: string, to: string): Promise<Row[]> {
  return tx().query<Row>(
    `select m.id, m.held_on as "heldOn", m.kind, m.status = 'HELD' as held, ${PRESIDES} as presides,
            m.circulated_at is not null as circulated, m.order_reason is not null as ordered, ${COUNTS},
            (select max(case v.status when 'APPROVED' then 2 else 1 end)::int from minutes.versions v
              where v.meeting_id = m.id and v.status in ('DRAFT', 'APPROVED')) as minutes,
            exists (select from conference.attendance t where t.meeting_id = m.id and t.removed_at is null and t.came_as <> 'APOLOGIES') as attended,
            exists (select from meetings.ratifications r where r.id = m.id) as ratified,
            (select min(n.held_on) from meetings.meetings n where n.marac_id = m.marac_id and n.kind = 'ORDINARY' and n.status <> 'CANCELLED'
                and n.starts_at > m.starts_at) as "nextOn",
            array(select k.kind from calendar.marks k where k.meeting_id = m.id and k.undone_at is null) as ticked
       from meetings.meetings m
      where m.marac_id = $1 and m.status <> 'CANCELLED' and m.held_on between $2 and $4
      order by m.starts_at, m.id`,
    [maracId, from, today, to],
  );
}

/** Referrals of a MARAC that nobody has decided on, or that came back to their agency for more. */
export async function waitingReferrals(maracId: string): Promise<Waiting[]> {
  return tx().query<Waiting>(
    `select r.referred_on as "referredOn", r.status from referrals.referrals r
      where r.marac_id = $1 and r.status in ('SUBMITTED', 'RETURNED') order by r.referred_on, r.id`,
    [maracId],
  );
}

/** Accepted referrals that nobody has heard and that are on no list of a meeting today or to come, and since when the oldest is accepted. */
export async function unlistedSince(maracId: string, today: string): Promise<Since> {
  const row = await tx().one<Since>(
    `select count(*)::int as count, min(coalesce(r.accepted_on, r.referred_on)) as since from referrals.referrals r
      where r.marac_id = $1 and r.status = 'ACCEPTED' and r.heard_on is null and not exists (
        select from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
         where i.case_id = r.case_id and i.status = 'LISTED' and m.status = 'PLANNED' and m.held_on >= $2)`,
    [maracId, today],
  );
  return row ?? { count: 0, since: null };
}

/** Cases that other areas offer to this one. */
export async function offeredSince(maracId: string, timeZone: string): Promise<Since> {
  const row = await tx().one<Since>(
    `select count(*)::int as count, (min(i.offered_at) at time zone $2)::date as since
       from transfers.incoming i where i.to_marac_id = $1 and i.status = 'OFFERED'`,
    [maracId, timeZone],
  );
  return row ?? { count: 0, since: null };
}

/** The tick, or undefined when the step was ticked off before. */
export async function insertTick(id: string, meetingId: string, maracId: string, kind: string): Promise<TickView | undefined> {
  const { actor } = tx();
  const row = await tx().one<Omit<TickView, 'doneAt'> & { doneAt: Date }>(
    `insert into calendar.marks (id, meeting_id, marac_id, kind, done_by) values ($1, $2, $3, $4, $5)
     on conflict (meeting_id, kind) where undone_at is null do nothing
     returning id, meeting_id as "meetingId", kind, done_at as "doneAt"`,
    [id, meetingId, maracId, kind, `${actor.kind}:${actor.id}`],
  );
  return row && { ...row, doneAt: row.doneAt.toISOString() };
} // prettier-ignore

/** Takes a tick back; false when there was none. */
export async function undoTick(meetingId: string, kind: string): Promise<boolean> {
  const { actor } = tx();
  const changed = await tx().change(
    `update calendar.marks k set undone_at = now(), undone_by = $3 where k.meeting_id = $1 and k.kind = $2 and k.undone_at is null`,
    [meetingId, kind, `${actor.kind}:${actor.id}`],
  );
  return changed > 0;
}
