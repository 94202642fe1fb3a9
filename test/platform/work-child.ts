/**
 * A worker process of its own, to be killed. CLOCK_SHIFT_MS moves its clock; HOLD=what makes the first handler of that sort
 * say so and stay in its transaction.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const shift = Number(process.env['CLOCK_SHIFT_MS'] ?? 0);
if (shift !== 0) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...args: ConstructorParameters<typeof Date> | []) {
      if (args.length === 0) super(Real.now() + shift);
      else super(...args);
    }
    static override now = () => Real.now() + shift;
  } as DateConstructor;
}

const { House } = await import('./work-fixture.js');
const changes = JSON.parse(process.env['CHANGES'] ?? '{}') as object;
const house = await House.build(process.env['APP_URL']!, process.env['QUEUE_NAME']!, changes);
const held = process.env['HOLD'];
const mercy = Number(process.env['MERCY_MS'] ?? 60_000);
let holding = false;
house.script.before = async (what, subject) => {
  if (what !== held || holding) return;
  holding = true;
  process.stdout.write(`holding ${subject}\n`);
  await sleep(mercy);
};
process.on('SIGTERM', () => void house.close().then(() => process.exit(0)));
await house.worker.start();
process.stdout.write('started\n');
