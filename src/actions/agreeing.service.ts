import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { ActionHand, byActor } from './action-hand.service.js';
import type { Action } from './action.entity.js';
import type { AgreedActionView, NewAction } from './actions.http.js';
import { actionsSetBefore } from './actions.queries.js';
import { notLookedAt } from './alike.rules.js';
import { Drafts } from './drafts.service.js';
import { DueDates } from './due-dates.service.js';
import { type Agreed, asked, isAsked, opened } from './new-action.js';
import { Overdue } from './overdue.service.js';
import { Proposals } from './proposals.service.js';
import { RepeatedAction } from './repeated-action.http.js';
import { Requests } from './requests.service.js';

/** An agency agrees to do something about a case, or is asked to: the one way in which an action comes about. */
@Injectable()
export class Agreeing {
  constructor(
    private readonly hand: ActionHand,
    private readonly drafts: Drafts,
    private readonly dates: DueDates,
    private readonly overdue: Overdue,
    private readonly requests: Requests,
    private readonly proposals: Proposals,
  ) {}

  /**
   * Assigning it is a sharing decision: the agency may then open the case. Whoever calls this has made sure that the actor may set it.
   * @throws Problem 422 as drafts and due dates do; 409 `repeated-action`, `already-answered`; 422 `unknown` at /lookedAt, /proposalId
   */
  async agree(open: OpenCase, input: NewAction, agreed: Agreed): Promise<AgreedActionView> {
    const isRequest = isAsked(input, agreed);
    const what = await this.drafts.complete(open, input, isRequest);
    const { meetingOn, nextMeetingOn } = agreed;
    const question = { ...asked(input), meetingOn, nextMeetingOn, dueClass: what.dueClass };
    const due = await this.dates.decide(open.maracId, question);
    const action = opened(open, input, what, due, agreed, byActor(tx().actor));
    await refuseRepeat(action, agreed);
    this.hand.add(action);
    this.hand.share(open, action);
    await this.overdue.follow(action.id);
    if (isRequest) await this.requests.ask(action);
    if (input.proposalId) await this.proposals.takeUp(input.proposalId, action);
    this.hand.record(isRequest ? 'action.requested' : 'action.agreed', action);
    const advice = await this.drafts.advice(open.maracId, { ...input, text: action.text });
    return { ...(await this.hand.view(action.id)), advice };
  }
}

/** The same as on an earlier day is agreed again only by who has looked at what came of it. What follows another up is meant to be alike. */
async function refuseRepeat(action: Action, { again, followsId }: Agreed): Promise<void> {
  const { lookedAt } = action;
  if (again || (followsId && lookedAt.length === 0)) return;
  const earlier = await actionsSetBefore(action.caseId, action.setOn);
  if (lookedAt.some((id) => !earlier.some((one) => one.id === id)))
    throw Problem.at('/lookedAt', 'unknown', 'No earlier action of this case.');
  const same = notLookedAt(action, earlier, lookedAt);
  if (same.length > 0) throw new RepeatedAction(same.map(({ id }) => id));
}
