import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import type { ActionView } from './actions.http.js';
import { actionsOfCase, actionsSetBefore, hasChildren } from './actions.queries.js';
import { isSameAgain } from './alike.rules.js';
import { doneOf } from './earlier.rules.js';
import type { EarlierActionView, EarlierQuery, PlanAdviceView } from './lifecycle.dto.js';
import { smellsOfPlan } from './plan-smells.rules.js';

/** What was tried before for a case and what came of it, and what the plan that stands lacks. */
@Injectable()
export class ActionPlans {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** Each earlier action: asked, done, worked? As far as the reader sees them in full. @throws Problem 404, 403 */
  async earlier(caseId: string, { before }: EarlierQuery): Promise<EarlierActionView[]> {
    await this.readable(caseId, 'earlier-actions.read');
    const actions = await actionsSetBefore(caseId, before ?? todayIn(TIME_ZONE, present()));
    return actions.map((action) => {
      const sameAs = actions.filter((other) => other.setOn < action.setOn && isSameAgain(action, other));
      return earlierView(action, sameAs.map(({ id }) => id)); // prettier-ignore
    });
  }

  /** What the plan as a whole lacks, for who sets actions. @throws Problem 404, 403 */
  async advice(caseId: string): Promise<PlanAdviceView[]> {
    const maracId = await this.readable(caseId, 'action-plan.looked-through');
    const kinds = new Map((await this.maracs.agenciesOf(maracId)).map(({ id, kind }) => [id, kind]));
    const open = (await actionsOfCase(caseId, true)).map((action) => ({
      ...action,
      agencyKind: kinds.get(action.ownerAgencyId) ?? 'OTHER',
    }));
    return smellsOfPlan(open, await hasChildren(caseId));
  }

  private async readable(caseId: string, action: string): Promise<string> {
    const { maracId } = await this.access.open(caseId, 'read-case');
    if (!tx().actor.may('actions:read', maracId)) throw Problem.notAllowed();
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, labels: ['IDENTITY'] });
    return maracId;
  }
}

function earlierView(action: ActionView, sameAs: string[]): EarlierActionView {
  const { id, setOn, text, catalogueCode, target, ownerAgencyId, ownerAgency, dueOn } = action;
  const { worked, closureReason: reason, riskEffect, outcome, closedOn } = action;
  const asked = { id, setOn, text, catalogueCode, target, ownerAgencyId, ownerAgency, dueOn };
  return { ...asked, done: doneOf(reason), worked, reason, riskEffect, outcome, closedOn, sameAs };
}
