import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { Step } from './order-codes.rules.js';
import type { Order, RiskReview } from './orders.entity.js';
import type { RiskReviewView } from './reviews.dto.js';

/** An order, locked, as far as its dates go. For the system. */
export type LockedOrder = Pick<
  Order,
  'id' | 'caseId' | 'maracId' | 'label' | 'kind' | 'fromOn' | 'untilOn' | 'endedOn'
> & {
  /** by the database's clock */
  now: Date;
};

export async function lockOrder(orderId: string): Promise<LockedOrder | undefined> {
  return tx().one<LockedOrder>(
    `select o.id, o.case_id as "caseId", o.marac_id as "maracId", o.label, o.kind, o.from_on as "fromOn", o.until_on as "untilOn",
            o.ended_on as "endedOn", clock_timestamp() as now
       from orders.orders o where o.id = $1 for update`,
    [orderId],
  );
}

export function settleOrder(orderId: string, settled: boolean): void {
  tx().write('update orders.orders o set settled = $2 where o.id = $1', [orderId, settled]);
}

/** Which steps of a date were raised. */
export async function raisedSteps(orderId: string, dateOn: string): Promise<Step[]> {
  const rows = await tx().query<{ step: Step }>(
    'select r.step from orders.raisings r where r.order_id = $1 and r.date_on = $2 and r.change_id is null',
    [orderId, dateOn],
  );
  return rows.map(({ step }) => step);
}

/** True when this was not raised before. The review must be there. */
export async function raiseStep(
  id: string,
  { reviewId, changeId, step, dateOn }: { reviewId: string; changeId: string | null; step: Step; dateOn: string },
  { id: orderId, caseId, maracId, label }: LockedOrder,
): Promise<boolean> {
  const raised = await tx().change(
    `insert into orders.raisings (id, order_id, review_id, case_id, marac_id, label, date_on, step, change_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint raised_once do nothing`,
    [id, orderId, reviewId, caseId, maracId, label, dateOn, step, changeId],
  );
  return raised === 1;
}

/** Orders with a date near, of which something is waited for, without those looked at already. For the system. */
export async function ordersToLookAt(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select o.id from orders.orders o
      where not o.settled and o.id <> all ($1::uuid[])
        and coalesce(o.ended_on, case when o.kind = 'RELEASE' then o.from_on else o.until_on end) < current_date + 120
      order by o.id limit $2`,
    [except, limit],
  );
  return rows.map(({ id }) => id);
}

const REVIEW = `
  select r.id, r.case_id as "caseId", r.marac_id as "maracId", r.order_id as "orderId", o.kind as "orderKind", r.occasion, r.date_on as "dateOn",
         r.short_notice as "shortNotice", r.raised_at as "raisedAt", r.due_at as "dueAt",
         coalesce(r.completed_at, clock_timestamp()) >= r.due_at as overdue, r.outcome, r.note, coalesce(u.name, r.completed_by) as "completedBy",
         r.completed_at as "completedAt", r.rule_version as "ruleVersion", r.version
    from orders.reviews r join orders.orders o on o.id = r.order_id
    left join identity.users u on r.completed_by = 'user:' || u.id`;

type Moment = 'raisedAt' | 'dueAt' | 'completedAt';
export type ReviewRow = Omit<RiskReviewView, Moment> & {
  maracId: string;
  raisedAt: Date;
  dueAt: Date;
  completedAt: Date | null;
};

/** Reviews of a case: those that wait first, by when they are due, then those that were completed, newest first. */
export async function reviewsOf(open: OpenCase): Promise<ReviewRow[]> {
  return tx().query<ReviewRow>(
    `${REVIEW} where r.case_id = $1 order by r.completed_at desc nulls first, r.due_at, r.id limit 200`,
    [open.caseId],
  );
}

export async function reviewById(reviewId: string): Promise<ReviewRow | undefined> {
  return tx().one<ReviewRow>(`${REVIEW} where r.id = $1`, [reviewId]);
}

/** The review of an order that waits, locked. For the system. */
export async function openReviewOf(orderId: string): Promise<Pick<RiskReview, 'id' | 'dateOn' | 'dueAt'> | undefined> {
  return tx().one<Pick<RiskReview, 'id' | 'dateOn' | 'dueAt'>>(
    `select r.id, r.date_on as "dateOn", r.due_at as "dueAt" from orders.reviews r
      where r.order_id = $1 and r.completed_at is null for update`,
    [orderId],
  );
}

/** A review that waits is about another day or occasion now. */
export function moveReview(
  reviewId: string,
  review: Pick<RiskReview, 'occasion' | 'dateOn' | 'shortNotice' | 'dueAt'>,
): void {
  tx().write(
    `update orders.reviews r set occasion = $2, date_on = $3, short_notice = r.short_notice or $4, due_at = $5,
            alarmed_at = case when r.due_at = $5 then r.alarmed_at end, version = r.version + 1
      where r.id = $1`,
    [reviewId, review.occasion, review.dateOn, review.shortNotice, review.dueAt],
  );
}

/** Completes a review; 0 when it changed meanwhile. */
export async function completeReview(
  reviewId: string,
  version: number,
  { outcome, note, by }: { outcome: string; note: string | null; by: string },
): Promise<number> {
  return tx().change(
    `update orders.reviews r set outcome = $3, note = $4, completed_by = $5, completed_at = clock_timestamp(), version = r.version + 1
      where r.id = $1 and r.version = $2 and r.completed_at is null`,
    [reviewId, version, outcome, note, by],
  );
}

/** Notes that a review was told of as overdue, if it is by the database's clock and was not before. */
export async function alarmReview(reviewId: string): Promise<{ caseId: string; maracId: string } | undefined> {
  return tx().one<{ caseId: string; maracId: string }>(
    `update orders.reviews r set alarmed_at = clock_timestamp()
      where r.id = $1 and r.completed_at is null and r.alarmed_at is null and r.due_at <= clock_timestamp()
      returning r.case_id as "caseId", r.marac_id as "maracId"`,
    [reviewId],
  );
}

export async function reviewsOverdue(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select r.id from orders.reviews r
      where r.completed_at is null and r.alarmed_at is null and r.due_at <= now() and r.id <> all ($1::uuid[])
      order by r.due_at limit $2`,
    [except, limit],
  );
  return rows.map(({ id }) => id);
}
