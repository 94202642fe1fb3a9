import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Bar, Bench, Measured } from '../bench/bench.js';
import { scale } from '../bench/bench.js';
import { withClient } from '../bench/bench-database.js';
import type { AlertHouse } from './alert-house.js';
import { NIGHTS, onTheNight } from './clock-change.js';
import { barsOf, type Drill, drillHouse, figuresOf, underHarm } from './drill-house.js';
import { SilentProxy } from './silent-proxy.js';
import { clockOff, libfaketime } from './wrong-clock.js';

const HOUR = 3_600;
/** Past every lock: a job's is 30 s, a transaction's 5 s. */
const STOPPED_MS = 35_000;
const SHORTEST_STOP_MS = 8_000;

/** What a process believes about time and about others, and is wrong: its clock, that it still holds what it held, that it is listening. */
export const clocks: Bench = {
  about: 'worker clocks an hour off, stopped workers, deaf listeners, both clock-change nights',
  run: async (say) => {
    const library = libfaketime();
    const { server, house, release } = await drillHouse();
    const proxy = await SilentProxy.start(server.port);
    const harmed = [];
    try {
      if (library) harmed.push(await underHarm(house, hoursOff(library), say));
      for (const drill of [stopped(), deaf(house), halfOpen(house, proxy)])
        harmed.push(await underHarm(house, drill, say));
    } finally {
      proxy.stop();
      await release();
    }
    if (library) for (const night of NIGHTS) harmed.push(await onTheNight(library, night, say));
    const nights = library ? NIGHTS.length : 0;
    const all: Bar = { bar: 'clock-change nights lived through', want: '2', got: nights, ok: nights === 2 };
    return {
      figures: Object.assign({}, ...harmed.map(figuresOf)) as Measured['figures'],
      baselines: {},
      bars: [...harmed.flatMap(barsOf), all],
    };
  },
};

function hoursOff(library: string): Drill {
  return {
    name: 'clocks an hour off',
    seconds: 15,
    env: [clockOff(library, HOUR), clockOff(library, -HOUR), {}],
    harm: async () => 0,
  };
}

function stopped(): Drill {
  const ms = Math.max(SHORTEST_STOP_MS, STOPPED_MS * scale());
  return {
    name: 'workers stopped',
    seconds: Math.max(15, ms / 1_000),
    harm: async ([first, second]) => {
      for (const fleet of [first!, second!]) fleet.signal(0, 'SIGSTOP');
      await sleep(ms);
      for (const fleet of [first!, second!]) fleet.signal(0, 'SIGCONT');
      return ms;
    },
  };
}

/** Every connection of the workers is ended by the server, those that listen too, twice. */
function deaf(house: AlertHouse): Drill {
  const end = (client: pg.Client) =>
    client.query(
      `select pg_terminate_backend(a.pid) from pg_stat_activity a where a.usename = 'marac_app' and a.pid <> pg_backend_pid()`,
    );
  return {
    name: 'connections ended',
    seconds: 10,
    harm: () =>
      withClient(house.adminUrl, async (client) => {
        await end(client);
        await sleep(1_000);
        await end(client);
        return 0;
      }),
  };
}

/** Every connection there is stays open and says nothing any more. */
function halfOpen(house: AlertHouse, proxy: SilentProxy): Drill {
  const by = { DATABASE_URL: proxy.through(house.appUrl) };
  return {
    name: 'connections half-open',
    seconds: 15,
    env: [by, by, by],
    harm: async () => {
      if (proxy.forget() === 0) throw new Error('there was no connection to forget');
      return 0;
    },
  };
}
