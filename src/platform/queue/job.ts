import type { FactoryProvider } from '@nestjs/common';
import { markMethod } from './decorated.js';
import { Miswired } from './miswired.js';
import { intervalMs, type Schedule } from './schedule.js';

/** @internal */
export const HANDLES = Symbol('handles job');

/** Work that a worker does when told, or on a schedule. Made by `defineJob`, declared by a module with `provideJobs`. */
export interface JobDefinition {
  /** `feature.verb-object`, for instance `actions.raise-overdue`; also the name of the actor in the audit */
  readonly name: string;
  readonly every?: Schedule;
  /**
   * `one`: the handler runs in one unit of work, done with it or undone.
   * `own`: the handler makes its own units of work, because it is slow or speaks to the outside (mail, documents).
   */
  readonly transaction: 'one' | 'own';
}

export type JobHandler = (ids: Record<string, string>) => Promise<void>;

const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

export function checkName(name: string): string {
  if (!NAME.test(name) || name.length > 64) throw new Miswired(`${name} is not a name of the form feature.verb-object`);
  return name;
}

export function defineJob(given: { name: string; every?: Schedule; transaction?: 'one' | 'own' }): JobDefinition {
  if (typeof given.every === 'string') intervalMs(given.every);
  return Object.freeze({ ...given, name: checkName(given.name), transaction: given.transaction ?? 'one' });
}

/** Marks the one method that does a job. At least once: it must bear being run again. */
export const Handles = (job: JobDefinition) => markMethod(HANDLES, job.name);

/** @internal */
export class DeclaredJobs {
  constructor(readonly jobs: readonly JobDefinition[]) {}
}

/** Declares the jobs of a module: one provider among its `providers`. */
export function provideJobs(jobs: readonly JobDefinition[]): FactoryProvider<DeclaredJobs> {
  return { provide: Symbol('jobs'), useFactory: () => new DeclaredJobs(jobs) };
}
