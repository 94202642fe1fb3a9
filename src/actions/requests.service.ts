import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Due } from '../platform/due/due.js';
import type { Action } from './action.entity.js';
import { ActionHand, byActor } from './action-hand.service.js';
import { ActionOwners } from './action-owners.service.js';
import { ACTION_DECLINED, ACTION_REQUESTED, UNANSWERED } from './actions.events.js';
import type { ActionView } from './actions.http.js';
import { DueDates } from './due-dates.service.js';
import type { Acceptance, Declining } from './lifecycle.dto.js';
import { ActionRequest } from './lifecycle.entity.js';
import { answerRequest, lockOpenRequest } from './lifecycle.queries.js';
import type { Answer } from './request.rules.js';

/**
 * Actions are volunteered, not imposed: an agency that was not there is asked, and accepts or declines within a week. Until then the
 * action is open as any other, and overdue as any other.
 */
@Injectable()
export class Requests {
  private readonly requests = new Store(ActionRequest);

  constructor(
    private readonly hand: ActionHand,
    private readonly dates: DueDates,
    private readonly due: Due,
    private readonly owners: ActionOwners,
    private readonly freeText: FreeText,
  ) {}

  /** Asks the owner of an action that is saved in the same unit of work. */
  async ask(action: Action): Promise<void> {
    const { id: actionId, caseId, maracId, ownerAgencyId: agencyId } = action;
    const { answerBy, ruleVersion } = await this.dates.answerBy(maracId);
    const id = newId();
    const askedBy = byActor(tx().actor);
    this.requests.insert({ id, actionId, caseId, maracId, agencyId, askedBy, answerBy, ruleVersion });
    this.due.set(UNANSWERED, id, answerBy);
    this.hand.tell(ACTION_REQUESTED, action, { requestId: id });
  }

  /**
   * The agency takes it on, and says who will do it.
   * @throws Problem 404; 403; 409 `not-requested`, `declined`, `already-closed`; 412; 422 `no-owner`, `not-of-the-agency`
   */
  async accept(id: string, version: number, input: Acceptance): Promise<ActionView> {
    const { action } = await this.hand.take(id, 'accept', version);
    await this.freeText.check(action.caseId, { '/ownerPost': input.ownerPost });
    const named = input.ownerUserId || input.ownerPost ? ownerOf(input) : {};
    const accepted = { ...action, ...named };
    await this.owners.checkNamed(action.maracId, accepted);
    await this.hand.save(accepted);
    await this.answer(action.id, 'ACCEPTED');
    this.hand.record('action.accepted', action);
    return this.hand.view(id);
  }

  /**
   * The agency does not take it on, and sees the case no longer for it; the action waits for another owner.
   * @throws Problem 404; 403; 409 `not-requested`, `declined`, `already-closed`; 412; 422 `protected-address-in-text`
   */
  async decline(id: string, version: number, { reason }: Declining): Promise<ActionView> {
    const { action } = await this.hand.take(id, 'decline', version);
    await this.freeText.check(action.caseId, { '/reason': reason });
    await this.hand.save(action);
    const requestId = await this.answer(id, 'DECLINED', reason);
    if (requestId) this.hand.tell(ACTION_DECLINED, action, { requestId });
    this.hand.record('action.declined', action);
    const view = await this.hand.view(id);
    await this.hand.endSharing(id, 'the agency declined the action');
    return view;
  }

  /** Nobody waits for an answer any more. */
  async withdraw(actionId: string): Promise<void> {
    await this.answer(actionId, 'WITHDRAWN');
  }

  private async answer(actionId: string, answer: Answer, reason?: string): Promise<string | undefined> {
    const request = await lockOpenRequest(actionId);
    if (!request) return undefined;
    await answerRequest(request.id, answer, byActor(tx().actor), reason);
    this.due.clear(UNANSWERED, request.id);
    return request.id;
  }
}

const ownerOf = ({ ownerUserId, ownerPost }: Acceptance) => ({
  ownerUserId: ownerUserId ?? null,
  ownerPost: ownerPost ?? '',
});
