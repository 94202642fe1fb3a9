import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bar, scaled } from '../bench/bench.js';
import { halfOpen } from './clocks.fault.js';
import { barsOf, type Drill, drillHouse, underHarm } from './drill-house.js';
import { killed } from './partition.fault.js';
import { SilentProxy } from './silent-proxy.js';
import { WriteLoad } from './write-load.js';
import { killServer } from './kill-server.js';
import { startApi } from './web-process.js';

// the fault suites at a fiftieth of their size (`npm run faults`): what must never happen, not how fast; that is for a quiet machine
process.env['MARAC_BENCH_SCALE'] = '0.02';

let drilled: Awaited<ReturnType<typeof drillHouse>>;
let proxy: SilentProxy;
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeAll(async () => {
  drilled = await drillHouse();
  proxy = await SilentProxy.start(drilled.server.port);
}, 60_000);
afterAll(async () => {
  console.log(`a fiftieth of the size:\n${said.join('\n')}`);
  proxy?.stop();
  await drilled?.release();
}, 60_000);

const workersKilled: Drill = {
  name: 'workers killed',
  seconds: 6,
  harm: async (fleets) => {
    for (let kill = 0; kill < 4; kill++) {
      await fleets[kill % fleets.length]!.killOne(() => 0);
      await sleep(700);
    }
    return 0;
  },
};

const broken = (bars: Bar[]) => bars.filter(({ bar, ok }) => !ok && !bar.includes('late max'));

test.each<[string, () => Drill]>([
  ['workers are killed', () => workersKilled],
  ['PostgreSQL is killed', () => ({ ...killed(drilled.server), seconds: 6 })],
  ['connections go silent', () => ({ ...halfOpen(drilled.house, proxy), seconds: 6 })],
])(
  'each alert is raised exactly once, and not early, when %s',
  async (_what, drill) => {
    const harmed = await underHarm(drilled.house, drill(), say);
    expect(broken(barsOf(harmed))).toEqual([]);
    expect(harmed.alerts.due).toBe(scaled(3_000));
    expect(harmed.alerts.max).toBeLessThan(harmed.outageMs + 20_000);
  },
  120_000,
);

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
