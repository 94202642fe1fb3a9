import { buildWorker } from './application.js';
import { readSettings } from './platform/config/settings.js';
import { endsInOrder } from './platform/log/ends-in-order.js';
import { fail } from './platform/log/fail.js';
import { WorkerService } from './platform/queue/worker.js';

/** The worker process: queues, schedules, the outbox relay and the sweepers. */
async function main(): Promise<void> {
  const app = await buildWorker(readSettings(process.env));
  endsInOrder(app);
  await app.get(WorkerService, { strict: false }).start();
}

await main().catch(fail);
