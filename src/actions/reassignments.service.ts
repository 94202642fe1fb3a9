import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { ActionHand, byActor, handOf, type Taken } from './action-hand.service.js';
import type { Action } from './action.entity.js';
import { ActionOwners } from './action-owners.service.js';
import { ACTION_REASSIGNED } from './actions.events.js';
import type { ActionView } from './actions.http.js';
import { DueDates } from './due-dates.service.js';
import type { NewReassignment } from './lifecycle.dto.js';
import { Reassignment } from './lifecycle.entity.js';
import { asked } from './new-action.js';
import { Overdue } from './overdue.service.js';
import { reassigned, type ReassignmentRefusal, refuseReassignment } from './reassignment.rules.js';
import { Requests } from './requests.service.js';

/** An action goes to somebody else, with its history. */
@Injectable()
export class Reassignments {
  private readonly reassignments = new Store(Reassignment);

  constructor(
    private readonly hand: ActionHand,
    private readonly owners: ActionOwners,
    private readonly dates: DueDates,
    private readonly overdue: Overdue,
    private readonly freeText: FreeText,
    private readonly requests: Requests,
  ) {}

  /**
   * To another agency: by who sets actions; what was shared with the old one for it ends, and begins for the new one, which is alerted
   * afresh. Within the agency: by the agency too; its clock goes on, so that no ladder starts again because a name changed.
   * @throws Problem 404; 403; 409 `already-closed`, `declined`; 412; 422 `no-owner`, `no-change`, `agency-left`, `unknown`, `not-signed`,
   *   `not-of-the-agency`, `not-wanted`, and what due dates are refused for
   */
  async reassign(id: string, version: number, input: NewReassignment): Promise<ActionView> {
    const taken = await this.hand.take(id, (seen) => stepOf(seen, input), version);
    const { action, step } = taken;
    const { reason, ownerPost } = input;
    await this.freeText.check(action.caseId, { '/reason': reason, '/ownerPost': ownerPost });
    const isElsewhere = step === 'reassign';
    const refused = refuseReassignment(action, input, isElsewhere, handOf(tx().actor, action.maracId).sets);
    if (refused) throw problemOf(refused);
    const next = { ...reassigned(action, input, isElsewhere), ...(await this.dueAfter(action, input)) };
    await (input.asRequest ? this.owners.check(action.maracId, next) : this.owners.checkNamed(action.maracId, next));
    if (isElsewhere && !(await this.owners.signed(action.maracId, next.ownerAgencyId)))
      throw Problem.at('/ownerAgencyId', 'not-signed', 'The agency has no signature of the protocol in force.');
    if (isElsewhere || next.dueAt !== action.dueAt) next.dueEpoch = action.dueEpoch + 1;
    await this.hand.save(next);
    const reassignmentId = this.keep(action, next, reason);
    if (isElsewhere) await this.hand.endSharing(id, 'the action went to another agency');
    await this.wake(taken, next, input);
    if (!input.asRequest) this.hand.tell(ACTION_REASSIGNED, action, { reassignmentId });
    this.hand.record('action.reassigned', action, isElsewhere ? 'TO_AN_AGENCY' : 'WITHIN_THE_AGENCY');
    return this.hand.view(id);
  }

  /** The new owner sees the case, answers if it is asked, and is alerted: at once of what is overdue already. */
  private async wake({ action, open, step }: Taken, next: Action, { asRequest }: NewReassignment): Promise<void> {
    if (step === 'reassign') {
      await this.requests.withdraw(action.id);
      this.hand.share(open, next);
      if (asRequest) await this.requests.ask(next);
    }
    await this.overdue.follow(action.id);
  }

  private async dueAfter(action: Action, input: NewReassignment): Promise<Pick<Action, 'dueOn' | 'dueAt'>> {
    if (!input.dueOn && !input.dueAt) return { dueOn: action.dueOn, dueAt: action.dueAt };
    const question = { ...asked(input), meetingOn: action.setOn, dueClass: 'STANDARD' } as const;
    const { dueOn, dueAt } = await this.dates.decide(action.maracId, question);
    return { dueOn, dueAt };
  }

  private keep(from: Action, to: Action, reason: string): string {
    const id = newId();
    this.reassignments.insert({
      ...{ id, actionId: from.id, caseId: from.caseId, maracId: from.maracId, reason, madeBy: byActor(tx().actor) },
      ...{ fromAgencyId: from.ownerAgencyId, fromUserId: from.ownerUserId, fromPost: from.ownerPost },
      ...{ toAgencyId: to.ownerAgencyId, toUserId: to.ownerUserId, toPost: to.ownerPost },
    });
    return id;
  }
}

const stepOf = ({ ownerAgencyId }: Action, input: NewReassignment) =>
  input.ownerAgencyId && input.ownerAgencyId !== ownerAgencyId ? 'reassign' : 'handOn';

function problemOf(refused: ReassignmentRefusal): Problem {
  switch (refused) {
    case 'no-change':
      return Problem.at('/ownerAgencyId', 'no-change', 'It is theirs already.');
    case 'request-not-wanted':
      return Problem.at('/asRequest', 'not-wanted', 'Only another agency is asked.');
    case 'date-not-wanted':
      return Problem.at('/dueOn', 'not-wanted', 'Whoever sets actions moves their dates.');
  }
}
