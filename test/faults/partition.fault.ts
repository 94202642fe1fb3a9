import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { type Bench, type Measured, scale, type Say } from '../bench/bench.js';
import type { AlertHouse } from './alert-house.js';
import { barsOf, type Drill, drillHouse, figuresOf, type Harmed, underHarm } from './drill-house.js';
import { killServer } from './kill-server.js';
import { RedisServer } from './redis-server.js';
import { SilentProxy } from './silent-proxy.js';

/** At full size; a smaller run cuts for a shorter time, but never so short that nothing would time out. */
const CUT_MS = 60_000;
const SHORTEST_CUT_MS = 8_000;

/** What lies between workers and the rows: the network, the database itself, and the queue that wakes them. */
export const partition: Bench = {
  about: 'network cut for 60 s, PostgreSQL killed, Redis flushed and killed, while actions fall due',
  run: async (say) => {
    const { server, house, release } = await drillHouse();
    const proxy = await SilentProxy.start(server.port);
    try {
      const harmed = await inTurn(server, house, proxy, say);
      return {
        figures: Object.assign({}, ...harmed.map(figuresOf)) as Measured['figures'],
        baselines: {},
        bars: harmed.flatMap(barsOf),
      };
    } finally {
      proxy.stop();
      await release();
    }
  },
};

async function inTurn(server: TemporaryServer, house: AlertHouse, proxy: SilentProxy, say: Say): Promise<Harmed[]> {
  const harmed = [await underHarm(house, cut(house, proxy), say), await underHarm(house, killed(server), say)];
  const redis = await RedisServer.start();
  if (!redis) return harmed;
  try {
    for (const drill of redisDrills(redis)) harmed.push(await underHarm(house, drill, say));
    return harmed;
  } finally {
    await redis.release();
  }
}

function cut(house: AlertHouse, proxy: SilentProxy): Drill {
  const ms = Math.max(SHORTEST_CUT_MS, CUT_MS * scale());
  const by = { DATABASE_URL: proxy.through(house.appUrl) };
  return {
    name: 'network cut',
    seconds: Math.max(15, ms / 1_000),
    env: [by, by, by],
    harm: async () => {
      proxy.cut();
      await sleep(ms);
      proxy.heal();
      return ms;
    },
  };
}

function killed(server: TemporaryServer): Drill {
  return {
    name: 'PostgreSQL killed',
    seconds: 15,
    harm: async () => {
      const begun = performance.now();
      killServer(server.serverPid()!);
      await server.restart();
      return performance.now() - begun;
    },
  };
}

function redisDrills(redis: RedisServer): Drill[] {
  const by = { REDIS_URL: redis.url };
  const env = [by, by, by];
  return [
    {
      name: 'Redis flushed',
      seconds: 10,
      env,
      harm: async () => {
        await redis.flush();
        return 0;
      },
    },
    {
      name: 'Redis killed',
      seconds: 15,
      env,
      harm: async () => {
        const begun = performance.now();
        await redis.kill();
        await sleep(Math.max(3_000, 10_000 * scale()));
        await redis.revive();
        return performance.now() - begun;
      },
    },
  ];
}
