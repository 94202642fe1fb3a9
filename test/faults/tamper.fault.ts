import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { notesIn } from '../../src/audit/signed-note.rules.js';
import { verifyLog } from '../../src/audit/log-verifier.js';
import { Chance } from '../../src/sample/prng.js';
import { type Bench, type Measured, rounded, type Say, scaled } from '../bench/bench.js';
import { benchDatabase } from '../bench/bench-database.js';
import { DEEDS, sealingHouse } from './sealed-log.js';
import { type Attacker, TAMPERINGS } from './tamperings.js';

const ENTRIES = 700;
const TO_A_CHECKPOINT = 95;
/** Logs tampered with at once: the database and the verifier work by turns in each. */
const LANES = 2;
/** Each baseline costs as much as a verification, so it is taken for every so many. */
const BASELINE_EVERY = 10;
/** The space that undone changes leave is given back now and then. */
const TIDY_EVERY = 250;

export interface TamperReport {
  tamperings: number;
  found: number;
  /** names of those that were not found */
  missed: string[];
  /** different ways that were tried */
  ways: string[];
  /** verifications of the untouched log in between that found something: none should */
  falseAlarms: number;
  baseline: { tamperings: number; found: number };
}

/**
 * Tampers with a sealed log as a superuser, each time anew, and lets the product's verifier look, with one checkpoint from outside.
 * Baseline: the same verifier with nothing from outside, which is what a seal inside the database is worth.
 */
export const tamper: Bench = {
  about: '10,000 tamperings with every right on the database, each verified against one checkpoint outside',
  run: async (say) => {
    const begun = performance.now();
    const count = Math.ceil(scaled(10_000) / LANES);
    const reports = await Promise.all(Array.from({ length: LANES }, (_, lane) => onOwnDatabase(count, lane, say)));
    return measured(reports, (performance.now() - begun) / 1000);
  },
};

async function onOwnDatabase(count: number, lane: number, say: Say): Promise<TamperReport> {
  const database = await benchDatabase(say);
  try {
    return await tamperings(database, count, lane, say);
  } finally {
    await database.release();
  }
}

function measured(reports: readonly TamperReport[], seconds: number): Measured {
  const sum = (of: (report: TamperReport) => number) => reports.reduce((all, report) => all + of(report), 0);
  const [tampered, found, falseAlarms] = [
    sum((each) => each.tamperings),
    sum((each) => each.found),
    sum((each) => each.falseAlarms),
  ];
  const ways = new Set(reports.flatMap((each) => each.ways)).size;
  return {
    figures: {
      tamperings: tampered,
      found,
      'ways to tamper': ways,
      'false alarms': falseAlarms,
      seconds: rounded(seconds),
    },
    baselines: {
      tamperings: sum((each) => each.baseline.tamperings),
      'found without a checkpoint outside': sum((each) => each.baseline.found),
    },
    bars: [
      {
        bar: 'tamperings that were not found',
        want: '0',
        got: tampered - found,
        ok: found === tampered && tampered > 0,
      },
      { bar: 'false alarms', want: '0', got: falseAlarms, ok: falseAlarms === 0 },
    ],
  };
}

export async function tamperings(
  { adminUrl, appUrl }: { adminUrl: string; appUrl: string },
  count: number,
  lane: number,
  say: Say,
): Promise<TamperReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marac-checkpoints-'));
  const house = await sealingHouse(appUrl, [folder]);
  const db = new pg.Client({ connectionString: adminUrl });
  await db.connect();
  try {
    await db.query(DEEDS, [ENTRIES, 7 * 86_400, 600]);
    await house.sealer.seal(TO_A_CHECKPOINT);
    const notes = await house.places.notes();
    const outside = [{ note: notesIn(notes.at(-1)!.note)[0]!, place: 'outside' }];
    return await run(
      db,
      { count, lane, say },
      async (checkpoints) => {
        await db.query('savepoint look'); // a table that is not there ends the transaction
        const verified = await verifyLog(db, house.keys.believed, checkpoints);
        await db.query('rollback to savepoint look; release savepoint look');
        return verified;
      },
      outside,
    );
  } finally {
    await db.end();
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Outside = { note: string; place: string }[];

async function run(
  db: pg.Client,
  { count, lane, say }: { count: number; lane: number; say: Say },
  verify: (outside: Outside) => ReturnType<typeof verifyLog>,
  outside: Outside,
): Promise<TamperReport> {
  const chance = new Chance(20_261 + lane);
  const pick = (n: number) => Math.floor(chance.next() * n);
  const hat = TAMPERINGS.flatMap((each) => Array<typeof each>(each.weight).fill(each));
  const report: TamperReport = {
    tamperings: 0,
    found: 0,
    missed: [],
    ways: [],
    falseAlarms: 0,
    baseline: { tamperings: 0, found: 0 },
  };
  const ways = new Set<string>();
  const attacker: Attacker = { db, entries: ENTRIES, pick };
  await begin(db);
  for (let turn = 0; report.tamperings < count; turn++) {
    // every way once, then by lot
    const { name, tampering } = TAMPERINGS[turn] ?? hat[pick(hat.length)]!;
    await db.query('savepoint untouched');
    await db.query('set local session_replication_role = replica');
    const touched = await tampering(attacker);
    await db.query('set local session_replication_role = origin');
    if (touched > 0) {
      ways.add(name);
      report.tamperings++;
      if ((await verify(outside)).ok) report.missed.push(name);
      else report.found++;
      if (report.tamperings % BASELINE_EVERY === 0) {
        report.baseline.tamperings++;
        const { findings } = await verify([]);
        if (findings.some(({ code }) => code !== 'NO_CHECKPOINT_OUTSIDE')) report.baseline.found++;
      }
    }
    await db.query('rollback to savepoint untouched; release savepoint untouched');
    if (touched > 0 && report.tamperings % TIDY_EVERY === 0) {
      await db.query('rollback');
      await db.query('vacuum audit.events, audit.leaves, audit.blocks, audit.checkpoints, audit.log');
      await begin(db);
      const { ok, findings } = await verify(outside);
      if (!ok) report.falseAlarms++;
      for (const { code } of findings) say(`   FALSE ALARM: ${code}`);
      say(`   ${report.tamperings} tamperings, ${report.found} found`);
    }
  }
  await db.query('rollback');
  for (const name of new Set(report.missed)) say(`   NOT FOUND: ${name}`);
  return { ...report, ways: [...ways] };
}

async function begin(db: pg.Client): Promise<void> {
  await db.query('begin');
  await db.query(`select set_config('app.system', 'on', true)`);
}
