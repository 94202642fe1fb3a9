import type { DefaultJobOptions } from 'bullmq';
import type { WorkSettings } from './work-settings.js';

type Patience = Pick<
  WorkSettings,
  'promiseAttempts' | 'promiseBackoffMs' | 'longestBackoffMs' | 'startsWithoutOutcome' | 'keepDays'
>;

/**
 * What would let work be lost quietly: a job that is tried for ever or not at all, tried again at once until nothing else runs, or
 * that fails where nobody looks (each was seen elsewhere). Every job and promise has these options; one fault stops the boot.
 */
export function patienceFaults(job: DefaultJobOptions, promise: Patience): string[] {
  const backoff = typeof job.backoff === 'object' ? job.backoff.delay : job.backoff;
  const faults: [string, boolean][] = [
    ['jobs have no number of attempts', !isCount(job.attempts)],
    ['jobs are tried again at once', !isCount(backoff)],
    ['jobs that failed are thrown away', job.removeOnFail !== false],
    ['promises have no number of attempts', !isCount(promise.promiseAttempts)],
    ['promises are tried again at once', !isCount(promise.promiseBackoffMs)],
    ['promises that fail wait for ever', !(promise.longestBackoffMs <= 86_400_000)],
    ['a promise that kills its process is never given up', !isCount(promise.startsWithoutOutcome)],
    ['kept promises are forgotten at once, and could be kept twice', !isCount(promise.keepDays)],
  ];
  return faults.filter(([, is]) => is).map(([fault]) => fault);
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1;
