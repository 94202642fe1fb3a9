import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Calling } from '../due/when-due.js';
import { findDecorated, findProvided } from '../queue/decorated.js';
import { Miswired } from '../queue/miswired.js';
import { DeclaredEvents, type EventHandler, SUBSCRIBES, type Subscription } from './subscribes.js';

interface HandledEvent extends Calling {
  handle: EventHandler;
}

interface Found {
  events: ReadonlySet<string>;
  subscriptions: readonly Subscription[];
  handlers: ReadonlyMap<string, HandledEvent>;
}

/** The events of this application and who wants them. */
@Injectable()
export class EventCatalogue implements OnModuleInit {
  private cached: Found | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** Stops the boot when a subscriber waits for an event that nobody declares, or two share a name. */
  onModuleInit(): void {
    this.found();
  }

  found(): Found {
    return (this.cached ??= this.discover());
  }

  private discover(): Found {
    const events = new Set(findProvided(this.discovery, DeclaredEvents).flatMap((declared) => declared.events));
    const handlers = new Map<string, HandledEvent>();
    const subscriptions: Subscription[] = [];
    for (const { mark, where, call } of findDecorated<Subscription>(this.discovery, SUBSCRIBES)) {
      if (!events.has(mark.event))
        throw new Miswired(`event ${mark.event}, wanted by ${where}, is not declared by a module`);
      if (handlers.has(mark.subscriber)) throw new Miswired(`two subscribers are called ${mark.subscriber}`);
      handlers.set(mark.subscriber, { handle: call, together: mark.together });
      subscriptions.push(mark);
    }
    return { events, subscriptions, handlers };
  }
}
