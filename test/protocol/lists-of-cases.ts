import type { INestApplicationContext } from '@nestjs/common';
import { AlertLists } from '../../src/alerts/alert-lists.service.js';
import { OrderDates } from '../../src/orders/order-dates.service.js';
import { Orders } from '../../src/orders/orders.service.js';
import { Problem } from '../../src/platform/http/problem.js';
import { Contacts } from '../../src/support/contacts.service.js';
import { kindOf } from './facts-rows.js';
import type { Facts } from './facts.js';
import type { Oracle } from './oracle.js';

const LIMIT = 100;
type Person = Facts['people'][number];

/** Cases by what of them hangs on each: contacts of the victim, orders against the perpetrator, what was told of the case. */
export type Hanging = Record<
  'contacts' | 'orders' | 'orders of intelligence' | 'order dates' | 'alerts of actions' | 'alerts of flags',
  string[]
>;

/** What the lists of a case, asked for case by case, and those of an area show this person. In the unit of work of the caller. */
export async function hangingOf(app: INestApplicationContext, { cases, maracs }: Facts): Promise<Hanging> {
  const get = <T>(service: new (...args: never[]) => T): T => app.get(service, { strict: false });
  const found: Hanging = {
    ...{ contacts: [], orders: [], 'orders of intelligence': [], 'order dates': [] },
    ...{ 'alerts of actions': [], 'alerts of flags': [] },
  };
  const note = (where: keyof Hanging, id: string, shown: boolean | undefined) => shown && found[where].push(id);
  for (const { id } of cases) {
    const contacts = await unlessHidden(() => get(Contacts).list(id, { limit: LIMIT } as never));
    note('contacts', id, (contacts?.items.length ?? 0) > 0);
    const orders = (await unlessHidden(() => get(Orders).list(id)))?.orders ?? [];
    note('orders', id, orders.length > 0);
    note('orders of intelligence', id, orders.length > 1);
    const alerts = (await unlessHidden(() => get(AlertLists).ofCase(id, { limit: LIMIT } as never)))?.items ?? [];
    note('alerts of actions', id, alerts.some(({ kind }) => kind === 'action')); // prettier-ignore
    note('alerts of flags', id, alerts.some(({ kind }) => kind === 'flag')); // prettier-ignore
  }
  for (const maracId of maracs) {
    const dates = await get(OrderDates).list(maracId, { limit: LIMIT } as never);
    found['order dates'].push(...new Set(dates.items.map(({ caseId }) => caseId)));
  }
  for (const ids of Object.values(found)) ids.sort();
  return found;
}

/** What the oracle says they must show. */
export function hangingByOracle(oracle: Oracle, facts: Facts, person: Person): Hanging {
  const of = (holds: (id: string, maracId: string) => boolean) =>
    facts.cases
      .filter(({ id }) => oracle.labels(person.id, id) !== undefined)
      .filter(({ id, maracId }) => holds(id, maracId))
      .map(({ id }) => id)
      .sort();
  const shown = (id: string, ...labels: ('PERPETRATOR' | 'INTELLIGENCE')[]) =>
    labels.every((label) => oracle.decide(person.id, id, label, true).shown);
  const owes = (id: string) =>
    !oracle.isBrought(person.id, id) && (person.agencyId === facts.agencies[0] || oracle.oversees(person.id, id));
  const supports = (maracId: string) => person.roles.some((held) => held.role === 'IDVA' && held.maracId === maracId);
  return {
    contacts: of((id) => hers(oracle, person, id)),
    orders: of((id) => shown(id, 'PERPETRATOR')),
    'orders of intelligence': of((id) => shown(id, 'PERPETRATOR', 'INTELLIGENCE')),
    // a day is that of an order, which shows by its own kind of information
    'order dates': of((id) => shown(id, 'PERPETRATOR') || shown(id, 'INTELLIGENCE')),
    'alerts of actions': of((id, maracId) => owes(id) || (supports(maracId) && !oracle.isBrought(person.id, id))),
    'alerts of flags': of((id) => owes(id)),
  };
}

/** How she is reached is for who oversees the case, and for whom CONTACT was shared with unless they work with the perpetrator. */
function hers(oracle: Oracle, { id: personId, agencyId }: Person, caseId: string): boolean {
  const { reason } = oracle.decide(personId, caseId, 'CONTACT', true);
  return reason === 'STANDING' || (reason === 'SHARED' && kindOf(agencyId) !== 'PROBATION');
}

async function unlessHidden<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem && error.getStatus() === 404) return undefined;
    throw error;
  }
}
