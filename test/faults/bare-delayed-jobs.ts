import { Worker } from 'bullmq';
import pg from 'pg';
import { BARE_QUEUE, bareBackend, bareConnection } from './bare-queue.js';

/** The same promises on BullMQ's delayed jobs alone, with every setting at its best for being killed: one row for each job. Begins when told to. */
const db = new pg.Pool({ connectionString: process.env['BARE_URL'], max: 8 });
db.on('error', () => undefined);
const { BARE_REDIS: redisUrl, BARE_URL: databaseUrl = '' } = process.env;

async function work(): Promise<void> {
  const worker = new Worker(
    BARE_QUEUE,
    async (job) => {
      await db.query('insert into drill.bare (action_id) values ($1)', [(job.data as { id: string }).id]);
    },
    {
      connection: bareConnection(redisUrl, databaseUrl),
      ...{ concurrency: 8, lockDuration: 5_000, stalledInterval: 2_500, maxStalledCount: 10 },
    },
    ...bareBackend(redisUrl),
  );
  worker.on('error', () => undefined);
  await worker.waitUntilReady();
  process.stdout.write('worker.started\n');
}

const waiting = setInterval(() => undefined, 60_000);
process.once('SIGWINCH', () => {
  clearInterval(waiting);
  work().catch(() => process.exit(1));
});
process.on('SIGTERM', () => process.exit(0));
process.stdout.write('standing by\n');
