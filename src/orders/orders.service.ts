import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { withheldOf } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { DateWatch } from './date-watch.service.js';
import type { OrderChange } from './order-codes.rules.js';
import { dateOf } from './order-dates.rules.js';
import { refuseDays, refuseHappening } from './order-input.rules.js';
import { Order, OrderChangeRow } from './orders.entity.js';
import type { NewBreach, NewCourtOrder, OrderEnding, OrdersView, OrderVariation, OrderView } from './orders.dto.js';
import { isPerpetratorOf, orderById, type OrderRow, ordersOf, saveOrder } from './orders.queries.js';

/** What the list may keep from a reader, by the kind of information it is. */
const KINDS = { orders: 'PERPETRATOR', sourceAgency: 'SOURCE', intelligence: 'INTELLIGENCE' } as const;

type Happening = Pick<OrderChangeRow, 'change' | 'happenedOn' | 'because'>;
type Days = Pick<Order, 'fromOn' | 'untilOn' | 'conditions'>;

/** What courts, police and prisons decided about a perpetrator: recorded, varied, ended, breached. Nothing of it is ever lost. */
@Injectable()
export class Orders {
  private readonly orders = new Store(Order);
  private readonly changes = new Store(OrderChangeRow);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
    private readonly maracs: MaracsReader,
    private readonly watch: DateWatch,
  ) {}

  /** @throws Problem 404 hidden */
  async list(caseId: string): Promise<OrdersView> {
    const open = await this.access.open(caseId, 'read-case');
    const withheld = withheldOf(KINDS, open);
    if (!open.shows('PERPETRATOR')) return { caseId, withheld };
    this.record('orders.read', { kind: 'case', id: caseId }, open);
    return { caseId, orders: (await ordersOf(open)).map((row) => viewOf(row, open)), withheld };
  }

  /**
   * Records an order. Its day is watched from now on; when little time is left, people are told at once.
   * @throws Problem 404; 403; 422 `not-of-the-case`, `unknown`, `required`, `before-it-began`, `not-shared-with-you`,
   *   `protected-address-in-text`
   */
  async add(caseId: string, input: NewCourtOrder): Promise<OrderView> {
    const open = await this.mayRecord(caseId);
    const { kind, personId, authority, reference = null, conditions = null } = input;
    const { fromOn = null, untilOn = null, powerOfArrest = 'NOT_KNOWN', served = 'NOT_KNOWN' } = input;
    refuse(refuseDays({ kind, fromOn, untilOn }));
    if (!(await isPerpetratorOf(open, personId)))
      throw Problem.at('/personId', 'not-of-the-case', 'The case has no such perpetrator.');
    if (input.intelligence && !open.shows('INTELLIGENCE'))
      throw Problem.at('/intelligence', 'not-shared-with-you', 'Intelligence on this case is not shared with you.');
    const sourceAgencyId = await this.source(open, input.sourceAgencyId);
    await this.freeText.check(caseId, {
      '/authority': authority,
      '/reference': reference,
      '/conditions': conditions,
    });
    const label = input.intelligence ? 'INTELLIGENCE' : 'PERPETRATOR';
    const id = newId();
    this.orders.insert({
      ...{
        id,
        caseId,
        maracId: open.maracId,
        label,
        personId,
        kind,
        authority,
        reference,
        fromOn,
        untilOn,
        conditions,
      },
      ...{ powerOfArrest, served, endedOn: null, sourceAgencyId, recordedBy: by(), settled: false, version: 1 },
    });
    this.note({ id, label }, open, { fromOn, untilOn, conditions }, 'RECORDED');
    this.record('order.recorded', { kind: 'order', id }, open, kind);
    await this.watch.lookAt(id);
    return this.shown(id, open);
  }

  /** @throws Problem 404; 403; 409 `already-ended`; 412 stale; 422 as `add` */
  async vary(orderId: string, version: number, input: OrderVariation): Promise<OrderView> {
    const { order, open } = await this.mayChange(orderId);
    const { because, conditions = order.conditions, reference = order.reference } = input;
    const { fromOn = order.fromOn, untilOn = order.untilOn } = input;
    const { powerOfArrest = order.powerOfArrest, served = order.served } = input;
    refuse(refuseDays({ kind: order.kind, fromOn, untilOn }));
    const { conditions: said, reference: ref } = input;
    await this.freeText.check(order.caseId, { '/conditions': said, '/reference': ref, '/because': because });
    const varied = { ...order, fromOn, untilOn, conditions, reference, powerOfArrest, served };
    return this.save(varied, open, version, { change: 'VARIED', happenedOn: null, because });
  }

  /** @throws Problem 404; 403; 409 `already-ended`; 412 stale; 422 `before-it-began`, `protected-address-in-text` */
  async end(orderId: string, version: number, { endedOn, because }: OrderEnding): Promise<OrderView> {
    const { order, open } = await this.mayChange(orderId);
    const called = order.kind === 'RELEASE';
    refuse(refuseHappening('/endedOn', endedOn, called ? { fromOn: null } : order, today()));
    await this.freeText.check(order.caseId, { '/because': because });
    return this.save({ ...order, endedOn }, open, version, { change: 'ENDED', happenedOn: endedOn, because });
  }

  /** Whoever sees an order and may record one may say that it was breached: breaches are learnt of everywhere. @throws Problem 404; 403; 422 */
  async breach(orderId: string, { happenedOn, because }: NewBreach): Promise<OrderView> {
    const { order, open } = await this.found(orderId);
    if (!tx().actor.may('orders:record', open.maracId)) throw Problem.notAllowed();
    refuse(refuseHappening('/happenedOn', happenedOn, order, today()));
    await this.freeText.check(order.caseId, { '/because': because });
    const changeId = this.note(order, open, order, 'BREACHED', happenedOn, because);
    this.record('order.breached', { kind: 'order', id: orderId }, open, order.kind);
    await this.watch.breached(orderId, changeId, happenedOn);
    return this.shown(orderId, open);
  }

  private async save(order: OrderRow, open: OpenCase, version: number, happening: Happening): Promise<OrderView> {
    const { change, happenedOn, because } = happening;
    if ((await saveOrder(order.id, version, order)) === 0) throw new StaleVersion();
    this.note(order, open, order, change, happenedOn, because);
    this.record(`order.${change.toLowerCase()}`, { kind: 'order', id: order.id }, open, order.kind);
    await this.watch.lookAt(order.id);
    return this.shown(order.id, open);
  }

  private async source({ maracId }: OpenCase, asked?: string): Promise<string | null> {
    if (!asked) return tx().actor.agencyId;
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some(({ id }) => id === asked))
      throw Problem.at('/sourceAgencyId', 'unknown', 'The MARAC has no such agency.');
    return asked;
  }

  private async mayRecord(caseId: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'record-action');
    if (!open.shows('PERPETRATOR') || !tx().actor.may('orders:record', open.maracId)) throw Problem.notAllowed();
    return open;
  }

  /** @throws Problem 404 hidden */
  private async found(orderId: string): Promise<{ order: OrderRow; open: OpenCase }> {
    const order = await orderById(orderId);
    if (!order) throw Problem.notFound();
    return { order, open: await this.access.open(order.caseId, 'record-action') };
  }

  private async mayChange(orderId: string): Promise<{ order: OrderRow; open: OpenCase }> {
    const { order, open } = await this.found(orderId);
    if (!mayChange(order)) throw Problem.notAllowed();
    if (order.endedOn) throw Problem.conflict('already-ended', 'This ended before.');
    return { order, open };
  }

  private note(
    { id: orderId, label }: Pick<Order, 'id' | 'label'>,
    { caseId, maracId }: OpenCase,
    { fromOn, untilOn, conditions }: Days,
    change: OrderChange,
    happenedOn: string | null = null,
    because: string | null = null,
  ): string {
    const id = newId();
    const said = { change, fromOn, untilOn, conditions, happenedOn, because, changedBy: by() };
    this.changes.insert({ id, orderId, caseId, maracId, label, ...said });
    return id;
  }

  private async shown(orderId: string, open: OpenCase): Promise<OrderView> {
    const row = await orderById(orderId);
    if (!row) throw new Error('the order just written is not there');
    return viewOf(row, open);
  }

  private record(action: string, subject: { kind: string; id: string }, { maracId }: OpenCase, code?: string): void {
    this.audit.record({ action, subject, maracId, labels: ['PERPETRATOR'], code });
  }
}

const today = () => todayIn(TIME_ZONE, present());
const by = () => `${tx().actor.kind}:${tx().actor.id}`;

function refuse(problem: FieldProblem | null): void {
  if (problem) throw Problem.at(problem.pointer, problem.code, problem.detail);
}

/** The agency that told us of it, and who oversees the case: nobody else moves a date that others rely on. */
function mayChange({ maracId, sourceAgencyId }: OrderRow): boolean {
  const { actor } = tx();
  if (!actor.may('orders:record', maracId)) return false;
  return actor.may('meetings:manage', maracId) || (sourceAgencyId !== null && actor.agencyId === sourceAgencyId);
}

function viewOf(row: OrderRow, open: OpenCase): OrderView {
  const { label, maracId: _, sourceAgencyId: __, sourceAgency, ...order } = row;
  const date = dateOf(row);
  return {
    ...order,
    ...(open.shows('SOURCE') && { sourceAgency }),
    intelligence: label === 'INTELLIGENCE',
    dateOn: date?.on ?? null,
    occasion: date?.occasion ?? null,
    breaches: row.changes.filter(({ change }) => change === 'BREACHED').length,
    mayChange: !row.endedOn && mayChange(row),
  };
}
