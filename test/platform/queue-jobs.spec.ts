import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/platform/db/ids.js';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ChildWorkers } from './child-worker.js';
import { DO_IT, eventually, freshQueueName, House, OWN_WAY, prepareEffects } from './work-fixture.js';

let database: TestDatabase;
let houses: House[] = [];
let queueName: string;

async function house(changes = {}): Promise<House> {
  const built = await House.build(database.appUrl, queueName, changes);
  houses.push(built);
  return built;
}

beforeAll(async () => {
  database = await freshDatabase();
  await prepareEffects(database);
});
beforeEach(() => {
  houses = [];
  queueName = freshQueueName();
});
afterEach(async () => {
  await Promise.all(houses.map((built) => built.close()));
});
afterAll(() => database?.drop());

const done = async (home: House, thingId: string) =>
  (await home.effects('job')).filter((row) => row.subject === thingId).length;

describe('a job', () => {
  test('is done by the worker, by the system under the name of the job', async () => {
    const home = await house();
    await home.worker.start();
    const thingId = newId();
    home.jobs.add(DO_IT, { thingId });
    await eventually(
      () => done(home, thingId),
      (times) => times === 1,
    );
    expect((await home.effects('job')).find((row) => row.subject === thingId)).toMatchObject({ actor: 'test.do-it' });
  });

  test('added in a unit of work is sent after the commit, and not at all when it is undone', async () => {
    const home = await house();
    const queue = await home.get(QueueLink).queue();
    const undone = home.run(() => {
      home.jobs.add(DO_IT, { thingId: newId() });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await sleep(100);
    expect(await queue.getJobs()).toEqual([]);
    await home.run(() => home.jobs.add(DO_IT, { thingId: newId() }));
    await eventually(
      () => queue.getJobs(),
      (jobs) => jobs.length === 1,
    );
  });

  test('with an id is one while it waits', async () => {
    const home = await house();
    const queue = await home.get(QueueLink).queue();
    for (let i = 0; i < 5; i++) home.jobs.add(DO_IT, { thingId: newId() }, { jobId: 'only', delayMs: 60_000 });
    await eventually(
      () => queue.getJobs(),
      (jobs) => jobs.length === 1,
    );
    await sleep(100);
    expect(await queue.getJobs()).toHaveLength(1);
  });

  test('that fails is tried again, and its half-done work undone', async () => {
    const home = await house();
    let tries = 0;
    home.script.before = async () => {
      if (++tries < 3) throw new Error('not yet');
    };
    await home.worker.start();
    const thingId = newId();
    home.jobs.add(DO_IT, { thingId });
    await eventually(
      () => done(home, thingId),
      (times) => times === 1,
    );
    expect(tries).toBe(3);
  });

  test('that carries anything but ids is refused', async () => {
    const home = await house();
    expect(() => home.jobs.add(DO_IT, { thingId: 'Jane Canary' })).toThrow('thingId is not an id');
  });

  test('that always fails comes to people, by code alone, and back when they ask', async () => {
    const home = await house({ jobAttempts: 2 });
    const queue = await home.get(QueueLink).queue();
    let broken = true;
    home.script.before = async () => {
      if (broken) throw new RangeError('Jane Canary, 1 Refuge Street');
    };
    await home.worker.start();
    const thingId = newId();
    home.jobs.add(OWN_WAY, { thingId });
    const [stuck] = await eventually(
      () => home.run(() => home.stuck.list()),
      (rows) => rows.length === 1,
    );
    expect(stuck).toMatchObject({
      lane: 'JOB',
      name: 'test.own-way',
      ids: { thingId },
      errorCode: 'RangeError',
      failures: 1,
    });
    await eventually(
      () => queue.getFailed(),
      (failed) => failed.length === 0,
    );

    await home.run(() => home.stuck.retry(stuck!.id));
    await eventually(
      async () => (await home.run(() => home.stuck.list()))[0],
      (row) => row?.failures === 2 && row.retryAt === null,
    );
    broken = false;
    await home.run(() => home.stuck.retry(stuck!.id));
    await eventually(
      () => home.run(() => home.stuck.count()),
      (count) => count === 0,
    );
    expect(await home.run(() => home.stuck.retry(stuck!.id))).toBe(false);
  });

  test('keeps no message or stack in the queue while it waits for its next try', async () => {
    const home = await house({ jobBackoffMs: 60_000 });
    const queue = await home.get(QueueLink).queue();
    home.script.before = async () => {
      throw new Error('Jane Canary, 1 Refuge Street');
    };
    await home.worker.start();
    home.jobs.add(DO_IT, { thingId: newId() });
    const [job] = await eventually(
      () => queue.getDelayed(),
      (jobs) => jobs.some((waiting) => waiting.attemptsMade === 1),
    );
    expect(JSON.stringify(job!.asJSON())).not.toContain('Canary');
  });

  test('that this version does not know comes to people too', async () => {
    const home = await house({ jobAttempts: 1 });
    await home.worker.start();
    const queue = await home.get(QueueLink).queue();
    await queue.add('test.from-the-future', { ids: {} });
    const [stuck] = await eventually(
      () => home.run(() => home.stuck.list()),
      (rows) => rows.length === 1,
    );
    expect(stuck).toMatchObject({ name: 'test.from-the-future', errorCode: 'unknown-job' });
    await home.rows('delete from platform.stuck_work');
  });
});

describe('a worker killed inside a job', () => {
  const changes = { lockMs: 1_000, stalledCheckMs: 500 };

  test('leaves nothing half done, and another does it', async () => {
    const home = await house(changes);
    const children = new ChildWorkers({
      APP_URL: database.appUrl,
      QUEUE_NAME: queueName,
      CHANGES: JSON.stringify(changes),
    });
    const thingId = newId();
    home.jobs.add(DO_IT, { thingId });
    const child = await children.start({ HOLD: 'job' }, 'holding');
    child.kill('SIGKILL');
    const since = performance.now();
    await home.worker.start();
    await eventually(
      () => done(home, thingId),
      (times) => times === 1,
    );
    console.log(`job of a killed worker done ${Math.round(performance.now() - since)} ms after its death (lock 1 s)`);
    await sleep(600);
    expect(await done(home, thingId)).toBe(1);
    children.killAll();
  }, 40_000);

  test('again and again does not lose it: it comes to people', async () => {
    const home = await house(changes);
    const children = new ChildWorkers({
      APP_URL: database.appUrl,
      QUEUE_NAME: queueName,
      CHANGES: JSON.stringify(changes),
    });
    const thingId = newId();
    home.jobs.add(DO_IT, { thingId });
    for (let kill = 0; kill < 4; kill++) (await children.start({ HOLD: 'job' }, 'holding')).kill('SIGKILL');
    await home.worker.start();
    const [stuck] = await eventually(
      () => home.run(() => home.stuck.list()),
      (rows) => rows.length === 1,
      20_000,
    );
    expect(stuck).toMatchObject({ name: 'test.do-it', ids: { thingId }, errorCode: 'no-outcome' });
    await home.run(() => home.stuck.retry(stuck!.id));
    await eventually(
      () => done(home, thingId),
      (times) => times === 1,
    );
    children.killAll();
  }, 90_000);
});

describe('a queue that is away', () => {
  const away = process.env['REDIS_URL']
    ? { redisUrl: 'redis://127.0.0.1:1' }
    : { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing' };

  test('does not fail the unit of work that wakes it, nor keep promises from being kept', async () => {
    const home = await house(away);
    const started = performance.now();
    await home.run(() => {
      home.jobs.add(DO_IT, { thingId: newId() });
    });
    expect(performance.now() - started).toBeLessThan(1_000);
    await home.worker.start();
    const [subject, thingId] = [newId(), newId()];
    await home.run(() => {
      home.due.set('test.due', subject, new Date(Date.now() - 1000));
      home.outbox.publish({ name: 'test.happened', ids: { thingId } });
    });
    await eventually(
      async () => (await home.effects()).filter((row) => row.subject === subject || row.subject === thingId),
      (rows) => rows.length === 3,
    );
  }, 40_000);
});
