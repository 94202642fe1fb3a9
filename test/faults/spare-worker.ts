import { buildWorker } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { fail } from '../../src/platform/log/fail.js';
import { WorkerService } from '../../src/platform/queue/worker.js';

/** The worker process, built as src/worker.ts builds it, that begins to work when it is told to (SIGWINCH): a spare that costs nothing meanwhile. */
async function main(): Promise<void> {
  const app = await buildWorker(readSettings(process.env));
  app.enableShutdownHooks();
  const waiting = setInterval(() => undefined, 60_000);
  process.once('SIGWINCH', () => {
    clearInterval(waiting);
    app.get(WorkerService, { strict: false }).start().catch(fail);
  });
  process.stdout.write('standing by\n');
}

await main().catch(fail);
