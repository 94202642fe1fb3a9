import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { isId, NIL_ID } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import type { Page } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, daysBetween, parseIsoDate, todayIn } from '../platform/values/dates.js';
import { dateOf } from './order-dates.rules.js';
import type { OrderDatesQuery, OrderDateView } from './orders.dto.js';
import { datesIn } from './orders.queries.js';

const USUAL_DAYS = 60;
const MOST_DAYS = 366;
const START = { on: '0001-01-01', id: NIL_ID };

/** What is to come in an area: whose protection ends, and who is released, when. */
@Injectable()
export class OrderDates {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** Of cases that the reader may see. @throws Problem 404 where one is nobody; 422 `before-it-began`, `too-long`, `not-a-place` */
  async list(maracId: string, query: OrderDatesQuery): Promise<Page<OrderDateView>> {
    if (!(await this.maracs.byId(maracId)) || !tx().actor.may('cases:read', maracId)) throw Problem.notFound();
    const { from = todayIn(TIME_ZONE, present()), limit } = query;
    const until = query.until ?? addDays(from, USUAL_DAYS);
    if (until < from) throw wrong('until', 'before-it-began', 'The last day comes after the first.');
    if (daysBetween(from, until) > MOST_DAYS) throw wrong('until', 'too-long', 'At most a year at a time.');
    const after = query.after ? placeOf(query.after) : START;
    const rows = await datesIn(maracId, { from, until, after, limit });
    const subject = { kind: 'marac', id: maracId };
    this.audit.record({ action: 'order-dates.listed', subject, maracId, labels: ['PERPETRATOR'] });
    const last = rows.at(-1);
    const items = rows.map(({ id, caseId, caseRef, kind, on, reviewId, ...days }) => {
      const { occasion } = dateOf({ kind, ...days })!;
      return { id, caseId, caseRef, kind, occasion, on, reviewId };
    });
    return { items, next: rows.length < limit || !last ? null : `${last.on}_${last.id}` };
  }
}

function placeOf(after: string): { on: string; id: string } {
  const [on = '', id = ''] = after.split('_');
  if (parseIsoDate(on) === null || !isId(id))
    throw wrong('after', 'not-a-place', 'Give what the page before called next.');
  return { on, id };
}

function wrong(pointer: string, code: string, detail: string): Problem {
  return new Problem(422, 'invalid-input', 'The input was not accepted.', [{ pointer, code, detail }]);
}
