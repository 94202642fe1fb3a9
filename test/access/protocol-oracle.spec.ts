import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { leftBetweenUnits } from '../protocol/between-units.js';
import { compare } from '../protocol/compare.js';
import { PROBES, writeFacts } from '../protocol/facts-rows.js';
import { Chance, type Facts, randomFacts } from '../protocol/facts.js';
import { interleave, signedIn } from '../protocol/interleaved.js';
import { writeWorlds } from '../protocol/world-rows.js';
import { compareWorlds } from '../protocol/random-worlds.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** The shortened form of `npm run bench -- access`. */
let database: TestDatabase;
let admin: pg.Client;
let asApp: pg.Client;
let facts: Facts;

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  asApp = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([admin.connect(), asApp.connect()]);
  await admin.query(PROBES);
  facts = randomFacts(new Chance(1), { maracs: 3, agencies: 5, people: 24, cases: 40 });
  await writeFacts(admin, facts);
});
afterAll(async () => {
  await asApp?.end();
  await admin?.end();
  await database?.drop();
});

test('between units of work nobody is left behind, and where nobody entered nothing is seen', async () => {
  expect(await leftBetweenUnits(asApp, facts)).toEqual([]);
});

test('every decision of the database is the oracle’s', async () => {
  await asApp.query('begin');
  const found = await compare(asApp, facts);
  await asApp.query('rollback');
  process.stdout.write(`protocol: ${found.decisions} decisions, ${found.mismatches.length} unlike the oracle\n`);
  expect(found.mismatches).toEqual([]);
  expect(found.decisions).toBeGreaterThan(50_000);
  expect(found.reasons.size).toBeGreaterThanOrEqual(17);
}, 60_000);

test('a hole in the view is noticed', async () => {
  await admin.query('begin');
  const { rows } = await admin.query<{ text: string }>(`select pg_get_viewdef('access.live_grants'::regclass) as text`);
  const holed = rows[0]!.text.replace(/\(?\w*\.?revoked_at IS NULL\)?/, 'true');
  await admin.query(`create or replace view access.live_grants with (security_invoker = true) as ${holed}`);
  await admin.query('set local role marac_app');
  const { mismatches } = await compare(admin, facts, 1);
  await admin.query('rollback');
  expect(mismatches.length).toBeGreaterThan(0);
}, 60_000);

test('in random worlds every list and count gives what the view and the oracle give', async () => {
  const app: TestApp = await startApp();
  const world = new pg.Client({ connectionString: app.database.adminUrl });
  await world.connect();
  try {
    await world.query(PROBES);
    const found = await compareWorlds(app.app, world, 60, 11);
    process.stdout.write(`protocol: ${found.worlds} worlds, ${found.comparisons} lists and counts compared\n`);
    expect(found.mismatches).toEqual([]);
    expect(found.shown).toBeGreaterThan(50);
    const many = randomFacts(new Chance(12), { maracs: 3, agencies: 6, people: 20, cases: 30 });
    await writeFacts(world, many);
    await writeWorlds(world, many);
    const crowd = await interleave(app.app, await signedIn(world, many), 1_500);
    process.stdout.write(`protocol: ${crowd.requests} interleaved requests, ${crowd.foreign} foreign rows\n`);
    expect(crowd).toMatchObject({ foreign: 0 });
    expect(crowd.own).toBeGreaterThan(300);
  } finally {
    await world.end();
    await app.stop();
  }
}, 60_000);
