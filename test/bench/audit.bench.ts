import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { buildContext } from '../../src/application.js';
import { onSnapshot } from '../../src/audit/log.queries.js';
import { verifyLog } from '../../src/audit/log-verifier.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { SAMPLE_PASSWORD } from '../../src/sample/partnership.service.js';
import { DEEDS, newKey, sealingHouse } from '../faults/sealed-log.js';
import { atLeast, type Bench, type Measured, median, rounded, type Say, scaled, under } from './bench.js';
import { benchDatabase, type BenchDatabase, withClient } from './bench-database.js';
import { Child, program } from './child.js';

const ROUNDS = 6;
const ROUND_SECONDS = 6;
const LOADED_AT_ONCE = 100_000;

/**
 * What the seal costs: reads of a case through the real application while everything is sealed, beside the same reads into the table
 * as it would be without it; and how long it takes to prove a million entries, beside reading and hashing them with nothing else.
 */
export const audit: Bench = {
  about: 'audited reads with and without the seal; sealing and proving a million entries',
  run: async (say) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marac-seals-'));
    try {
      const read = await onDatabase(say, (database) => readsWithSeal(database, folder, say));
      const proof = await onDatabase(say, (database) => proving(database, folder, say));
      return {
        figures: { ...read.figures, ...proof.figures },
        baselines: { ...read.baselines, ...proof.baselines },
        bars: [...read.bars, ...proof.bars],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function onDatabase(say: Say, work: (database: BenchDatabase) => Promise<Measured>): Promise<Measured> {
  const database = await benchDatabase(say);
  try {
    return await work(database);
  } finally {
    await database.release();
  }
}

/** The record as it stood before it was sealed: anybody may add any line; no sealer runs. */
const PLAIN =
  'alter policy append on audit.events with check (true); alter table audit.events disable trigger append_only';
const SEALED = `alter policy append on audit.events with check (
    (actor_kind = 'user' and actor_id = current_setting('app.user_id', true)) or current_setting('app.system', true) = 'on');
  alter table audit.events enable trigger append_only`;

async function readsWithSeal(database: BenchDatabase, folder: string, say: Say): Promise<Measured> {
  await withClient(database.adminUrl, async (client) => {
    const now = await client.query<{ check: string }>(
      `select pg_get_expr(polwithcheck, polrelid) as check from pg_policy where polname = 'append' and polrelid = 'audit.events'::regclass`,
    );
    if (!now.rows[0]?.check.includes('app.user_id'))
      throw new Error('the policy of the record is another one than here');
  });
  const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
  try {
    await app
      .get(BulkSeed, { strict: false })
      .run(scaled(20_000), { marac: 'NB', onProgress: (line) => say(`   ${line}`) });
  } finally {
    await app.close();
  }
  const port = await freePort();
  const web = Child.start(program('src/main.js'), [], {
    ...{ DATABASE_URL: database.appUrl, PORT: String(port), LOG_LEVEL: 'warn', REDIS_URL: '' },
  });
  try {
    await web.answers(`http://127.0.0.1:${port}/health/ready`, performance.now());
    return await interleaved(database, folder, port, say);
  } finally {
    await web.stop();
  }
}

async function interleaved(database: BenchDatabase, folder: string, port: number, say: Say): Promise<Measured> {
  const url = await withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(`select case_id as id from meetings.agenda_items limit 1`);
    return `http://127.0.0.1:${port}/api/v1/cases/${rows[0]!.id}`;
  });
  const token = await signIn(port);
  const key = newKey();
  const round = async (sealed: boolean): Promise<number> => {
    await withClient(database.adminUrl, (client) => client.query(sealed ? SEALED : PLAIN));
    const sealer = sealed
      ? Child.start(program('test/bench/sealer-child.js'), [], {
          SEAL_URL: database.appUrl,
          SEAL_FOLDER: folder,
          SEAL_KEY: key,
        })
      : undefined;
    try {
      while (sealer && !sealer.said.includes('round 0')) {
        if (sealer.hasEnded) throw new Error(sealer.said);
        await new Promise((wait) => setTimeout(wait, 50));
      }
      return await reads(url, token);
    } finally {
      await sealer?.stop();
    }
  };
  await reads(url, token); // warm
  await round(true);
  const ratios: number[] = [];
  const [plain, sealed]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    // who goes first changes, so that what a round leaves behind falls on both
    if (i % 2 === 0) plain.push(await round(false));
    sealed.push(await round(true));
    if (i % 2 === 1) plain.push(await round(false));
    ratios.push(sealed[i]! / plain[i]!);
    say(`   round ${i + 1}: ${sealed[i]!.toFixed(0)} reads a second sealed, ${plain[i]!.toFixed(0)} plain`);
  }
  const ratio = median(ratios);
  return {
    figures: { 'audited reads a second, sealed': rounded(median(sealed)), 'share of unsealed reads': rounded(ratio) },
    baselines: { 'audited reads a second, no seal': rounded(median(plain)) },
    bars: [atLeast('share of unsealed reads', 0.9, ratio)],
  };
}

async function reads(url: string, token: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url,
    connections: 16,
    duration: ROUND_SECONDS,
    headers: { authorization: `Bearer ${token}` },
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed`);
  return requests.total / ROUND_SECONDS;
}

async function signIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'coordinator.nb@example.org', password: SAMPLE_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}

async function proving(database: BenchDatabase, folder: string, say: Say): Promise<Measured> {
  const entries = scaled(1_000_000);
  const house = await sealingHouse(database.appUrl, [path.join(folder, 'c')]);
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    for (let at = 0; at < entries; at += LOADED_AT_ONCE) {
      const share = (done: number) => 700_000 - (done / entries) * 699_000;
      await client.query(DEEDS, [Math.min(LOADED_AT_ONCE, entries - at), share(at), share(at + LOADED_AT_ONCE)]);
    }
    await client.query('vacuum analyze audit.events');
    say(`   ${entries} entries written`);
    let begun = performance.now();
    await house.sealer.seal();
    const sealSeconds = (performance.now() - begun) / 1000;
    say(`   sealed in ${sealSeconds.toFixed(1)} s`);
    await client.query('vacuum analyze audit.leaves');
    const verifySeconds: number[] = [];
    const bareSeconds: number[] = [];
    for (let i = 0; i < 3; i++) {
      begun = performance.now();
      const { ok, entries: proved } = await onSnapshot(client, async () =>
        verifyLog(client, house.keys.believed, await house.places.notes()),
      );
      if (!ok || proved !== entries) throw new Error('the log was not proved');
      verifySeconds.push((performance.now() - begun) / 1000);
      bareSeconds.push(await bareReading(client));
      say(`   proved in ${verifySeconds[i]!.toFixed(1)} s, bare reading ${bareSeconds[i]!.toFixed(1)} s`);
    }
    const seconds = median(verifySeconds);
    return {
      figures: {
        entries,
        'seconds to prove them': rounded(seconds),
        'entries proved a second': rounded(entries / seconds),
        'entries sealed a second': rounded(entries / sealSeconds),
      },
      baselines: { 'seconds to read the rows with pg': rounded(median(bareSeconds)) },
      bars: [under('seconds to prove them', 30, seconds)],
    };
  } finally {
    await client.end();
    await house.close();
  }
}

/** All rows as pg gives them, and nothing done with them. */
async function bareReading(client: pg.Client): Promise<number> {
  const begun = performance.now();
  await client.query('begin');
  await client.query('declare bare no scroll cursor for select * from audit.events order by id');
  while ((await client.query('fetch 4000 from bare')).rowCount! > 0);
  await client.query('rollback');
  return (performance.now() - begun) / 1000;
}
