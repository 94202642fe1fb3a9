import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '../../migrations/all.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { findBinaries } from '../../src/platform/embedded/binaries.js';
import { Cluster } from '../../src/platform/embedded/cluster.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { buryAfterUs } from '../../src/platform/embedded/undertaker.js';
import { rounded, type Say, scaled } from '../bench/bench.js';
import { withClient } from '../bench/bench-database.js';
import { program } from '../bench/child.js';
import { countAlerts, countTold, untilNone } from './alert-count.js';
import { alertHouse, type AlertHouse, loadActions } from './alert-house.js';
import type { Harmed } from './drill-house.js';
import { Fleet } from './fleet.js';
import { clockOff } from './wrong-clock.js';

/** The moments at which the clocks of the United Kingdom change, and the local times between which actions fall due. */
export const NIGHTS = [
  {
    name: 'night of March',
    change: '2027-03-28T01:00:00Z',
    from: '2027-03-28 00:59:50+00',
    to: '2027-03-28 02:00:10+01',
  },
  {
    name: 'night of October',
    change: '2027-10-31T01:00:00Z',
    from: '2027-10-31 01:59:50+01',
    to: '2027-10-31 01:00:10+00',
  },
] as const;
type Night = (typeof NIGHTS)[number];

/** Seconds before the change at which the clocks of the database and of the workers are set when it starts. */
const BEFORE_S = 40;
const PATIENCE_MS = 60_000;

/** The whole house on the night itself: database and workers with clocks that pass the change while actions fall due. */
export async function onTheNight(library: string, night: Night, say: Say): Promise<Harmed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marac-night-'));
  const bury = buryAfterUs(folder);
  try {
    const access = { port: await freePort(), password: randomBytes(24).toString('base64url') };
    const data = path.join(folder, 'data');
    const binaries = await findBinaries();
    Cluster.create(binaries, data, access.password, false);
    const ordinary = new Cluster(binaries, data, true);
    await ordinary.start(access);
    const serverUrl = `postgres://postgres:${access.password}@127.0.0.1:${access.port}`;
    const { ownerUrl, appUrl } = await provision(`${serverUrl}/postgres`, 'marac_night');
    const adminUrl = `${serverUrl}/marac_night`;
    await migrate(ownerUrl, migrations);
    const house = await alertHouse({ adminUrl, appUrl });
    ordinary.stop();
    const off = Date.parse(night.change) / 1_000 - BEFORE_S - Date.now() / 1_000;
    const clock = clockOff(library, off);
    await new Cluster(await findBinaries(clock), data, true).start(access);
    try {
      return await pass(house, night, { clock }, say);
    } finally {
      house.close();
    }
  } finally {
    await bury();
  }
}

async function pass(
  house: AlertHouse,
  { name, from, to }: Night,
  { clock }: { clock: Record<string, string> },
  say: Say,
): Promise<Harmed> {
  const fleet = new Fleet(program('src/worker.js'), { ...house.env, ...clock, TZ: 'Europe/London' });
  return withClient(house.adminUrl, async (client) => {
    try {
      const { rows } = await client.query<{ inSeconds: number; overSeconds: number }>(
        `select extract(epoch from $1::timestamptz - clock_timestamp())::float8 as "inSeconds",
                extract(epoch from $2::timestamptz - $1::timestamptz)::float8 as "overSeconds"`,
        [from, to],
      );
      const { inSeconds, overSeconds } = rows[0]!;
      const begun = performance.now();
      // before anybody works: what is a pattern for them has been overdue for months on this night, and climbs its ladder
      await loadActions(client, { count: scaled(1_000), inSeconds, overSeconds });
      await fleet.start(1);
      const early = inSeconds * 1_000 - (performance.now() - begun);
      if (early < 0) throw new Error('the night had begun before the workers had started');
      await sleep(early + overSeconds * 1_000);
      await untilNone(async () => (await countAlerts(client)).lost, PATIENCE_MS);
      await untilNone(async () => (await countTold(client)).untold, PATIENCE_MS);
      const alerts = await countAlerts(client);
      const { announcedTwice, toldTwice } = await countTold(client);
      say(`   ${name}: ${alerts.due} due within ${rounded(overSeconds)} s, late at most ${rounded(alerts.max)} ms`);
      return { name, outageMs: 0, alerts, announcedTwice, toldTwice };
    } finally {
      await fleet.stop();
    }
  });
}
