/** A worker process of the whole application, that waits for its turn, and dies inside the piece of work it is told to. */
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import type { Actor } from '../../src/platform/db/actor.js';
import { currentTransaction } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { WorkSettings } from '../../src/platform/queue/work-settings.js';
import { WorkerService } from '../../src/platform/queue/worker.js';

export type Order = { start: true } | { dieAfter: number; committed: boolean };

/** A dead worker's jobs are taken over at once: the test does not wait half a minute for it. */
const IMPATIENT = { lockMs: 1_500, stalledCheckMs: 300, keeperMs: 1_000 };
/** Rounds that come round whether there is work or not. */
const ROUNDS = /^(platform\.|audit\.|watch\.|identity\.)/;

const app = await buildContext(readSettings(process.env));
Object.assign(app.get(WorkSettings, { strict: false }), IMPATIENT);
const units = app.get(UnitOfWork, { strict: false });
let left = Infinity;
let afterCommit = false;
const run = units.run.bind(units);
units.run = async <T>(actor: Actor, work: Parameters<typeof units.run<T>>[1]): Promise<T> => {
  if (currentTransaction() || ROUNDS.test(actor.id)) return run(actor, work);
  const last = () => --left === 0;
  const result = await run(actor, async () => {
    const done = await work();
    if (!afterCommit && last()) process.kill(process.pid, 'SIGKILL');
    return done;
  });
  if (afterCommit && last()) process.kill(process.pid, 'SIGKILL');
  return result;
};

process.on('message', (order: Order) => {
  if ('start' in order) void app.get(WorkerService, { strict: false }).start();
  else [left, afterCommit] = [order.dieAfter, order.committed];
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
