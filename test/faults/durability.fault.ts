import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { Chance } from '../../src/sample/prng.js';
import { type Bar, type Bench, type Measured, type Say, scaled } from '../bench/bench.js';
import type { AlertHouse } from './alert-house.js';
import { diskFull } from './disk-full.js';
import { drillHouse } from './drill-house.js';
import { LooseWriter } from './loose-writer.js';
import { killServer } from './kill-server.js';
import { startApi } from './web-process.js';
import { WriteLoad } from './write-load.js';

const CONNECTIONS = 8;
const PATIENCE_MS = 60_000;
/** The least that it starts in, found by steps, is not enough for what comes at it then. */
const [SMALL_HEAP_MIB, LARGE_HEAP_MIB, STEP_MIB] = [72, 160, 8];

/** What was acknowledged is there, whatever was killed or full: the database, the disk, the web process. */
export const durability: Bench = {
  about:
    '200 kills of PostgreSQL under writes through the API, disk full, API out of memory: nothing acknowledged is lost',
  run: async (say) => {
    const { server, house, release } = await drillHouse();
    try {
      const killed = await killDatabase(server, house, say);
      const starved = await outOfMemory(house, say);
      const full = await diskFull(say);
      return report(killed, starved, full);
    } finally {
      await release();
    }
  },
};

interface Killed {
  kills: number;
  acknowledged: number;
  lost: number;
  looseAcknowledged: number;
  looseLost: number;
}

async function killDatabase(server: TemporaryServer, house: AlertHouse, say: Say): Promise<Killed> {
  const kills = scaled(200);
  const chance = new Chance(5);
  const { api, url } = await startApi(house);
  const load = await WriteLoad.prepare(house, url);
  const loose = await LooseWriter.start(house.adminUrl);
  load.start(CONNECTIONS);
  try {
    for (let kill = 1; kill <= kills; kill++) {
      if (!(await load.more(1, PATIENCE_MS))) throw new Error(`nothing is written any more:\n${api.said}`);
      await sleep(chance.whole(20, 250));
      killServer(server.serverPid()!);
      await server.restart();
      if (kill % 20 === 0) say(`   ${kill} kills, ${load.acknowledged.length} acknowledged`);
    }
    await load.more(1, PATIENCE_MS);
  } finally {
    await load.stop();
    await loose.stop();
    await api.stop();
  }
  const looseLost = await loose.lost();
  return { kills, acknowledged: load.acknowledged.length, lost: await load.lost(), looseAcknowledged: loose.acknowledged.length, looseLost }; // prettier-ignore
}

interface Starved {
  deaths: number;
  acknowledged: number;
  lost: number;
}

/** The web process dies of its own memory under load, again and again, and is started again. */
async function outOfMemory(house: AlertHouse, say: Say): Promise<Starved> {
  const rounds = Math.max(1, scaled(5));
  const starved = { deaths: 0, acknowledged: 0, lost: 0 };
  for (let round = 0; round < rounds; round++) {
    const { api, url } = await startSmall(house);
    const load = await WriteLoad.prepare(house, url);
    const ended = api.end().then(() => false, () => true); // prettier-ignore
    load.start(300, 'Fit new locks and see that the door holds. '.repeat(20));
    await Promise.race([ended, sleep(20_000)]);
    await load.stop();
    if (api.hasEnded) starved.deaths++;
    await api.stop();
    starved.acknowledged += load.acknowledged.length;
    starved.lost += await load.lost();
  }
  say(`   out of memory ${starved.deaths} times, ${starved.acknowledged} acknowledged`);
  return starved;
}

/** In the least memory that it starts in. */
async function startSmall(house: AlertHouse): ReturnType<typeof startApi> {
  for (let heap = SMALL_HEAP_MIB; ; heap += STEP_MIB) {
    try {
      return await startApi(house, { NODE_OPTIONS: `--max-old-space-size=${heap}` });
    } catch (error) {
      if (heap >= LARGE_HEAP_MIB) throw error;
    }
  }
}

function report(killed: Killed, starved: Starved, full: Awaited<ReturnType<typeof diskFull>>): Measured {
  const none = (bar: string, got: number): Bar => ({ bar, want: '0', got, ok: got === 0 });
  const some = (bar: string, least: number, got: number): Bar => ({ bar, want: `>= ${least}`, got, ok: got >= least });
  const figures: Record<string, number> = {
    'kills of PostgreSQL': killed.kills,
    'writes acknowledged between them': killed.acknowledged,
    'deaths of the web process by memory': starved.deaths,
    'writes acknowledged by it': starved.acknowledged,
  };
  const bars = [
    none('acknowledged and lost by kills of PostgreSQL', killed.lost),
    some('kills of PostgreSQL', scaled(200), killed.kills),
    some('writes acknowledged', scaled(200), killed.acknowledged),
    none('acknowledged and lost by a web process out of memory', starved.lost),
    some('deaths of the web process by memory', 1, starved.deaths),
  ];
  if (full) {
    figures['writes acknowledged before and after the disk was full'] = full.acknowledged;
    figures['writes refused while it was full'] = full.refused;
    bars.push(
      none('acknowledged and lost by a full disk', full.lost),
      some('refused while it was full', 1, full.refused),
    );
    bars.push(some('acknowledged when there was room again', 1, full.afterwards));
  }
  return {
    figures,
    baselines: {
      'acknowledged with synchronous_commit off': killed.looseAcknowledged,
      'of them lost': killed.looseLost,
    },
    bars,
  };
}
