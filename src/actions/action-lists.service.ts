import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { NextRung } from '../alerts/next-rung.service.js';
import { isId, NIL_ID } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { handOf } from './action-hand.service.js';
import { mayWorkOn } from './action.rules.js';
import type { ActionDetailView, ActionPage, ActionQuery } from './actions.dto.js';
import type { ActionView } from './actions.http.js';
import { actionById, alertsOf, followUpsOf, listActions, summaries, updatesOf } from './actions.queries.js';
import { reassignmentsOf, requestsOf } from './lifecycle.queries.js';
import { pausesOf } from './pauses.queries.js';

const START = { dueAt: '-infinity', id: NIL_ID };

/** What a reader sees of actions: in full those of the own agency, as an IDVA or with standing all, otherwise how many there are. */
@Injectable()
export class ActionLists {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly next: NextRung,
  ) {}

  /** A page of actions in the order in which they are due. @throws Problem 404 for a case that is hidden or absent */
  async list(query: ActionQuery): Promise<ActionPage> {
    const { actor } = tx();
    const limit = query.limit ?? 50;
    if (query.case) await this.access.open(query.case, 'read-case');
    const rows = await listActions({
      mine: query.mine ?? false,
      userId: actor.kind === 'user' ? actor.id : null,
      agencyId: actor.agencyId,
      overdue: query.overdue ?? null,
      status: query.status ?? null,
      caseId: query.case ?? null,
      maracIds: actor.scopesOf('actions:read'),
      after: query.after ? placeOf(query.after) : START,
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    if (!query.case)
      this.audit.record({ action: 'actions.listed', subject: { kind: 'actions', id: 'list' }, labels: ['IDENTITY'] });
    const last = items.at(-1);
    const page: ActionPage = { items, next: rows.length > limit && last ? cursor(last) : null };
    return query.case ? { ...page, summary: await this.summaryOf(query.case) } : page;
  }

  /** One action with its updates and alerts. @throws Problem 404 hidden or absent */
  async byId(id: string): Promise<ActionDetailView> {
    const { actor } = tx();
    const action = await actionById(id);
    if (!action || !actor.may('actions:read', action.maracId)) throw Problem.notFound();
    await this.access.open(action.caseId, 'read-case');
    this.audit.record({ action: 'action.read', subject: { kind: 'action', id }, maracId: action.maracId });
    const { maracId, ownerAgencyId, status } = action;
    const mayWork = status !== 'CLOSED' && mayWorkOn(ownerAgencyId, handOf(actor, maracId));
    const pauses = await pausesOf(id);
    const rests = pauses.map((pause) => ({
      from: new Date(pause.pausedAt),
      until: new Date(pause.endedAt ?? pause.until),
    }));
    return {
      ...action,
      mayWorkOn: mayWork,
      nextRung: status === 'CLOSED' ? null : await this.next.of(id, rests),
      updates: await updatesOf(id),
      alerts: await alertsOf(id),
      pauses,
      requests: await requestsOf(id),
      reassignments: await reassignmentsOf(id),
      followedBy: await followUpsOf(id),
    };
  }

  private async summaryOf(caseId: string): Promise<NonNullable<ActionPage['summary']>> {
    const [found] = await summaries([caseId]);
    return { open: found?.open ?? 0, overdue: found?.overdue ?? 0, closed: found?.closed ?? 0 };
  }
}

function cursor({ dueAt, id }: ActionView): string {
  return `${dueAt}_${id}`;
}

function placeOf(after: string): { dueAt: string; id: string } {
  const [dueAt = '', id = ''] = after.split('_');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(dueAt) || Number.isNaN(Date.parse(dueAt)) || !isId(id)) {
    throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
      { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
    ]);
  }
  return { dueAt, id };
}
