import type { Actor } from '../db/actor.js';

/** What is recorded of a request that was refused or failed. Codes and patterns alone: nothing of what was sent. */
export interface Refusal {
  /** null when the request was to a public route */
  actor: Actor | null;
  /** `POST /api/v1/cases/:id/transfers`, or `POST unmatched` */
  route: string;
  status: number;
  code: string;
  reference: string;
}

/** Records refusals in a transaction of its own, since the unit of work they belong to is undone. Provided by the audit room. */
export abstract class RefusalRecorder {
  abstract record(entry: Refusal): Promise<void>;
}
