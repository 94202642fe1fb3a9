import { tx } from '../platform/db/transaction.js';
import type { Candidate } from './proposed-order.rules.js';

export interface CandidateRow extends Candidate {
  caseId: string;
  ref: string;
  status: string;
}

/** What decides on the order of a meeting's cases, of those that the reader may see, in the order of the list. */
export async function candidatesOf(meetingId: string, today: string): Promise<CandidateRow[]> {
  return tx().query<CandidateRow>(
    `select i.id, i.case_id as "caseId", c.ref, i.minutes, i.status, i.alert_only as "alertOnly", i.not_heard as "notHeard", i.children_team as team,
            r.emergency, r.outcome = 'REPEAT' as repeat, cardinality(r.criteria) as criteria, $2::date - r.referred_on as "daysWaiting",
            exists (select from conflicts.conflicts k where k.case_id = i.case_id and k.status in ('PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED')) as restricted,
            coalesce(guests.windows, '[]') as windows
       from meetings.agenda_items i
       join meetings.meetings m on m.id = i.meeting_id
       join access.visible c on c.case_id = i.case_id
       join referrals.referrals r on r.id = i.referral_id
       left join lateral (
         select json_agg(json_build_object(
                  'from', extract(epoch from g.available_from - m.starts_at)::float8 / 60,
                  'until', extract(epoch from g.available_until - m.starts_at)::float8 / 60) order by g.id) as windows
           from meetings.guests g where g.agenda_item_id = i.id and g.ended_at is null and g.available_from is not null) as guests on true
      where i.meeting_id = $1 order by i.position`,
    [meetingId, today],
  );
}
