import { tx } from '../platform/db/transaction.js';
import type { ReassignmentView, ActionRequestView } from './actions.dto.js';
import type { Answer } from './request.rules.js';

export interface OpenRequest {
  id: string;
  actionId: string;
  caseId: string;
  maracId: string;
}

/** The request that an agency has not answered yet, locked. */
export async function lockOpenRequest(actionId: string): Promise<OpenRequest | undefined> {
  return tx().one<OpenRequest>(
    `select r.id, r.action_id as "actionId", r.case_id as "caseId", r.marac_id as "maracId"
       from actions.requests r where r.action_id = $1 and r.answer is null for update`,
    [actionId],
  );
}

export async function answerRequest(id: string, answer: Answer, by: string, reason = ''): Promise<void> {
  await tx().change(
    `update actions.requests set answer = $2, answered_by = $3, reason = $4, answered_at = clock_timestamp()
      where id = $1 and answer is null`,
    [id, answer, by, reason],
  );
}

/** Marks that people were told, if nobody answered in time by the database's clock and nobody was told before. */
export async function markUnanswered(requestId: string): Promise<OpenRequest | undefined> {
  return tx().one<OpenRequest>(
    `update actions.requests r set told_at = clock_timestamp()
      where r.id = $1 and r.answer is null and r.told_at is null and r.answer_by <= clock_timestamp()
      returning r.id, r.action_id as "actionId", r.case_id as "caseId", r.marac_id as "maracId"`,
    [requestId],
  );
}

/** Requests that nobody answered in time and nobody was told of, without those looked at already. */
export async function unansweredRequests(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select r.id from actions.requests r
      where r.answer is null and r.told_at is null and r.answer_by < now() and r.id <> all ($1::uuid[])
      order by r.answer_by limit $2`,
    [except, limit],
  );
  return rows.map((row) => row.id);
}

type Timed<View, Keys extends keyof View> = Omit<View, Keys> & Record<Keys, Date>;

export async function requestsOf(actionId: string): Promise<ActionRequestView[]> {
  const rows = await tx().query<Timed<ActionRequestView, 'askedAt' | 'answerBy'> & { answeredAt: Date | null }>(
    `select r.asked_at as "askedAt", r.answer_by as "answerBy", r.answer, r.reason, coalesce(u.name, r.answered_by) as "answeredBy",
            r.answered_at as "answeredAt"
       from actions.requests r
       left join identity.users u on u.id = substring(r.answered_by from '^user:(.{36})$')::uuid
      where r.action_id = $1 order by r.id`,
    [actionId],
  );
  return rows.map((row) => ({
    ...row,
    askedAt: row.askedAt.toISOString(),
    answerBy: row.answerBy.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
  }));
}

export async function reassignmentsOf(actionId: string): Promise<ReassignmentView[]> {
  const rows = await tx().query<Timed<ReassignmentView, 'madeAt'>>(
    `select r.made_at as "madeAt", coalesce(u.name, r.made_by) as "madeBy", f.name as "fromAgency",
            coalesce(fu.name, nullif(r.from_post, '')) as "fromWhom", t.name as "toAgency",
            coalesce(tu.name, nullif(r.to_post, '')) as "toWhom", r.reason
       from actions.reassignments r
       join maracs.agencies f on f.id = r.from_agency_id
       join maracs.agencies t on t.id = r.to_agency_id
       left join identity.users fu on fu.id = r.from_user_id
       left join identity.users tu on tu.id = r.to_user_id
       left join identity.users u on u.id = substring(r.made_by from '^user:(.{36})$')::uuid
      where r.action_id = $1 order by r.id`,
    [actionId],
  );
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
}
