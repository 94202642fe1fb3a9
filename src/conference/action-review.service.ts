import { Injectable } from '@nestjs/common';
import type { ClosureReason } from '../actions/action.rules.js';
import { ActionsReader } from '../actions/actions.reader.js';
import { ActionsService } from '../actions/actions.service.js';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { actionsToReview, actionToReview, reviewsOf, type ReviewRow, unreviewed } from './action-review.queries.js';
import { ActionReview } from './conference.entity.js';
import { notOpen } from './hearings.service.js';
import type { ActionsReviewView, NewActionReview, ReviewsQuery, ActionReviewView } from './record.dto.js';
import { consequenceOf, type ReviewRefusal, reviewNote } from './review.rules.js';
import type { SittingRow } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

const REVIEWED_BEFORE = { code: 'already-reviewed', title: 'This meeting said something else of the action before.' };
for (const name of ['reviewed_once', 'action_reviews_pkey'])
  registerConstraint(name, { status: 409, ...REVIEWED_BEFORE });

/** Last time's open actions come first: what was done, what could not be, and what the agency did not do. */
@Injectable()
export class ActionReviews {
  private readonly reviews = new Store(ActionReview);

  constructor(
    private readonly sittings: Sittings,
    private readonly actions: ActionsService,
    private readonly reader: ActionsReader,
    private readonly audit: Audit,
  ) {}

  /** Actions to review, overdue ones first, as far as the reader sees them in full. @throws Problem 404; 422 `not-a-place` */
  async list(meetingId: string, { after, limit }: ReviewsQuery): Promise<ActionsReviewView> {
    const { maracId } = await this.sittings.readable(meetingId);
    if (after && !isId(after)) throw notAPlace();
    const rows = await actionsToReview(meetingId, after ?? null, limit);
    const ids = rows.map(({ actionId }) => actionId);
    const actions = new Map((await this.reader.byIds(ids)).map((action) => [action.id, action]));
    const reviews = new Map((await reviewsOf(meetingId, ids)).map((row) => [row.actionId, reviewView(row)]));
    this.audit.record({
      action: 'actions.listed',
      subject: { kind: 'meeting', id: meetingId },
      maracId,
      purpose: 'hold-meeting',
      labels: ['IDENTITY'],
    });
    const items = rows.flatMap(({ actionId, ...row }) => {
      const action = actions.get(actionId);
      return action ? [{ action, ...row, review: reviews.get(actionId) ?? null }] : [];
    });
    const next = rows.length < limit ? null : (ids.at(-1) ?? null);
    return { meetingId, waiting: await unreviewed(meetingId), items, next };
  }

  /**
   * What the meeting finds of an action goes into its history. The same again, sent once more, changes nothing.
   * @throws Problem 404; 403; 409 `not-open`, `already-reviewed`, `already-closed`; 412 stale action; 422 what does not fit together
   */
  async review(meetingId: string, actionVersion: number, input: NewActionReview): Promise<ActionReviewView> {
    const sitting = await this.sittings.lockManaged(meetingId);
    const before = await this.before(meetingId, input.actionId);
    if (before) return this.again(before, input);
    if (stateOf(sitting) !== 'OPEN') throw notOpen();
    const [action] = await this.reader.byIds([input.actionId]);
    if (!action || !(await actionToReview(meetingId, input.actionId)))
      throw Problem.at('/actionId', 'unknown', 'No action that this meeting reviews.');
    if (action.version !== actionVersion) throw new StaleVersion();
    const { finding, note, end, dueOn } = input;
    const consequence = consequenceOf(finding, { end, dueOn });
    if ('refused' in consequence) throw refused(consequence.refused);
    if (!consequence.close) refuseEffects(input);
    await this.carryOut(sitting, actionVersion, input, consequence.close);
    const { caseId, maracId, id: actionId } = action;
    const by = `${tx().actor.kind}:${tx().actor.id}`;
    const found = { finding, note, closed: consequence.close !== null, dueOn: dueOn ?? null };
    this.reviews.insert({ id: input.id, meetingId, caseId, maracId, actionId, ...found, reviewedBy: by });
    this.audit.record({ action: 'action.reviewed', subject: { kind: 'action', id: actionId }, maracId, code: finding });
    await tx().settle();
    return reviewView((await this.before(meetingId, actionId))!);
  }

  /** By the actions' own service, which keeps their history and decides who may do so: here the chair too. */
  private async carryOut(
    { heldOn }: SittingRow,
    version: number,
    { actionId, finding, note, dueOn, ...effects }: NewActionReview,
    reason: ClosureReason | null,
  ): Promise<void> {
    const words = reviewNote(finding, heldOn, note);
    const { riskEffect = 'UNKNOWN', worked = 'UNKNOWN', victimMayBeTold = false } = effects;
    const end = { outcome: words, riskEffect, worked, victimMayBeTold };
    const where = { inReview: true };
    if (reason) await this.actions.close(actionId, version, { reason, ...end }, where);
    else if (dueOn) await this.actions.postpone(actionId, version, { dueOn, reason: words });
    else await this.actions.update(actionId, { note: words }, version, where);
  }

  private async before(meetingId: string, actionId: string): Promise<ReviewRow | undefined> {
    return (await reviewsOf(meetingId, [actionId]))[0];
  }

  private again(before: ReviewRow, { id, finding, note }: NewActionReview): ActionReviewView {
    if (before.id === id && before.finding === finding && before.note === note) return reviewView(before);
    throw Problem.conflict(REVIEWED_BEFORE.code, REVIEWED_BEFORE.title);
  }
}

const REFUSED: Record<ReviewRefusal, [pointer: string, code: string, detail: string]> = {
  'due-date-not-wanted': ['/dueOn', 'not-wanted', 'What ends has no new last day.'],
  'must-end': ['/end', 'must-end', 'What was done, or became impossible, ends with it.'],
  'must-go-on': ['/end', 'must-go-on', 'What is carried on does not end.'],
};

/** What goes on has had no effect that could be told. @throws Problem 422 `not-wanted` */
function refuseEffects(input: NewActionReview): void {
  for (const field of ['riskEffect', 'worked', 'victimMayBeTold'] as const)
    if (input[field] !== undefined) throw Problem.at(`/${field}`, 'not-wanted', 'The action goes on.');
}

const refused = (why: ReviewRefusal): Problem => Problem.at(...REFUSED[why]);

const notAPlace = (): Problem =>
  new Problem(422, 'invalid-input', 'The input was not accepted.', [
    { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
  ]);

const reviewView = (row: ReviewRow): ActionReviewView => ({ ...row, reviewedAt: row.reviewedAt.toISOString() });
