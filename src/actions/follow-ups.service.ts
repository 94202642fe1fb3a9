import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { hasOwner } from './action.rules.js';
import type { Action } from './action.entity.js';
import type { NewFollowUp } from './actions.dto.js';
import type { NewAction } from './actions.http.js';
import { Agreeing } from './agreeing.service.js';

/** What is needed because of how an action ended: another one, which names the first. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly agreeing: Agreeing,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * An agency may follow its own action up by itself, with another of its own; for others it takes somebody who sets actions.
   * @throws Problem 422 `not-your-agency` at /followUp/ownerAgencyId, and what agreeing throws, below /followUp
   */
  async agree(open: OpenCase, closed: Action, input: NewFollowUp): Promise<void> {
    const { actor } = tx();
    const wanted = wantedOf(closed, input);
    try {
      if (actor.may('actions:set', closed.maracId)) {
        await this.agreeing.agree(open, wanted, { followsId: closed.id });
        return;
      }
      if (wanted.ownerAgencyId !== actor.agencyId)
        throw Problem.at('/ownerAgencyId', 'not-your-agency', 'Ask the coordinator to set it for another agency.');
      // the agency shares the case with nobody but itself, as it was shared for the action that ends
      await this.uow.elevated(() => this.agreeing.agree(open, wanted, { followsId: closed.id }));
    } catch (error) {
      if (!(error instanceof Problem) || error.errors.length === 0) throw error;
      const errors = error.errors.map((one) => ({ ...one, pointer: `/followUp${one.pointer}` }));
      throw new Problem(error.getStatus(), error.code, error.title, errors);
    }
  }
}

/** What is not said is as in the action that ended. */
function wantedOf(closed: Action, input: NewFollowUp): NewAction {
  const ownerAgencyId = input.ownerAgencyId ?? closed.ownerAgencyId;
  const isNamed = hasOwner(input) || ownerAgencyId !== closed.ownerAgencyId;
  const owner = isNamed ? input : closed;
  const isSame = !input.text && !input.catalogueCode;
  return {
    catalogueCode: isSame ? (closed.catalogueCode ?? undefined) : input.catalogueCode,
    text: isSame ? closed.text : input.text,
    target: input.target ?? (input.catalogueCode ? undefined : closed.target),
    riskAddressed: input.riskAddressed ?? (closed.riskAddressed || undefined),
    ownerAgencyId,
    ownerUserId: owner.ownerUserId ?? undefined,
    ownerPost: owner.ownerPost || undefined,
    dueOn: input.dueOn,
    dueAt: input.dueAt,
  };
}
