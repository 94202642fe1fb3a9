import { tx } from '../platform/db/transaction.js';
import type { Finding } from './review.rules.js';

export interface ToReviewRow {
  actionId: string;
  onThisList: boolean;
  agreedOn: string | null;
}

/**
 * Actions that a meeting looks at first, as far as the reader sees them in full: those still open that an earlier meeting agreed, those of
 * cases that are on its list again, and those of which it has found something already.
 */
const TO_REVIEW = `
  from meetings.meetings m
  join actions.actions a on a.marac_id = m.marac_id
  left join meetings.agenda_items g on g.id = a.agenda_item_id
  left join meetings.meetings e on e.id = g.meeting_id
  cross join lateral (
    select exists (select from meetings.agenda_items i
                    where i.meeting_id = m.id and i.case_id = a.case_id and i.status <> 'WITHDRAWN') as on_this_list) as l
  left join conference.action_reviews r on r.meeting_id = m.id and r.action_id = a.id
 where m.id = $1 and a.set_on <= m.held_on and coalesce(e.id <> m.id, true) and (e.starts_at < m.starts_at or l.on_this_list)
   and (a.status <> 'CLOSED' or r.id is not null)`;

export async function actionsToReview(meetingId: string, after: string | null, limit: number): Promise<ToReviewRow[]> {
  return tx().query<ToReviewRow>(
    `select a.id as "actionId", l.on_this_list as "onThisList", e.held_on as "agreedOn" ${TO_REVIEW}
        and ($2::uuid is null or (a.due_at, a.id) > (select k.due_at, k.id from actions.actions k where k.id = $2))
      order by a.due_at, a.id limit $3`,
    [meetingId, after, limit],
  );
}

/** One of them; undefined when this meeting has nothing to say of the action. */
export async function actionToReview(meetingId: string, actionId: string): Promise<ToReviewRow | undefined> {
  return tx().one<ToReviewRow>(
    `select a.id as "actionId", l.on_this_list as "onThisList", e.held_on as "agreedOn" ${TO_REVIEW} and a.id = $2`,
    [meetingId, actionId],
  );
}

/** How many of them wait for a word of this meeting. */
export async function unreviewed(meetingId: string): Promise<number> {
  const row = await tx().one<{ waiting: number }>(`select count(*)::int as waiting ${TO_REVIEW} and r.id is null`, [
    meetingId,
  ]);
  return row?.waiting ?? 0;
}

export interface ReviewRow {
  id: string;
  actionId: string;
  finding: Finding;
  note: string;
  closed: boolean;
  dueOn: string | null;
  reviewedBy: string;
  reviewedAt: Date;
}

const BY_USER = `u.id = substring(r.reviewed_by from '^user:(.{36})$')::uuid`;

/** What a meeting found of these actions. */
export async function reviewsOf(meetingId: string, actionIds: readonly string[]): Promise<ReviewRow[]> {
  return tx().query<ReviewRow>(
    `select r.id, r.action_id as "actionId", r.finding, r.note, r.closed, r.due_on as "dueOn",
            coalesce(u.name, r.reviewed_by) as "reviewedBy", r.reviewed_at as "reviewedAt"
       from conference.action_reviews r left join identity.users u on ${BY_USER}
      where r.meeting_id = $1 and r.action_id = any ($2)`,
    [meetingId, actionIds],
  );
}
