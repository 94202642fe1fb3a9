import { migrations } from '../../migrations/all.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { temporaryServer, type TemporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bar, rounded, type Say, scaled } from '../bench/bench.js';
import { withClient } from '../bench/bench-database.js';
import { program } from '../bench/child.js';
import { type AlertCount, countAlerts, countTold, untilNone } from './alert-count.js';
import { alertHouse, type AlertHouse, loadActions } from './alert-house.js';
import { Fleet } from './fleet.js';

const PATIENCE_MS = 150_000;
const LEAD_SECONDS = 4;

/** A server of one's own to hurt, with durable commits, and the house on it. */
export async function drillHouse(): Promise<{
  server: TemporaryServer;
  house: AlertHouse;
  release: () => Promise<void>;
}> {
  const server = await temporaryServer({ durable: true });
  try {
    const { ownerUrl, appUrl } = await provision(server.adminUrl, 'marac_bench');
    await migrate(ownerUrl, migrations);
    const own = new URL(server.adminUrl);
    own.pathname = '/marac_bench';
    const house = await alertHouse({ adminUrl: own.toString(), appUrl });
    const release = async () => {
      house.close();
      await server.release();
    };
    return { server, house, release };
  } catch (error) {
    await server.release();
    throw error;
  }
}

/** Something that goes wrong while actions fall due. */
export interface Drill {
  name: string;
  /** seconds over which actions fall due; what goes wrong does so a third into them */
  seconds: number;
  /** for each of the three workers what its environment has besides the house's */
  env?: readonly Record<string, string>[];
  /** @returns for how many milliseconds it lasted */
  harm(fleets: readonly Fleet[]): Promise<number>;
}

export interface Harmed {
  name: string;
  outageMs: number;
  alerts: AlertCount;
  announcedTwice: number;
  toldTwice: number;
}

/** Three workers, actions that fall due all the while, and the harm in the midst of it. */
export async function underHarm(house: AlertHouse, drill: Drill, say: Say): Promise<Harmed> {
  const envs = drill.env ?? [{}, {}, {}];
  const fleets = envs.map((env) => new Fleet(program('src/worker.js'), { ...house.env, ...env }));
  try {
    await Promise.all(fleets.map((fleet) => fleet.start(1)));
    await withClient(house.adminUrl, async (client) => {
      await client.query('truncate drill.loaded');
      const count = scaled(3_000);
      await loadActions(client, { count, inSeconds: LEAD_SECONDS, overSeconds: drill.seconds });
    });
    await sleep((LEAD_SECONDS + drill.seconds / 3) * 1_000);
    const outageMs = await drill.harm(fleets);
    return await withClient(house.adminUrl, async (client) => {
      const left = await client.query<{ ms: number }>(
        'select extract(epoch from max(l.due_at) - clock_timestamp())::float8 * 1000 as ms from drill.loaded l',
      );
      await sleep(Math.max(0, left.rows[0]!.ms));
      await untilNone(async () => (await countAlerts(client)).lost, PATIENCE_MS);
      await untilNone(async () => (await countTold(client)).untold, PATIENCE_MS);
      const alerts = await countAlerts(client);
      const { announcedTwice, toldTwice } = await countTold(client);
      say(
        `   ${drill.name}: ${alerts.due} due, out for ${rounded(outageMs)} ms, late at most ${rounded(alerts.max)} ms, p99 ${rounded(alerts.p99)} ms`,
      );
      return { name: drill.name, outageMs, alerts, announcedTwice, toldTwice };
    });
  } finally {
    await Promise.all(fleets.map((fleet) => fleet.stop()));
  }
}

/** 0 lost, 0 doubled, 0 early, and nothing later than the outage and five seconds. */
export function barsOf({ name, outageMs, alerts, announcedTwice, toldTwice }: Harmed): Bar[] {
  const none = (what: string, got: number): Bar => ({ bar: `${name}: ${what}`, want: '0', got, ok: got === 0 });
  const most = outageMs + 5_000;
  return [
    none('lost', alerts.lost),
    none('doubled', alerts.doubled + announcedTwice + toldTwice),
    none('early', alerts.early),
    { bar: `${name}: late max, ms`, want: `<= ${rounded(most)}`, got: rounded(alerts.max), ok: alerts.max <= most },
  ];
}

export function figuresOf({ name, outageMs, alerts }: Harmed): Record<string, number> {
  return {
    [`${name}: actions due`]: alerts.due,
    [`${name}: out for, ms`]: rounded(outageMs),
    [`${name}: late p99, ms`]: rounded(alerts.p99),
    [`${name}: late max, ms`]: rounded(alerts.max),
  };
}
