import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import type { ActionView } from './actions.http.js';
import { actionsByIds, actionsOfCase, type Ownership, ownerOf, summaries } from './actions.queries.js';

export type { Ownership };

/** How many actions of a case are open, and how many of these overdue; whoever owns them. */
export interface OpenActions {
  open: number;
  overdue: number;
}

/**
 * SQL for a list of cases in one statement: `cross join ${openActionsOf('i.case_id')} as acts` gives acts.open and acts.overdue.
 * `caseId` is an SQL expression of ours, never a value. Counts what the reader may open, whoever owns the actions.
 */
export function openActionsOf(caseId: string): string {
  return `lateral (
    select count(*)::int as open, count(*) filter (where s.due_at < now())::int as overdue
      from actions.summaries s where s.case_id = ${caseId} and s.open)`;
}

/** SQL that finds an action when the reader may see it: row-level security answers. */
export const SEES_ACTION = 'select from actions.actions a where a.id = $1';

/** Narrow answers about actions, for the floors above. */
@Injectable()
export class ActionsReader {
  /** Counts by case; a case without actions, or one that the reader may not open, has none. */
  async openByCase(caseIds: readonly string[]): Promise<Map<string, OpenActions>> {
    const found = new Map((await summaries(caseIds)).map(({ caseId, open, overdue }) => [caseId, { open, overdue }]));
    return new Map(caseIds.map((id) => [id, found.get(id) ?? { open: 0, overdue: 0 }]));
  }

  /** Open actions of a case that the reader sees in full: for the review of last time's plan. */
  openOf(open: OpenCase): Promise<ActionView[]> {
    return actionsOfCase(open.caseId, true);
  }

  /** All of them: asked, done, worked? (A repeat case shows every earlier action.) */
  allOf(open: OpenCase): Promise<ActionView[]> {
    return actionsOfCase(open.caseId, false);
  }

  /** Those of these actions that the reader sees in full. */
  byIds(ids: readonly string[]): Promise<ActionView[]> {
    return actionsByIds(ids);
  }

  /** Who answers for an action; undefined when the reader may not see it. */
  async ownership(actionId: string): Promise<Ownership | undefined> {
    return ownerOf(actionId);
  }
}
