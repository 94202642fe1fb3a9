import { createPostgresBackend, Queue } from 'bullmq';
import type pg from 'pg';

export const BARE_QUEUE = 'bare';

/** Where a bare queue lives: in Redis when there is one, else in the database. */
export function bareConnection(redisUrl: string | undefined, databaseUrl: string): never {
  if (redisUrl) {
    const { hostname, port } = new URL(redisUrl);
    return { host: hostname, port: Number(port), maxRetriesPerRequest: null } as never;
  }
  return { connectionString: databaseUrl, schema: 'bullmq', max: 4 } as never;
}

/** The last argument of a queue or worker: none for Redis. */
export const bareBackend = (redisUrl: string | undefined): [] | [never] => redisUrl ? [] : [createPostgresBackend as never]; // prettier-ignore

/** A delayed job for each of the loaded actions; delays by the database's clock. */
export async function addDelayedJobs(
  client: pg.Client,
  redisUrl: string | undefined,
  databaseUrl: string,
): Promise<void> {
  const queue = new Queue(BARE_QUEUE, { connection: bareConnection(redisUrl, databaseUrl) }, ...bareBackend(redisUrl));
  queue.on('error', () => undefined);
  try {
    const { rows } = await client.query<{ id: string; ms: number }>(
      `select l.id, extract(epoch from l.due_at - clock_timestamp()) * 1000::float8 as ms from drill.loaded l order by l.due_at`,
    );
    const opts = { attempts: 3, removeOnComplete: true };
    for (let at = 0; at < rows.length; at += 1_000) {
      const jobs = rows.slice(at, at + 1_000);
      await queue.addBulk(
        jobs.map(({ id, ms }) => ({
          name: 'alert',
          data: { id },
          opts: { ...opts, delay: Math.max(0, Math.round(ms)) },
        })),
      );
    }
  } finally {
    await queue.close();
  }
}
