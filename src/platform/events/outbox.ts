import { Injectable } from '@nestjs/common';
import { newId } from '../db/ids.js';
import { JsonInsert } from '../db/json-insert.js';
import { tx } from '../db/transaction.js';
import { Jobs } from '../queue/jobs.js';
import { Miswired } from '../queue/miswired.js';
import { idsOnly } from '../queue/payload.js';
import { EventCatalogue } from './event-catalogue.js';
import { RELAY } from './relay.js';

/** Something that happened, told to higher floors: a name in the past tense, and ids. */
export interface DomainEvent {
  name: string;
  ids: Record<string, string>;
}

const ROWS = new JsonInsert('platform.outbox', ['id', 'name', 'ids']);

/** Wake-ups of one moment are one. */
const MOMENT_MS = 20;

/** Tells other features what happened, if and only if the current unit of work commits. */
@Injectable()
export class Outbox {
  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Publishes an event and gives its id.
   * @throws NotIds when a value is not an id; Miswired for an event that no module declares
   */
  publish({ name, ids }: DomainEvent): string {
    if (!this.catalogue.found().events.has(name)) throw new Miswired(`event ${name} is not declared by a module`);
    const payload = idsOnly(name, ids);
    const id = newId();
    tx().insert(ROWS, [id, name, payload]);
    this.jobs.add(RELAY, {}, { jobId: `relay.${Math.floor(Date.now() / MOMENT_MS)}` });
    return id;
  }
}
