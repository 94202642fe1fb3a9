import {
  type ConnectionOptions,
  createPostgresBackend,
  type DefaultJobOptions,
  type Job,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { outlive } from '../db/database.js';
import type { WorkSettings } from './work-settings.js';

/** What a job carries: ids, and the fingerprint of the stuck work that it tries again. Never a name, an address or a text. */
export interface WorkData {
  ids: Record<string, string>;
  stuck?: string;
  /** of the database when it was added (platform/fence); none in what comes on a schedule */
  epoch?: number;
}

export type WorkJob = Job<WorkData, void, string>;
export type WorkQueue = Queue<WorkData, void, string>;
export type WorkWorker = Worker<WorkData, void, string>;

/** Failed jobs are kept until the keeper has put them before people; finished ones are gone at once, so that their ids are free. */
export function jobOptions(settings: WorkSettings): DefaultJobOptions {
  return {
    attempts: settings.jobAttempts,
    backoff: { type: 'exponential', delay: settings.jobBackoffMs, jitter: 0.3 },
    removeOnComplete: true,
    removeOnFail: false,
    stackTraceLimit: 1,
  };
}

/**
 * The queue, for adding to it and looking after it.
 * @param givenUp aborted when the queue is to be forgotten although it never answered: connecting to it ends
 */
export function openQueue(settings: WorkSettings, givenUp: AbortSignal): WorkQueue {
  const options: Omit<QueueOptions, 'connection'> = {
    prefix: 'marac',
    defaultJobOptions: jobOptions(settings),
    streams: { events: { maxLen: 1_000 } },
  };
  const { queueName, redisUrl } = settings;
  if (redisUrl) return new Queue(queueName, { ...options, connection: redis(redisUrl, givenUp, 1) });
  return new Queue(
    queueName,
    { ...options, connection: postgres(settings, 2) },
    postgresBackend,
  ) as unknown as WorkQueue;
}

/** The carrier of jobs in a worker process. It starts with `run()`. */
export function openWorker(
  settings: WorkSettings,
  work: (job: WorkJob) => Promise<void>,
  givenUp: AbortSignal,
): WorkWorker {
  const options: Omit<WorkerOptions, 'connection'> = {
    prefix: 'marac',
    autorun: false,
    concurrency: settings.concurrency,
    lockDuration: settings.lockMs,
    stalledInterval: settings.stalledCheckMs,
    maxStalledCount: 3,
    runRetryDelay: 2_000,
  };
  const { queueName, redisUrl } = settings;
  if (redisUrl) return new Worker(queueName, work, { ...options, connection: redis(redisUrl, givenUp, null) });
  const connection = postgres(settings, 4);
  return new Worker(queueName, work as never, { ...options, connection }, postgresBackend) as unknown as WorkWorker;
}

const postgresBackend = createPostgresBackend as never;

function postgres(settings: WorkSettings, max: number): never {
  return {
    connectionString: settings.databaseUrl,
    schema: 'bullmq',
    max,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    onConnect: outlive,
    application_name: 'marac queue',
  } as never;
}

/** @param maxRetriesPerRequest null: a worker waits for a Redis that is away; whoever adds a job is told soon */
function redis(url: string, givenUp: AbortSignal, maxRetriesPerRequest: number | null): ConnectionOptions {
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 6379),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    db: Number(pathname.slice(1) || 0),
    ...(protocol === 'rediss:' && { tls: {} }),
    connectTimeout: 3_000,
    retryStrategy: (times: number) => (givenUp.aborted ? null : Math.min(times * 100, 2_000)),
    maxRetriesPerRequest,
  };
}
