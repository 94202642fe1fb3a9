import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { Order } from './orders.entity.js';
import type { OrderChangeView } from './orders.dto.js';

export interface OrderRow extends Omit<Order, 'recordedBy' | 'settled'> {
  sourceAgency: string | null;
  changes: OrderChangeView[];
}

const ORDER = `
  select o.id, o.case_id as "caseId", o.marac_id as "maracId", o.label, o.person_id as "personId", o.kind, o.authority, o.reference,
         o.from_on as "fromOn", o.until_on as "untilOn", o.conditions, o.power_of_arrest as "powerOfArrest", o.served,
         o.ended_on as "endedOn", o.source_agency_id as "sourceAgencyId", o.version, a.name as "sourceAgency",
         (select coalesce(json_agg(json_build_object(
                   'change', c.change, 'fromOn', c.from_on, 'untilOn', c.until_on, 'conditions', c.conditions,
                   'happenedOn', c.happened_on, 'because', c.because,
                   'changedAt', to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by c.id), '[]')
            from orders.changes c where c.order_id = o.id) as changes
    from orders.orders o left join maracs.agencies a on a.id = o.source_agency_id`;

/** Orders of a case, newest first, as far as the reader may see them. */
export async function ordersOf(open: OpenCase): Promise<OrderRow[]> {
  return tx().query<OrderRow>(`${ORDER} where o.case_id = $1 order by o.id desc`, [open.caseId]);
}

export async function orderById(orderId: string): Promise<OrderRow | undefined> {
  return tx().one<OrderRow>(`${ORDER} where o.id = $1`, [orderId]);
}

/** True when this is a perpetrator of the case whom the reader may know of. */
export async function isPerpetratorOf(open: OpenCase, personId: string): Promise<boolean> {
  const row = await tx().one<object>(
    `select p.id from persons.persons p where p.id = $1 and p.case_id = $2 and p.label = 'PERPETRATOR'`,
    [personId, open.caseId],
  );
  return row !== undefined;
}

/** Saves what a change may touch; 0 when somebody changed it meanwhile. Its dates are to be looked at anew. */
export async function saveOrder(
  orderId: string,
  version: number,
  order: Pick<Order, 'fromOn' | 'untilOn' | 'conditions' | 'reference' | 'powerOfArrest' | 'served' | 'endedOn'>,
): Promise<number> {
  const { fromOn, untilOn, conditions, reference, powerOfArrest, served, endedOn } = order;
  return tx().change(
    `update orders.orders o set from_on = $3, until_on = $4, conditions = $5, reference = $6, power_of_arrest = $7, served = $8,
            ended_on = $9, settled = false, version = o.version + 1
      where o.id = $1 and o.version = $2`,
    [orderId, version, fromOn, untilOn, conditions, reference, powerOfArrest, served, endedOn],
  );
}

export interface OrderDateRow {
  id: string;
  caseId: string;
  caseRef: string;
  kind: Order['kind'];
  fromOn: string | null;
  untilOn: string | null;
  endedOn: string | null;
  on: string;
  reviewId: string | null;
}

/** The day on which an order stops keeping the perpetrator away, as order-dates.rules has it. */
const DATE = `coalesce(o.ended_on, case when o.kind = 'RELEASE' then o.from_on else o.until_on end)`;

/** Dates of the area's orders in a range, soonest first, as far as the reader may see them. */
export async function datesIn(
  maracId: string,
  { from, until, after, limit }: { from: string; until: string; after: { on: string; id: string }; limit: number },
): Promise<OrderDateRow[]> {
  return tx().query<OrderDateRow>(
    `select o.id, o.case_id as "caseId", c.ref as "caseRef", o.kind, o.from_on as "fromOn", o.until_on as "untilOn", o.ended_on as "endedOn",
            ${DATE} as on, r.id as "reviewId"
       from orders.orders o
       join access.cases c on c.id = o.case_id
       left join orders.reviews r on r.order_id = o.id and r.completed_at is null
      where o.marac_id = $1 and ${DATE} between $2 and $3 and not (o.kind = 'RELEASE' and o.ended_on is not null)
        and (${DATE}, o.id) > ($4::date, $5::uuid)
      order by ${DATE}, o.id limit $6`,
    [maracId, from, until, after.on, after.id, limit],
  );
}
