import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { newId } from '../../src/platform/db/ids.js';
import { TEST_DATA_KEYS } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ChildWorkers } from './child-worker.js';
import { eventually, freshQueueName, House, prepareEffects } from './work-fixture.js';

/** A process that is told to end finishes what it does, takes no more, and ends with code 0 within a bound. */
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await prepareEffects(database);
});
afterAll(() => database?.drop());

function ended(child: ChildProcess): Promise<{ code: number | null; ms: number }> {
  const begun = performance.now();
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, ms: performance.now() - begun })));
}

describe('a worker', () => {
  let home: House;
  let children: ChildWorkers;
  afterEach(async () => {
    children.killAll();
    await home.close();
  });

  async function holding(mercyMs: number, changes: object = {}): Promise<{ child: ChildProcess; subject: string }> {
    const queueName = freshQueueName();
    home = await House.build(database.appUrl, queueName);
    children = new ChildWorkers({ APP_URL: database.appUrl, QUEUE_NAME: queueName });
    const subject = newId();
    await home.run(() => home.due.set('test.due', subject, new Date()));
    const env = { HOLD: 'due', MERCY_MS: String(mercyMs), CHANGES: JSON.stringify(changes) };
    return { child: await children.start(env, `holding ${subject}`), subject };
  }
  const effectsOf = async (subject: string) =>
    (await home.effects('due')).filter((effect) => effect.subject === subject);

  test('finishes what is under way, and takes no more', async () => {
    const { child, subject } = await holding(2_500, { silenceMs: 60_000 });
    const end = ended(child);
    child.kill('SIGTERM');
    await sleep(500); // what it was just fetching it still does
    const late = newId();
    await home.run(() => home.due.set('test.due', late, new Date()));
    expect((await end).code).toBe(0);
    expect((await effectsOf(subject)).length).toBe(1);
    expect(await effectsOf(late)).toEqual([]);
    await home.run(() => home.due.clear('test.due', late)); // or the next test's worker would take it up
  });

  test('that hangs is not waited for; another does the work, once', async () => {
    const { child, subject } = await holding(60_000, {
      endMs: 1_000,
      sweepLimitMs: 120_000,
      silenceMs: 120_000,
    });
    const end = ended(child);
    child.kill('SIGTERM');
    const { code, ms } = await end;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    await home.worker.start();
    await eventually(
      () => effectsOf(subject),
      (effects) => effects.length === 1,
    );
  });
});

describe('the processes of the product', () => {
  test.each(['main.js', 'worker.js'])('%s ends with 0 after SIGTERM', async (file) => {
    const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
    const port = await freePort();
    const redis = process.env['REDIS_URL'];
    const env = { DATABASE_URL: database.appUrl, DATA_KEYS: TEST_DATA_KEYS, NODE_ENV: 'test', LOG_LEVEL: 'debug', PORT: String(port), ...(redis && { REDIS_URL: redis }) }; // prettier-ignore
    const child = spawn(process.execPath, [path], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.resume();
    await eventually(
      async () => (await (file === 'main.js' ? isUp(port) : beats())) || child.exitCode !== null,
      Boolean,
      30_000,
    );
    const end = ended(child);
    child.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });
});

/** A worker that works says so. */
async function beats(): Promise<boolean> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query('select from operations.beats');
  await client.end();
  return rows.length > 0;
}

const isUp = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
