import { tx } from '../platform/db/transaction.js';
import type { PastRecord } from './forecast.rules.js';
import type { ResearchStatus } from './research.rules.js';
import { PARTIES } from './parties.js';

export interface ForecastRow {
  agendaItemId: string;
  caseId: string;
  ref: string;
  itemStatus: string;
  agencyId: string;
  agency: string;
  status: ResearchStatus;
  dueOn: string;
  people: number;
  peopleSearched: number;
}

/** Everything that was asked about the cases of a meeting which the reader sees, in the order of the list; cases taken off are left out. */
export async function askedFor(meetingId: string): Promise<ForecastRow[]> {
  return tx().query<ForecastRow>(
    `select i.id as "agendaItemId", i.case_id as "caseId", c.ref, i.status as "itemStatus", q.agency_id as "agencyId", a.name as agency,
            q.status, q.due_on as "dueOn", whom.people, whom.searched as "peopleSearched"
       from meetings.agenda_items i
       join access.cases c on c.id = i.case_id
       join research.requests q on q.agenda_item_id = i.id
       join maracs.agencies a on a.id = q.agency_id
      cross join lateral (
        select count(*)::int as people, (count(*) filter (where p.id = any (q.searched)))::int as searched
          from referrals.referrals r ${PARTIES} join persons.persons p on p.id = any (party.ids)
         where r.id = i.referral_id) as whom
      where i.meeting_id = $1 and i.status <> 'WITHDRAWN' order by i.position, a.name, q.id`,
    [meetingId],
  );
}

/**
 * The record of each agency at the latest meetings before this one that were circulated and have begun: of what it still owed as long
 * before them as is left now (or when it was asked, if that was later), how much was answered before they began.
 */
export async function recordsBefore(meetingId: string, now: Date, meetings: number): Promise<Map<string, PastRecord>> {
  const rows = await tx().query<PastRecord & { agencyId: string }>(
    `with past as (
       select p.id, p.starts_at, p.starts_at - greatest(m.starts_at - $2::timestamptz, interval '0') as horizon
         from meetings.meetings m
         join meetings.meetings p on p.marac_id = m.marac_id and p.id <> m.id and p.starts_at < $2 and p.status <> 'CANCELLED'
                                 and p.circulated_at is not null
        where m.id = $1 order by p.starts_at desc limit $3)
     select q.agency_id as "agencyId", count(*)::int as open, (count(*) filter (where q.answered_at <= past.starts_at))::int as answered
       from past
       join research.requests q on q.meeting_id = past.id and q.asked_at < past.starts_at
       join meetings.agenda_items i on i.id = q.agenda_item_id and i.status <> 'WITHDRAWN'
      where q.answered_at is null or q.answered_at > greatest(q.asked_at, past.horizon)
      group by q.agency_id`,
    [meetingId, now.toISOString(), meetings],
  );
  return new Map(rows.map(({ agencyId, open, answered }) => [agencyId, { open, answered }]));
}
