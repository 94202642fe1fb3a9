import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scaled } from '../bench/bench.js';
import { barsOf, type Drill, drillHouse, underHarm } from './drill-house.js';
import { WriteLoad } from './write-load.js';
import { killServer } from './kill-server.js';
import { startApi } from './web-process.js';

// the fault suites at a fiftieth of their size (`npm run faults`): what must never happen, not how fast; that is for a quiet machine
process.env['MARAC_BENCH_SCALE'] = '0.02';

let drilled: Awaited<ReturnType<typeof drillHouse>>;
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeAll(async () => {
  drilled = await drillHouse();
}, 60_000);
afterAll(async () => {
  console.log(`a fiftieth of the size:\n${said.join('\n')}`);
  await drilled?.release();
}, 60_000);

/** Workers die, the database dies and comes back, a worker dies again. */
const everythingKilled = (): Drill => ({
  name: 'workers and PostgreSQL killed',
  seconds: 8,
  harm: async (fleets) => {
    const begun = performance.now();
    await fleets[0]!.killOne(() => 0);
    killServer(drilled.server.serverPid()!);
    await drilled.server.restart();
    await fleets[1]!.killOne(() => 0);
    return performance.now() - begun;
  },
});

test('each alert is raised and told exactly once, and not early, while workers and PostgreSQL are killed', async () => {
  const harmed = await underHarm(drilled.house, everythingKilled(), say);
  expect(barsOf(harmed).filter(({ bar, ok }) => !ok && !bar.includes('late max'))).toEqual([]);
  expect(harmed.alerts.due).toBe(scaled(3_000));
  expect(harmed.alerts.max).toBeLessThan(harmed.outageMs + 30_000);
}, 120_000);

test('what the API acknowledged is there after PostgreSQL was killed under it', async () => {
  const { server, house } = drilled;
  const { api, url } = await startApi(house);
  const load = await WriteLoad.prepare(house, url);
  load.start(4);
  try {
    for (let kill = 0; kill < 4; kill++) {
      expect(await load.more(5, 30_000)).toBe(true);
      killServer(server.serverPid()!);
      await server.restart();
    }
    expect(await load.more(1, 30_000)).toBe(true);
  } finally {
    await load.stop();
    await api.stop();
  }
  say(`   4 kills, ${load.acknowledged.length} acknowledged`);
  expect(await load.lost()).toBe(0);
}, 120_000);
