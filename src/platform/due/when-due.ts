import type { FactoryProvider } from '@nestjs/common';
import { markMethod } from '../queue/decorated.js';
import { checkName } from '../queue/job.js';

/** @internal */
export const WHEN_DUE = Symbol('when due');

export interface DueFacts {
  /** the moment that was promised, not the moment of the call */
  dueAt: Date;
  /** greater each time the time was changed; the key for "once per promise" */
  epoch: number;
}

/** @param subject id of what is due. What it writes and the mark that it was done are one transaction. */
export type DueHandler = (subject: string, due: DueFacts) => Promise<void>;

/** How a method may be called. */
export interface Calling {
  /**
   * Calls for different subjects may be under way at once in one transaction, so that their statements travel together: for
   * methods where what is done about one subject has nothing to do with another. Should one fail, all are undone and called one by one.
   */
  together?: boolean;
}

/** @internal */
export interface DueMark extends Calling {
  kind: string;
}

/**
 * Marks the one method that is called when something of this kind is due, in a unit of work of the system. It looks at how
 * things stand now, since the subject may have changed. It does nothing outside the database: a mail is a row that a job sends.
 */
export const WhenDue = (kind: string, calling: Calling = {}) =>
  markMethod<DueMark>(WHEN_DUE, { kind: checkName(kind), ...calling });

/** @internal */
export class DeclaredKinds {
  constructor(readonly kinds: readonly string[]) {}
}

/** Declares a module's kinds of due things, for instance `action.overdue`: one provider among its `providers`. */
export function provideDueKinds(kinds: readonly string[]): FactoryProvider<DeclaredKinds> {
  return { provide: Symbol('due kinds'), useFactory: () => new DeclaredKinds(kinds.map(checkName)) };
}
