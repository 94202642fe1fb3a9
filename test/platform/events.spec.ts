import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/platform/db/ids.js';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { Purge } from '../../src/platform/events/purge.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ChildWorkers } from './child-worker.js';
import { eventually, freshQueueName, House, prepareEffects } from './work-fixture.js';

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

const publish = (home: House, thingId: string) =>
  home.run(() => home.outbox.publish({ name: 'test.happened', ids: { thingId } }));

/** Names of the subscribers that noted the thing, as often as they did. */
async function reached(home: House, thingId: string): Promise<string[]> {
  return (await home.effects())
    .filter((row) => row.subject === thingId)
    .map((row) => row.what)
    .sort();
}
const both = (names: string[]) => names.length >= 2;

describe('an event', () => {
  test('reaches each subscriber once, by the system under the name of the subscriber', async () => {
    const home = await house();
    await home.worker.start();
    const thingId = newId();
    const eventId = await publish(home, thingId);
    await eventually(() => reached(home, thingId), both);
    await sleep(500);
    expect(await reached(home, thingId)).toEqual(['first', 'second']);
    const actors = (await home.effects()).filter((row) => row.subject === thingId).map((row) => row.actor);
    expect(actors.sort()).toEqual(['test.first-subscriber', 'test.second-subscriber']);
    expect(await home.rows('select state from platform.due where subject = $1', [eventId])).toEqual([
      { state: 'DONE' },
      { state: 'DONE' },
    ]);
  });

  test('wakes the worker: it does not wait for the sweep', async () => {
    const home = await house({ sweepMs: 20_000 });
    await home.worker.start();
    await sleep(300);
    const thingId = newId();
    await publish(home, thingId);
    expect(await eventually(() => reached(home, thingId), both, 5_000)).toEqual(['first', 'second']);
  });

  test('reaches them within a sweep when the wake-up is lost', async () => {
    const home = await house({ sweepMs: 300 });
    const queue = await home.get(QueueLink).queue();
    await queue.pause();
    await home.worker.start();
    const thingId = newId();
    await publish(home, thingId);
    await eventually(() => reached(home, thingId), both, 2_500);
    await queue.obliterate({ force: true });
    const other = newId();
    await publish(home, other);
    expect(await eventually(() => reached(home, other), both, 2_500)).toEqual(['first', 'second']);
  });

  test('published while no worker runs is delivered when one comes', async () => {
    const home = await house();
    const thingId = newId();
    await publish(home, thingId);
    await (await home.get(QueueLink).queue()).obliterate({ force: true });
    const worker = await house();
    await worker.worker.start();
    expect(await eventually(() => reached(home, thingId), both)).toEqual(['first', 'second']);
  });

  test('leaves neither row nor wake-up when its unit of work is undone', async () => {
    const home = await house();
    const queue = await home.get(QueueLink).queue();
    const undone = home.run(() => {
      home.outbox.publish({ name: 'test.happened', ids: { thingId: newId() } });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await sleep(100);
    expect(await home.rows('select from platform.outbox where relayed_at is null')).toEqual([]);
    expect((await queue.getJobs()).map((job) => job.name)).toEqual([]);
    await publish(home, newId());
    await eventually(
      () => queue.getJobs(),
      (jobs) => jobs.some((job) => job.name === 'platform.relay-events'),
    );
  });

  test.each([
    ['a name', { victim: 'Jane Canary' }],
    ['a phone', { phone: '07700 900123' }],
    ['a number', { count: 3 as unknown as string }],
    ['nested ids', { inner: { id: newId() } as unknown as string }],
    ['an odd key', { 'Jane Canary': newId() }],
    ['nothing for an id', { thingId: undefined as unknown as string }],
  ])('that carries %s is refused, and the value is not repeated', async (_name, ids) => {
    const home = await house();
    const error = await home
      .run(() => home.outbox.publish({ name: 'test.happened', ids }))
      .catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ name: 'NotIds' });
    expect((error as Error).message).not.toMatch(/Jane|07700/);
  });

  test('is refused by the table itself when it carries more than ids', async () => {
    const home = await house();
    const insert = `insert into platform.outbox (id, name, ids) values ($1, 'test.happened', $2)`;
    await home.rows(insert, [newId(), JSON.stringify({ a: newId(), b: newId() })]);
    await home.rows(insert, [newId(), '{}']);
    for (const ids of [{ a: 'Jane' }, { a: 1 }, { 'a b': newId() }, [newId()], { a: { b: newId() } }]) {
      await expect(home.rows(insert, [newId(), JSON.stringify(ids)])).rejects.toMatchObject({ code: '23514' });
    }
  });

  test('that nobody declared is refused', async () => {
    const home = await house();
    await expect(home.run(() => home.outbox.publish({ name: 'test.typo', ids: {} }))).rejects.toThrow('not declared');
  });
});

describe('subscribers', () => {
  test('fail apart: one is stuck, the other has it', async () => {
    const home = await house({ promiseAttempts: 2 });
    let broken = true;
    home.script.before = async (what) => {
      if (what === 'first' && broken) throw new TypeError('Jane Canary');
    };
    await home.worker.start();
    const thingId = newId();
    const eventId = await publish(home, thingId);
    const stuck = await eventually(
      async () => (await home.run(() => home.stuck.list())).find((row) => row.ids['eventId'] === eventId),
      (row) => row !== undefined,
    );
    expect(stuck).toMatchObject({
      lane: 'EVENT',
      name: 'test.first-subscriber',
      ids: { eventId },
      errorCode: 'TypeError',
    });
    expect(await reached(home, thingId)).toEqual(['second']);
    broken = false;
    await home.run(() => home.stuck.retry(stuck!.id));
    await eventually(() => reached(home, thingId), both);
    expect((await home.run(() => home.stuck.list())).map((row) => row.id)).not.toContain(stuck!.id);
  });

  test('of two racing workers get each event once', async () => {
    const [a, b] = await Promise.all([house(), house()]);
    await Promise.all([a.worker.start(), b.worker.start()]);
    const things = Array.from({ length: 60 }, newId);
    for (const thing of things) await publish(a, thing);
    await eventually(
      async () => Promise.all(things.map((thing) => reached(a, thing))),
      (all) => all.every(both),
      20_000,
    );
    await sleep(400);
    for (const thing of things) expect(await reached(a, thing)).toEqual(['first', 'second']);
  });

  test('whose worker is killed inside the handler get the event once from the next', async () => {
    const home = await house();
    const children = new ChildWorkers({ APP_URL: database.appUrl, QUEUE_NAME: queueName });
    const thingId = newId();
    await publish(home, thingId);
    const child = await children.start({ HOLD: 'first' }, 'holding');
    child.kill('SIGKILL');
    await home.worker.start();
    await eventually(() => reached(home, thingId), both);
    await sleep(400);
    expect(await reached(home, thingId)).toEqual(['first', 'second']);
    children.killAll();
  }, 40_000);
});

test('old delivered events are forgotten; what is owed stays', async () => {
  const home = await house();
  const [old, owed, young] = [newId(), newId(), newId()];
  const insert = `insert into platform.outbox (id, name, ids, relayed_at)
                  values ($1, 'test.happened', '{}', clock_timestamp() - $2 * interval '1 day')`;
  for (const [id, days] of [
    [old, 100],
    [owed, 100],
    [young, 1],
  ] as const)
    await home.rows(insert, [id, days]);
  await home.rows(
    `insert into platform.due (lane, kind, subject, due_at, next_at, state) values ('EVENT', 'test.gone', $1, now(), now(), 'STUCK')`,
    [owed],
  );
  await home.run(() => home.get(Purge).purge());
  const left = await home.rows<{ id: string }>('select id from platform.outbox where id = any($1)', [
    [old, owed, young],
  ]);
  expect(left.map((row) => row.id).sort()).toEqual([owed, young].sort());
});
