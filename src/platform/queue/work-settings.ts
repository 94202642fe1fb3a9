/**
 * How work is carried and how patient it is. Times in milliseconds. The defaults suit one to ten workers; tests and faults
 * drills shorten them.
 */
export class WorkSettings {
  /** address of the app role; queues live in its schema `bullmq` when there is no Redis */
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly queueName: string = 'work';
  /** jobs run at once by one worker process */
  readonly concurrency: number = 8;
  /** tries of one job before people are told */
  readonly jobAttempts: number = 6;
  readonly jobBackoffMs: number = 1_000;
  /** a job whose worker has not been heard of for this long is given to another */
  readonly lockMs: number = 30_000;
  readonly stalledCheckMs: number = 15_000;
  /** how often schedules, missed runs and failed jobs are looked after */
  readonly keeperMs: number = 30_000;
  /** how often promises are swept: the longest that a lost wake-up can delay one */
  readonly sweepMs: number = 1_000;
  /** promises claimed by one sweep at a time */
  readonly batch: number = 100;
  /** tries of one promise before people are told; with the back-off below about 18 minutes */
  readonly promiseAttempts: number = 8;
  readonly promiseBackoffMs: number = 1_000;
  readonly longestBackoffMs: number = 900_000;
  /** starts without any outcome (the process died each time) before a promise is given to people untried */
  readonly startsWithoutOutcome: number = 7;
  /** a sweep that takes longer is left behind; the database ends its transaction after `silenceMs` */
  readonly sweepLimitMs: number = 30_000;
  /**
   * a worker and a database that hear nothing of each other for so long within a transaction give it up, each by itself: what it held
   * another worker can take up, and this one goes on. What is due may be late by five seconds when a network fails, and no more.
   */
  readonly silenceMs: number = 3_000;
  /** a worker that is told to end waits so long for work under way; what is not done by then another worker does */
  readonly endMs: number = 20_000;
  /** finished promises and relayed events are kept this many days */
  readonly keepDays: number = 90;

  constructor(given: Partial<WorkSettings> & { databaseUrl: string }) {
    this.databaseUrl = given.databaseUrl;
    Object.assign(this, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  }
}
