import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { ActionHand, byActor, type Circumstances } from './action-hand.service.js';
import type { Closure } from './actions.dto.js';
import { ACTION_CLOSED } from './actions.events.js';
import type { ActionView } from './actions.http.js';
import { closureFaults, closureKept } from './closure.rules.js';
import { FollowUps } from './follow-ups.service.js';
import { Overdue } from './overdue.service.js';
import { Requests } from './requests.service.js';

/** How actions end. */
@Injectable()
export class Closings {
  constructor(
    private readonly hand: ActionHand,
    private readonly overdue: Overdue,
    private readonly freeText: FreeText,
    private readonly followUps: FollowUps,
    private readonly requests: Requests,
  ) {}

  /**
   * The owner reports how it ended. With it ends what was shared for it: the owner sees the case no longer, unless for another reason.
   * What follows it up is agreed in the same unit of work: the one is not closed without the other.
   * @throws Problem 404 hidden, 403 another agency's, 409 `already-closed`, 412 stale, 422 `required`, and below /followUp what agreeing throws
   */
  async close(id: string, version: number, input: Closure, where?: Circumstances): Promise<ActionView> {
    const { action, open } = await this.hand.take(id, 'close', version, where);
    const faults = closureFaults(input);
    if (faults.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', faults);
    const { outcome, reason: closureReason } = input;
    await this.freeText.check(action.caseId, { '/outcome': outcome });
    const closedOn = todayIn(TIME_ZONE, present());
    const end = { closureReason, outcome, ...closureKept(input), closedOn, closedBy: byActor(tx().actor) };
    await this.hand.save({ ...action, ...end });
    await this.overdue.end(id);
    await this.requests.withdraw(id);
    if (input.followUp) await this.followUps.agree(open, action, input.followUp);
    const { kind, id: userId } = tx().actor;
    this.hand.tell(ACTION_CLOSED, action, kind === 'user' ? { userId } : {});
    this.hand.record('action.closed', action, closureReason);
    const view = await this.hand.view(id);
    await this.hand.endSharing(id, 'the action was closed');
    return view;
  }
}
