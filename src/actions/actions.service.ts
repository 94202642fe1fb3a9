import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { ActionHand, type Circumstances } from './action-hand.service.js';
import type { Closure, NewDueDate, NewUpdate } from './actions.dto.js';
import type { ActionView, AgreedActionView, NewAction } from './actions.http.js';
import { Agreeing } from './agreeing.service.js';
import { Closings } from './closings.service.js';
import { DueDates } from './due-dates.service.js';
import { type Agreed, asked } from './new-action.js';
import { Overdue } from './overdue.service.js';

@Injectable()
export class ActionsService {
  constructor(
    private readonly agreeing: Agreeing,
    private readonly closings: Closings,
    private readonly hand: ActionHand,
    private readonly dates: DueDates,
    private readonly overdue: Overdue,
    private readonly freeText: FreeText,
  ) {}

  /**
   * An agency agrees to do something about a case, or is asked to. Assigning it is a sharing decision: the agency may then open the
   * case, for IDENTITY alone (whom it is about); how to reach the victim and where she is safe are shared separately and on purpose.
   * @throws Problem 403 for who may not set actions; 409 `repeated-action`; 422 `no-owner`, `not-smart`, `unknown`, `agency-left`,
   *   `not-of-the-agency`, `in-the-past`, `before-the-meeting` ...
   */
  async agree(open: OpenCase, input: NewAction, agreed: Agreed = {}): Promise<AgreedActionView> {
    if (!tx().actor.may('actions:set', open.maracId)) throw Problem.notAllowed();
    return this.agreeing.agree(open, input, agreed);
  }

  /** The owner reports how it goes. @throws Problem 404 hidden, 403 another agency's, 409 `already-closed`; 412 when a version is named */
  async update(id: string, input: NewUpdate, version?: number, where?: Circumstances): Promise<ActionView> {
    const { action } = await this.hand.take(id, 'update', version, where);
    await this.freeText.check(action.caseId, { '/note': input.note });
    this.hand.note(action, input.note);
    await this.hand.save(action);
    this.hand.record('action.updated', action);
    return this.hand.view(id);
  }

  /** Gives an action another due date; overdue alerts start afresh. @throws Problem 403 unless the actor sets actions; 412 stale */
  async postpone(id: string, version: number, input: NewDueDate): Promise<ActionView> {
    const { action } = await this.hand.take(id, 'postpone', version);
    await this.freeText.check(action.caseId, { '/reason': input.reason });
    if (!input.dueOn && !input.dueAt) throw Problem.at('/dueOn', 'required', 'This must be given, or dueAt.');
    const question = { ...asked(input), meetingOn: action.setOn, dueClass: 'STANDARD' } as const;
    const { dueOn, dueAt } = await this.dates.decide(action.maracId, question);
    await this.hand.save({ ...action, dueOn, dueAt, dueEpoch: action.dueEpoch + 1 });
    this.hand.note(action, `Due date moved from ${action.dueOn} to ${dueOn}: ${input.reason}`);
    await this.overdue.follow(id);
    this.hand.record('action.postponed', action);
    return this.hand.view(id);
  }

  /** The owner reports how it ended. @throws as `Closings.close` */
  close(id: string, version: number, input: Closure, where?: Circumstances): Promise<ActionView> {
    return this.closings.close(id, version, input, where);
  }
}
