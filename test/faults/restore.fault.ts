import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '../../migrations/all.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { type Bar, type Bench, type Measured, rounded, type Say, scaled } from '../bench/bench.js';
import { withClient } from '../bench/bench-database.js';
import { Child, program } from '../bench/child.js';
import { countAlerts, countTold, untilNone } from './alert-count.js';
import { alertHouse, type AlertHouse, loadActions } from './alert-house.js';
import { ArchivedServer } from './archived-server.js';
import { Fleet } from './fleet.js';
import { mailsAbout, sentMail } from './sent-mail.js';

const PATIENCE_MS = 120_000;
/** Seconds after loading at which each lot falls due; what a few actions need is less. */
const DUE_AFTER = { many: [2, 25, 60, 110], few: [2, 11, 20, 38] } as const;
const FEW = 30;

/**
 * The database is lost and put back to a named second, under workers that go on. What went out after that second is not sent again, what
 * fell due while it was gone is sent once when somebody has said until when it was at work, and what falls due afterwards is on time.
 */
export const restore: Bench = {
  about: 'restored to a named second: no old alert is sent again, none is lost, the audit verifies',
  run: async (say) => {
    const server = await ArchivedServer.start();
    try {
      const { ownerUrl, appUrl } = await provision(server.adminUrl, 'marac_bench');
      await migrate(ownerUrl, migrations);
      const own = new URL(server.adminUrl);
      own.pathname = '/marac_bench';
      const house = await alertHouse({ adminUrl: own.toString(), appUrl });
      try {
        return await drill(server, house, say);
      } finally {
        house.close();
      }
    } finally {
      await server.release();
    }
  },
};

const LOTS = ['sent before the moment', 'sent after it', 'due while it was gone', 'due afterwards'] as const;
type Lot = (typeof LOTS)[number];
type Lots = Record<Lot, Set<string>>;

async function drill(server: ArchivedServer, house: AlertHouse, say: Say): Promise<Measured> {
  const fleet = new Fleet(program('src/worker.js'), house.env);
  await fleet.start(2);
  const backup = await server.backUp();
  const lots = await loadLots(house);
  const moment = await afterTheFirst(house);
  say(`   the moment is ${moment.toISOString()}`);
  const sealed = await checkpointsOf(house);
  await untilSent(house, lots['sent after it']);
  // what was signed in between is what tells of the restore
  await untilNone(async () => Number((await checkpointsOf(house)) === sealed), PATIENCE_MS);
  const { lostAt, goneUntil } = await lose(server, house, lots);
  const begun = performance.now();
  await server.restore(backup, moment);
  const restoreMs = performance.now() - begun;
  say(`   restored in ${rounded(restoreMs)} ms, ${rounded(goneUntil)} ms after it was lost`);
  await withClient(house.adminUrl, (client) =>
    untilNone(async () => Math.max(0, (await countTold(client)).untold - lots['due afterwards'].size), PATIENCE_MS),
  );
  const held = await command(house, ['restored']);
  const early = mailsAbout(sentMail(house.folder), lots['due while it was gone']).people;
  const decided = await command(house, ['restored', '--lost-at', lostAt.toISOString()]);
  say(`   held back: ${held['heldBack']}; dropped ${decided['dropped']}, released ${decided['released']}`);
  await untilSent(house, lots['due while it was gone']);
  await untilSent(house, lots['due afterwards']);
  await sleep(5_000);
  const verified = await verify(house);
  await fleet.stop();
  return report(house, lots, { restoreMs, held, decided, early, ...verified, ...(await marks(house)) });
}

/** Four lots with the times at which they fall due, all there before the moment. */
async function loadLots(house: AlertHouse): Promise<Lots> {
  const count = scaled(300);
  const lots = {} as Lots;
  const seconds = DUE_AFTER[count > FEW ? 'many' : 'few'];
  await withClient(house.adminUrl, async (client) => {
    await client.query('create table drill.marks (name text primary key)');
    const seen = new Set<string>();
    for (const [place, lot] of LOTS.entries()) {
      await loadActions(client, { count, inSeconds: seconds[place]!, overSeconds: 1 });
      const { rows } = await client.query<{ id: string }>('select l.id from drill.loaded l');
      lots[lot] = new Set(rows.map(({ id }) => id).filter((id) => !seen.has(id)));
      for (const { id } of rows) seen.add(id);
    }
  });
  await untilSent(house, lots['sent before the moment']);
  return lots;
}

/** A second between what is to be there again and what is not, by the database's clock. */
async function afterTheFirst(house: AlertHouse): Promise<Date> {
  return withClient(house.adminUrl, async (client) => {
    await client.query(`insert into drill.marks values ('before')`);
    await sleep(1_100);
    const { rows } = await client.query<{ now: Date }>(`select date_trunc('second', clock_timestamp()) as now`);
    await sleep(1_100);
    await client.query(`insert into drill.marks values ('after')`);
    return rows[0]!.now;
  });
}

async function marks(house: AlertHouse): Promise<{ marks: string }> {
  return withClient(house.adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>('select m.name from drill.marks m order by m.name');
    return { marks: rows.map(({ name }) => name).join() };
  });
}

/** It stays away until what falls due meanwhile has fallen due. */
async function lose(
  server: ArchivedServer,
  house: AlertHouse,
  lots: Lots,
): Promise<{ lostAt: Date; goneUntil: number }> {
  const { lostAt, dueMs } = await withClient(house.adminUrl, async (client) => {
    const { rows } = await client.query<{ lostAt: Date; dueMs: number }>(
      `select clock_timestamp() as "lostAt", extract(epoch from max(l.due_at) - clock_timestamp())::float8 * 1000 as "dueMs"
         from drill.loaded l where l.id = any ($1)`,
      [[...lots['due while it was gone']]],
    );
    return rows[0]!;
  });
  const begun = performance.now();
  await server.lose();
  await sleep(Math.max(0, dueMs - (performance.now() - begun)));
  return { lostAt, goneUntil: performance.now() - begun };
}

function checkpointsOf(house: AlertHouse): Promise<number> {
  return withClient(house.adminUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from audit.checkpoints c');
    return rows[0]!.count;
  });
}

/** Until everybody concerned was sent a mail about each of them; each has an owner and a coordinator at least. */
async function untilSent(house: AlertHouse, ids: ReadonlySet<string>): Promise<void> {
  const missing = async () => {
    const told = new Set([...sentMail(house.folder).keys()].map((key) => key.slice(0, 36)));
    return [...ids].filter((id) => !told.has(id)).length;
  };
  if ((await untilNone(missing, PATIENCE_MS)) === PATIENCE_MS)
    throw new Error(`${await missing()} actions without a mail`);
  await sleep(1_000); // a second recipient's
}

type Json = Record<string, unknown>;

async function command(house: AlertHouse, args: readonly string[], mayFail = false): Promise<Json> {
  const child = Child.start(program('src/cli.js'), args, { ...house.env, LOG_LEVEL: 'fatal' });
  await child.end().catch((error: unknown) => {
    if (!mayFail) throw error;
  });
  return JSON.parse(child.said.slice(child.said.indexOf('{'))) as Json;
}

async function verify(house: AlertHouse): Promise<{ untold: string; told: boolean }> {
  const untold = await command(house, ['audit', 'verify', '--json'], true);
  const told = await command(house, ['audit', 'verify', '--restored', '--json'], true);
  const codes = (untold['findings'] as { code: string }[]).map(({ code }) => code);
  return { untold: [...new Set(codes)].join(), told: told['ok'] === true };
}

interface Seen {
  restoreMs: number;
  held: Json;
  decided: Json;
  early: number;
  untold: string;
  told: boolean;
  marks: string;
}

async function report(house: AlertHouse, lots: Lots, seen: Seen): Promise<Measured> {
  const sent = sentMail(house.folder);
  const all = Object.values(lots).map((ids) => mailsAbout(sent, ids));
  const again = all.reduce((sum, lot) => sum + lot.again, 0);
  const alerts = await withClient(house.adminUrl, countAlerts);
  const late = await withClient(house.adminUrl, async (client) => {
    await client.query('delete from drill.loaded l where l.id <> all ($1)', [[...lots['due afterwards']]]);
    return (await countAlerts(client)).max;
  });
  const is = (bar: string, want: string, got: number, ok: boolean): Bar => ({ bar, want, got, ok });
  return {
    figures: {
      'actions in each of four lots': scaled(300),
      'restored in, ms': rounded(seen.restoreMs),
      'mails held back': Number(seen.held['heldBack']),
      'of them gone out before, and dropped': Number(seen.decided['dropped']),
      'due afterwards, late max, ms': rounded(late),
    },
    baselines: { 'mails sent again without the fence': Number(seen.decided['dropped']) },
    bars: [
      is('mails sent again', '0', again, again === 0),
      is('mails of what was held back, before the decision', '0', seen.early, seen.early === 0),
      is('alerts lost', '0', alerts.lost, alerts.lost === 0),
      is('alerts raised twice', '0', alerts.doubled, alerts.doubled === 0),
      is('at the named second', '1', Number(seen.marks === 'before'), seen.marks === 'before'),
      is(
        'audit: told of as restored, and nothing else',
        '1',
        Number(seen.untold === 'RESTORED_BEFORE'),
        seen.untold === 'RESTORED_BEFORE',
      ),
      is('audit: proved when it is known', '1', Number(seen.told), seen.told),
      is('late max of what falls due afterwards, ms', '<= 2000', rounded(late), late <= 2_000),
    ],
  };
}
