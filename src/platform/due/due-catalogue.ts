import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { findDecorated, findProvided, oneHandlerEach } from '../queue/decorated.js';
import { DeclaredKinds, type DueHandler, WHEN_DUE } from './when-due.js';

/** The kinds of due things that this application knows, each with its handler. */
@Injectable()
export class DueCatalogue implements OnModuleInit {
  private found: Map<string, DueHandler> | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** Stops the boot when a kind has no handler or two, or a handler's kind is not declared. */
  onModuleInit(): void {
    this.handlers();
  }

  handlers(): ReadonlyMap<string, DueHandler> {
    return (this.found ??= this.discover());
  }

  private discover(): Map<string, DueHandler> {
    const declared = findProvided(this.discovery, DeclaredKinds).flatMap(({ kinds }) => kinds);
    const handlers = findDecorated<string>(this.discovery, WHEN_DUE);
    const matched = oneHandlerEach('due kind', new Set(declared), handlers, (kind) => kind);
    return new Map([...matched].map(([kind, { call }]) => [kind, call]));
  }
}
