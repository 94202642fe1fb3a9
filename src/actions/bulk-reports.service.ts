import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { databaseProblem } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { ActionsService } from './actions.service.js';
import type { ActionView } from './actions.http.js';
import type { BulkItem, BulkReportView, BulkResultView, BulkUpdates } from './bulk.dto.js';

/** What an agency reports of many actions at once. */
@Injectable()
export class BulkReports {
  constructor(
    private readonly actions: ActionsService,
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /** Each on its own: what is refused changes nothing, and leaves the others alone. */
  async report({ items }: BulkUpdates): Promise<BulkReportView> {
    const results: BulkResultView[] = [];
    const seen = new Set<string>();
    for (const item of items) {
      results.push(seen.has(item.id) ? refusedItem(item.id, TWICE) : await this.one(item));
      seen.add(item.id);
    }
    const done = results.filter((result) => result.done).length;
    return { done, refused: results.length - done, results };
  }

  /** One of them, in a savepoint of its own. What fails by no rule of ours fails the whole. */
  async one(item: BulkItem): Promise<BulkResultView> {
    const { id } = item;
    try {
      const { version } = await this.uow.attempt(() => this.carryOut(item));
      return { id, done: true, status: 200, code: null, version, errors: [] };
    } catch (error) {
      const problem = error instanceof Problem ? error : databaseProblem(error);
      if (!problem || problem.getStatus() >= 500) throw error;
      this.audit.record({ action: 'action.report-refused', subject: { kind: 'action', id }, code: problem.code });
      return refusedItem(id, problem);
    }
  }

  private carryOut({ id, version, update, closure }: BulkItem): Promise<ActionView> {
    if (update && !closure) return this.actions.update(id, update, version);
    if (closure && !update) return this.actions.close(id, version, closure);
    throw Problem.at('/update', closure ? 'not-both' : 'required', 'Give how it goes, or how it ended.');
  }
}

const TWICE = Problem.at('/id', 'named-twice', 'This action is named twice.');

function refusedItem(id: string, problem: Problem): BulkResultView {
  const { code, errors } = problem;
  return { id, done: false, status: problem.getStatus(), code, version: null, errors };
}
