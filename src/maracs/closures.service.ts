import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { isBankHoliday } from '../platform/values/holidays.js';
import { Closure } from './closure.entity.js';
import type { ClosureView, NewClosure } from './closures.dto.js';
import { closuresOf, endClosure } from './closures.queries.js';
import { CLOSURES_CHANGED } from './maracs.events.js';
import { MaracsService, TIME_ZONE } from './maracs.service.js';

registerConstraint('closure_is_there', {
  status: 409,
  code: 'closure-there',
  title: 'That day is closed already.',
  pointer: '/day',
});

/**
 * Days on which an area does not work besides the bank holidays that the law names every year: a holiday proclaimed once, a day of
 * the town's own. Meetings and deadlines count without them.
 */
@Injectable()
export class Closures {
  private readonly closures = new Store(Closure);

  constructor(
    private readonly maracs: MaracsService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 */
  async list(maracId: string): Promise<ClosureView[]> {
    await this.maracs.byId(maracId);
    return closuresOf(maracId);
  }

  /** @throws Problem 404; 403; 409 `closure-there`; 422 `in-the-past`, `bank-holiday` when the law closes it anyway */
  async add(maracId: string, { day, name }: NewClosure): Promise<ClosureView> {
    const { nation } = await this.managed(maracId);
    if (day < todayIn(TIME_ZONE, present()))
      throw Problem.at('/day', 'in-the-past', 'Deadlines that have passed are not counted anew.');
    if (isBankHoliday(day, nation)) throw Problem.at('/day', 'bank-holiday', 'This is a bank holiday here already.');
    const { actor } = tx();
    const closure: Closure = { id: newId(), maracId, day, name, addedBy: `${actor.kind}:${actor.id}` };
    this.closures.insert(closure);
    this.changed(maracId, 'closure.added', closure.id);
    await tx().settle();
    return { id: closure.id, maracId, day, name };
  }

  /** The day is worked after all. @throws Problem 404; 403; 409 `in-the-past` for one that was kept */
  async end(maracId: string, closureId: string): Promise<void> {
    await this.managed(maracId);
    const { actor } = tx();
    const ended = await endClosure(maracId, closureId, `${actor.kind}:${actor.id}`);
    if (!ended) throw Problem.notFound();
    if (ended.day < todayIn(TIME_ZONE, present()))
      throw Problem.conflict('in-the-past', 'That day has passed: deadlines were counted without it.');
    this.changed(maracId, 'closure.ended', closureId);
  }

  private async managed(maracId: string) {
    const marac = await this.maracs.byId(maracId);
    if (!tx().actor.may('closures:manage', maracId)) throw Problem.notAllowed();
    return marac;
  }

  private changed(maracId: string, action: string, id: string): void {
    this.audit.record({ action, subject: { kind: 'closure', id }, maracId });
    this.outbox.publish({ name: CLOSURES_CHANGED, ids: { maracId } });
  }
}
