import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { LATE_MAILS } from '../../src/notifications/late-mails.reader.js';
import { Watchdog, type WatchdogSettings } from '../../src/operations/watchdog.service.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { EventLog } from '../../src/platform/log/event-log.js';
import { newId } from '../../src/platform/db/ids.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually } from '../actions/plan.js';
import { MailCatcher } from '../notifications/mail-catcher.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';

/** Somebody is told when promises are not kept, whatever is broken: the worker, the queue, the mail or the database. */
const catcher = new MailCatcher();
let app: TestApp;
let world: World;
let smtpUrl: string;
let lines: string[];
let dogs: Watchdog[] = [];

beforeAll(async () => {
  smtpUrl = await catcher.start();
  app = await startApp();
  world = await app.world();
  await app.get(WorkerService).start();
});
afterEach(async () => {
  await Promise.all(dogs.map((dog) => dog.stop()));
  dogs = [];
  catcher.mails.length = 0;
});
afterAll(async () => {
  await app?.stop();
  await catcher.stop();
});

/** A watchdog in a hurry. */
async function watch(changes: Partial<WatchdogSettings> = {}) {
  lines = [];
  const log = new EventLog('info', { write: (line: string) => void lines.push(line) });
  const base = {
    databaseUrl: app.database.appUrl,
    smtpUrl,
    mailFrom: 'alarm@example.org',
    mailTo: ['on-call@example.org'],
  };
  const dog = new Watchdog(
    { ...base, host: '127.0.0.1', port: 0, everyMs: 100, canaryMs: 3_000, ...changes },
    { lateMails: LATE_MAILS },
    log,
  );
  dogs.push(dog);
  const port = await dog.start();
  return (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
}
type Get = Awaited<ReturnType<typeof watch>>;
const alarms = async (get: Get): Promise<string[]> =>
  ((await (await get('/health')).json()) as any).alarms?.map(({ code }: any) => code) ?? ['none yet'];
const ring = (get: Get, code: string) => eventually(async () => (await alarms(get)).includes(code));
const quiet = (get: Get) => eventually(async () => (await get('/health')).status === 200, 30);

test('all is well: the trial promise arrives, and its lateness is there to be measured', async () => {
  await eventually(
    async () => (await app.rows('select from platform.schedule s where s.done_at is not null')).length > 0,
    60,
  );
  const get = await watch();
  await quiet(get);
  const { canaryMs } = (await (await get('/health')).json()) as { canaryMs: number };
  expect(canaryMs).toBeGreaterThan(0);
  expect(canaryMs).toBeLessThan(3_000);
  const prompt = /^marac_canary_lateness_seconds 0\.\d+/m;
  let metrics = '';
  // a trial that just misses a sweep waits for the next one, a second later: one of them is prompt
  await eventually(async () => prompt.test((metrics = await (await get('/metrics')).text())), 30);
  expect(metrics).toMatch(prompt);
  expect(metrics).toMatch(/^marac_alarm\{code="no-worker"\} 0$/m);
  expect(metrics).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}/);
  expect([(await get('/health/live')).status, (await get('/anything')).status]).toEqual([200, 404]);
  expect(catcher.mails).toEqual([]);
}, 90_000);

test('trial promises are nobody’s business', async () => {
  const get = await watch();
  await eventually(
    async () => (await app.rows('select from operations.canaries c where c.arrived_at is not null')).length > 0,
  );
  await get('/health');
  for (const path of ['/inbox', '/events', '/actions'])
    expect((await app.request('GET', path, { as: world.coordinator })).body.items).toEqual([]);
  expect(await app.rows('select from notifications.notices')).toEqual([]);
});

describe('an alarm', () => {
  test('rings when no worker works, reaches administrators by mail, one to each, and ends when one does', async () => {
    await app.get(WorkerService).stop();
    await app.rows(`update operations.beats set at = at - interval '2 minutes'`);
    const get = await watch({ canaryMs: 500 });
    await ring(get, 'canary-late');
    expect(await alarms(get)).toContain('no-worker');
    expect((await get('/health')).status).toBe(503);
    await eventually(async () => catcher.to(world.administrator.email).length > 0);
    const [mail] = catcher.to(world.administrator.email);
    expect(mail!.recipients).toEqual([world.administrator.email]);
    expect(mail!.raw).toMatch(/ALARM no-worker/);
    expect(catcher.to('on-call@example.org').length).toBeGreaterThan(0);
    expect(catcher.to(world.coordinator.email)).toEqual([]);
    expect(lines.some((line) => line.includes('watchdog.alarm') && line.includes('no-worker'))).toBe(true);
    const told = catcher.to(world.administrator.email).length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(catcher.to(world.administrator.email).length).toBe(told); // it goes on, and nobody is told twice
    await app.get(WorkerService).start();
    await quiet(get);
    await eventually(() =>
      Promise.resolve(catcher.to(world.administrator.email).some(({ raw }) => raw.includes('Over: canary-late'))),
    );
    expect(await (await get('/metrics')).text()).toMatch(/^marac_alarm\{code="no-worker"\} 0$/m);
  }, 90_000);

  test.each<[string, string, string]>([
    ['promises-late', `insert into platform.due (lane, kind, subject, due_at, next_at) values ('TIME', 'test.unknown', $1, now() - interval '2 minutes', now() - interval '2 minutes')`, `delete from platform.due where subject = $1`], // prettier-ignore
    ['events-late', `insert into platform.outbox (id, name, ids, published_at) values ($1, 'test.unknown', '{}', now() - interval '2 minutes')`, `delete from platform.outbox where id = $1`], // prettier-ignore
  ])('rings for %s', async (code, plant, pull) => {
    const id = newId();
    await app.rows(plant, [id]);
    const get = await watch();
    await ring(get, code);
    await app.rows(pull, [id]);
    expect(await eventually(async () => !(await alarms(get)).includes(code))).toBe(true);
  });

  test('rings when scheduled work does not run', async () => {
    await app.get(WorkerService).stop();
    await app.rows(`update platform.schedule set done_at = now() - interval '10 minutes'`);
    expect(await ring(await watch({ canaryMs: 300 }), 'queue-silent')).toBe(true);
    await app.get(WorkerService).start();
  });

  test('rings when the database is away, also when it was never there', async () => {
    const get = await watch({ databaseUrl: `postgres://nobody@127.0.0.1:${await freePort()}/none` });
    await ring(get, 'database-unreachable');
    await eventually(() => Promise.resolve(catcher.to('on-call@example.org').length > 0));
    expect(await (await get('/metrics')).text()).toMatch(/^marac_database_up 0$/m);
  });

  test('reaches the log when mail is away too', async () => {
    const get = await watch({
      databaseUrl: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
      smtpUrl: `smtp://127.0.0.1:${await freePort()}`,
    });
    await ring(get, 'database-unreachable');
    await eventually(() => Promise.resolve(lines.some((line) => line.includes('watchdog.mail-failed'))));
    expect(lines.join('')).not.toMatch(/on-call@|example\.org/);
  });
});

test('the process starts without a database, says so, and ends in order', async () => {
  const port = await freePort();
  const path = fileURLToPath(new URL('../../src/watchdog.js', import.meta.url));
  const env = {
    DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
    WATCHDOG_PORT: String(port),
    WATCHDOG_EVERY_MS: '100',
  };
  const child: ChildProcess = spawn(process.execPath, [path], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const health = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      (answer) => answer.json() as any,
      () => undefined,
    );
  await eventually(async () => (await health())?.alarms?.[0]?.code === 'database-unreachable');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
