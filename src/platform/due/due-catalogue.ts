import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { findDecorated, findProvided, oneHandlerEach } from '../queue/decorated.js';
import { type Calling, DeclaredKinds, type DueHandler, type DueMark, WHEN_DUE } from './when-due.js';

/** What is called when something of a kind is due, and how. */
export interface HandledKind extends Calling {
  handle: DueHandler;
}

/** The kinds of due things that this application knows, each with its handler. */
@Injectable()
export class DueCatalogue implements OnModuleInit {
  private found: Map<string, HandledKind> | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** Stops the boot when a kind has no handler or two, or a handler's kind is not declared. */
  onModuleInit(): void {
    this.handlers();
  }

  handlers(): ReadonlyMap<string, HandledKind> {
    return (this.found ??= this.discover());
  }

  private discover(): Map<string, HandledKind> {
    const declared = findProvided(this.discovery, DeclaredKinds).flatMap(({ kinds }) => kinds);
    const handlers = findDecorated<DueMark>(this.discovery, WHEN_DUE);
    const matched = oneHandlerEach('due kind', new Set(declared), handlers, ({ kind }) => kind);
    return new Map([...matched].map(([kind, { call, mark }]) => [kind, { handle: call, together: mark.together }]));
  }
}
