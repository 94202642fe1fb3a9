import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { canaryScene, questions, type Scene } from '../protocol/canary-scene.js';
import { CanarySweep, ROUTES } from '../protocol/canary-sweep.js';
import { CANARIES, canariesIn } from '../protocol/canary-words.js';
import { startApp, type TestApp } from '../support/app.js';
import { guardedTables, tablesHolding } from '../support/dump.js';
import { decoded, letters } from '../support/letters.js';
import { Processes } from '../support/processes.js';
import type { World } from '../support/world.js';

/** Every word of a case is unique: whoever walks through all routes, by right and by wrong ways, is told what they may know and no other word. */
let app: TestApp;
let world: World;
let scene: Scene;
let sweep: CanarySweep;
let folder: string;
const processes = new Processes();
const overHttp = (path: string, init: RequestInit) => fetch(`${processes.url}${path}`, init);

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  scene = await canaryScene(app, world);
  folder = mkdtempSync(join(tmpdir(), 'marac-sweep-'));
  await processes.startBeside(app, folder);
  sweep = new CanarySweep(overHttp, scene.ids, questions(world), Boolean(process.env['CI']));
}, 120_000);
afterAll(async () => {
  await processes.stop();
  await app?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe('a walk through every route', () => {
  test('as everybody', async () => {
    for (const some of batches(scene.walkers)) await Promise.all(some.map((walker) => sweep.walk(walker)));
    const statuses = [...sweep.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(
      `canary sweep: ${ROUTES.length} routes, ${scene.walkers.length} people, ${sweep.requests} answers (${statuses.join(', ')}), ${sweep.leaks.length} words out of place\n`,
    );
    expect([...new Set(sweep.leaks)]).toEqual([]);
    expect([...sweep.accepted]).toEqual([]);
  }, 240_000);

  test('while the database drops every connection again and again', async () => {
    const failing = new CanarySweep(overHttp, scene.ids, questions(world));
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    const reader = scene.walkers.find(({ name }) => name === 'coordinator, second factor')!;
    let walking = true;
    const walk = failing.walk(reader).finally(() => (walking = false));
    const drop = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'marac' and datname = current_database()`;
    for (; walking; await sleep(30)) await admin.query(drop);
    await walk;
    await admin.end();
    const failed = [...failing.statuses].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
    process.stdout.write(`canary sweep: ${failed} of ${failing.requests} answers failed with the database, ${failing.leaks.length} words out of place\n`); // prettier-ignore
    expect(failed).toBeGreaterThan(10);
    expect([...new Set(failing.leaks)]).toEqual([]);
  }, 120_000);

  test('each was shown what they may know, or there was nothing to keep from the others', () => {
    const shown = scene.walkers.map(({ name }) => [name, [...(sweep.shown.get(name) ?? [])].sort()]);
    expect(shown).toEqual(scene.walkers.map(({ name, may }) => [name, [...may].sort()]));
  });
});

describe('and not one word', () => {
  let admin: pg.Client;
  let role: pg.Client;
  beforeAll(async () => {
    const { adminUrl, appUrl } = app.database;
    [admin, role] = [adminUrl, appUrl].map((connectionString) => new pg.Client({ connectionString })) as [pg.Client, pg.Client]; // prettier-ignore
    await Promise.all([admin.connect(), role.connect()]);
  });
  afterAll(() => Promise.all([admin?.end(), role?.end()]));
  const has = (text: string) => canariesIn(text).length > 0;

  test('is in what the processes wrote, or in a letter', () => {
    const lines = processes.output.trim().split('\n');
    expect(lines.length).toBeGreaterThan(sweep.requests);
    expect(lines.filter(has)).toEqual([]);
    const written = letters(folder);
    expect(written.length).toBeGreaterThan(0);
    expect(written.map(decoded).filter(has)).toEqual([]);
    process.stdout.write(`canary sweep: ${lines.length} log lines, ${written.length} letters, 0 words\n`);
  });

  test('of where the victim is safe is in a dump, and of the rest only in guarded tables', async () => {
    const located = new RegExp(CANARIES.filter(([, kind]) => kind === 'LOCATION_SAFE').map(([word]) => word).join('|')); // prettier-ignore
    expect(await tablesHolding(admin, (text) => located.test(text))).toEqual({});
    const found = Object.keys(await tablesHolding(admin, has));
    expect(found).toEqual(expect.arrayContaining(['persons.persons', 'persons.contacts', 'research.workspaces']));
    expect(await guardedTables(admin)).toEqual(expect.arrayContaining(found));
  });

  test('is in a dump by the role that serves', async () => {
    expect(await tablesHolding(role, has)).toEqual({});
  });
});

/** As many at once as keep the server busy. */
function* batches<T>(all: readonly T[], size = 4): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
