import { Injectable } from '@nestjs/common';
import { Exclusions } from '../access/exclusions.service.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { ConflictBook } from './conflict-book.service.js';
import type { Conflict } from './conflict.entity.js';
import { isClosed } from './conflict.rules.js';
import { LIFT_PROPOSED } from './conflicts.events.js';
import { overseersLeft } from './conflicts.queries.js';
import { Spread } from './spread.service.js';

/** Carries decisions out: closes, opens, tells the second person. For the system: call it elevated. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly book: ConflictBook,
    private readonly exclusions: Exclusions,
    private readonly spread: Spread,
    private readonly outbox: Outbox,
  ) {}

  async decision(before: Conflict, after: Conflict): Promise<void> {
    const { id: conflictId, caseId, maracId, status } = after;
    if (!isClosed(before.status) && isClosed(status)) {
      this.book.close(after);
      await this.spread.follow();
    }
    if (isClosed(before.status) && !isClosed(status)) await this.exclusions.lift(conflictId);
    if (status === 'LIFT_PROPOSED') this.outbox.publish({ name: LIFT_PROPOSED, ids: { conflictId, caseId, maracId } });
  }

  /**
   * Closes a case to an agency by its list of people, in place of an earlier list: in one unit of work, so that nobody slips in between.
   * @throws Problem 422 `nobody-left` when no coordinator and no chair would find the case any more
   */
  async closeAnew(line: Conflict): Promise<void> {
    await this.exclusions.lift(line.id);
    this.book.close(line);
    await this.spread.follow();
    if ((await overseersLeft(line.maracId, line.caseId)) === 0)
      throw Problem.at(
        '/exceptUserIds',
        'nobody-left',
        'No coordinator or chair would be left to look after the case.',
      );
  }
}
