import type { FactoryProvider } from '@nestjs/common';
import { markMethod } from '../queue/decorated.js';
import type { Calling } from '../due/when-due.js';
import { checkName } from '../queue/job.js';

/** @internal */
export const SUBSCRIBES = Symbol('subscribes');

/** @internal */
export interface Subscription extends Calling {
  event: string;
  subscriber: string;
}

/**
 * @param ids what the event concerns
 * @param eventId id of the event
 * @param name of the event, for who listens to several
 * What it writes and the mark that the event reached it are one transaction: exactly once.
 */
export type EventHandler = (ids: Record<string, string>, eventId: string, name: string) => Promise<void>;

/**
 * Marks a method that an event is brought to, in a unit of work of the system. It does nothing outside the database.
 * @param event name that a module declares with `provideEvents`
 * @param subscriber name of this subscriber, which stays the same for ever: what is owed is kept under it
 */
export const Subscribes = (event: string, subscriber: string, calling: Calling = {}) =>
  markMethod<Subscription>(SUBSCRIBES, { event: checkName(event), subscriber: checkName(subscriber), ...calling });

/** @internal */
export class DeclaredEvents {
  constructor(readonly events: readonly string[]) {}
}

/** Declares the events that a module publishes: one provider among its `providers`. */
export function provideEvents(events: readonly string[]): FactoryProvider<DeclaredEvents> {
  return { provide: Symbol('events'), useFactory: () => new DeclaredEvents(events.map(checkName)) };
}
