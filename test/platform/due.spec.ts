import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { PromiseReader } from '../../src/platform/due/promise-reader.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { eventually, freshQueueName, House, prepareEffects } from './work-fixture.js';

let database: TestDatabase;
let houses: House[] = [];
const queueName = freshQueueName();

async function house(changes = {}): Promise<House> {
  const built = await House.build(database.appUrl, queueName, changes);
  houses.push(built);
  return built;
}

const inMs = (ms: number) => new Date(Date.now() + ms);
const ago = (ms: number) => inMs(-ms);
const due = (home: House, subject: string) =>
  home
    .rows<{ state: string; epoch: number; attempts: number }>(
      `select state, epoch, attempts from platform.due where subject = $1`,
      [subject],
    )
    .then((rows) => rows[0]);

beforeAll(async () => {
  database = await freshDatabase();
  await prepareEffects(database);
});
beforeEach(() => {
  houses = [];
});
afterEach(async () => {
  await Promise.all(houses.map((built) => built.close()));
});
afterAll(() => database?.drop());

describe('what is due', () => {
  test('is done once at its time, by the system under the name of its kind', async () => {
    const home = await house();
    await home.worker.start();
    const [subject, dueAt] = [newId(), inMs(300)];
    await home.run(() => home.due.set('test.due', subject, dueAt));
    const effects = await eventually(
      () => home.effects('due'),
      (rows) => rows.some((row) => row.subject === subject),
    );
    const [effect] = effects.filter((row) => row.subject === subject);
    expect(effect).toMatchObject({ actor: 'test.due', dueAt, epoch: (await due(home, subject))!.epoch });
    expect(effect!.at.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
    await sleep(600);
    expect((await home.effects('due')).filter((row) => row.subject === subject)).toHaveLength(1);
    expect(await due(home, subject)).toMatchObject({ state: 'DONE' });
  });

  test('is not done before the worker starts', async () => {
    const home = await house();
    const subject = newId();
    await home.run(() => home.due.set('test.due', subject, ago(1000)));
    await sleep(600);
    expect(await due(home, subject)).toMatchObject({ state: 'WAITING' });
    expect(await home.run(() => home.get(PromiseReader).late(500))).toMatchObject([
      { lane: 'TIME', kind: 'test.due', count: 1 },
    ]);
    await home.worker.start();
    await eventually(
      () => due(home, subject),
      (row) => row?.state === 'DONE',
    );
    expect(await home.run(() => home.get(PromiseReader).late(500))).toEqual([]);
  });

  test('leaves nothing when the unit of work is undone', async () => {
    const home = await house();
    const subject = newId();
    const undone = home.run(() => {
      home.due.set('test.due', subject, ago(1000));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await due(home, subject)).toBeUndefined();
  });

  test('never fires for a time that was replaced', async () => {
    const home = await house();
    await home.worker.start();
    const subject = newId();
    await home.run(() => home.due.set('test.due', subject, inMs(400)));
    const first = (await due(home, subject))!.epoch;
    const later = inMs(1500);
    await home.run(() => home.due.set('test.due', subject, later));
    expect((await due(home, subject))!.epoch).toBeGreaterThan(first);
    const effects = await eventually(
      async () => (await home.effects('due')).filter((row) => row.subject === subject),
      (rows) => rows.length > 0,
    );
    expect(effects).toHaveLength(1);
    expect(effects[0]!.dueAt).toEqual(later);
    expect(effects[0]!.at.getTime()).toBeGreaterThanOrEqual(later.getTime());
  });

  test('fires again only when given another time', async () => {
    const home = await house();
    await home.worker.start();
    const [subject, at] = [newId(), ago(1000)];
    const fired = async () => (await home.effects('due')).filter((row) => row.subject === subject).length;
    await home.run(() => home.due.set('test.due', subject, at));
    await eventually(fired, (times) => times === 1);
    await home.run(() => home.due.set('test.due', subject, at));
    await sleep(500);
    expect(await fired()).toBe(1);
    await home.run(() => home.due.set('test.due', subject, ago(500)));
    await eventually(fired, (times) => times === 2);
  });

  test('does not fire once cleared, and may be promised anew', async () => {
    const home = await house();
    await home.worker.start();
    const [subject, at] = [newId(), inMs(400)];
    await home.run(() => home.due.set('test.due', subject, at));
    await home.run(() => home.due.clear('test.due', subject));
    await sleep(900);
    expect((await home.effects('due')).filter((row) => row.subject === subject)).toEqual([]);
    await home.run(() => home.due.set('test.due', subject, at));
    await eventually(
      () => due(home, subject),
      (row) => row?.state === 'DONE',
    );
  });

  test('may be promised again by its own handler: a ladder of reminders', async () => {
    const home = await house();
    const subject = newId();
    let rungs = 0;
    home.script.before = async (_what, of) => {
      if (of === subject && ++rungs < 3) home.due.set('test.due', subject, inMs(100));
    };
    await home.worker.start();
    await home.run(() => home.due.set('test.due', subject, ago(100)));
    await eventually(
      () => due(home, subject),
      (row) => row?.state === 'DONE' && rungs === 3,
    );
    const epochs = (await home.effects('due')).filter((row) => row.subject === subject).map((row) => row.epoch);
    expect(new Set(epochs).size).toBe(3);
  });
});

describe('a poison subject', () => {
  test('is undone by itself, tried again, and put before people; the others are done', async () => {
    const home = await house({ promiseAttempts: 3 });
    const [poison, ...others] = Array.from({ length: 20 }, newId) as [string, ...string[]];
    let broken = true;
    home.script.before = async (_what, subject) => {
      if (subject === poison && broken)
        throw Object.assign(new Error('Jane Canary, 1 Refuge Street'), { code: 'canary' });
    };
    await home.run(() => [poison, ...others].forEach((subject) => home.due.set('test.due', subject, ago(1000))));
    await home.worker.start();
    await eventually(
      () => due(home, poison),
      (row) => row?.state === 'STUCK',
    );
    const effects = await home.effects('due');
    expect(effects.filter((row) => others.includes(row.subject!))).toHaveLength(others.length);
    expect(effects.filter((row) => row.subject === poison)).toEqual([]);

    const [stuck] = await home.run(() => home.stuck.list());
    expect(stuck).toMatchObject({
      lane: 'TIME',
      name: 'test.due',
      ids: { subject: poison },
      errorCode: 'canary',
      failures: 1,
    });
    const everything = JSON.stringify(await home.rows('select * from platform.stuck_work, platform.due'));
    expect(everything).not.toContain('Canary');

    expect(await home.run(() => home.stuck.retry(stuck!.id))).toBe(true);
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
    expect((await home.effects('due')).filter((row) => row.subject === poison)).toHaveLength(1);
  });

  test('that fails in the database does not take its neighbours with it', async () => {
    const home = await house({ promiseAttempts: 2 });
    const [poison, good] = [newId(), newId()];
    home.script.before = async (_what, subject) => {
      if (subject === poison) tx().write('insert into public.effects (what) values (null)');
    };
    await home.run(() => [poison, good].forEach((subject) => home.due.set('test.due', subject, ago(1000))));
    await home.worker.start();
    await eventually(
      () => due(home, poison),
      (row) => row?.state === 'STUCK',
    );
    expect(await due(home, good)).toMatchObject({ state: 'DONE' });
    const stuck = await home.run(() => home.stuck.list());
    expect(stuck.at(-1)).toMatchObject({ errorCode: 'sql-23502' });
    await home.run(() => home.due.clear('test.due', poison));
    expect(await home.run(() => home.stuck.count())).toBe(0);
  });

  test('whose handler hangs is left behind, and other kinds go on', async () => {
    const home = await house({ sweepLimitMs: 800, silenceMs: 300, startsWithoutOutcome: 3 });
    const [hanging, good] = [newId(), newId()];
    home.script.before = async (what, subject) => {
      if (what === 'other' && subject === hanging) await new Promise(() => undefined);
    };
    await home.run(() => {
      home.due.set('test.other', hanging, ago(1000));
      home.due.set('test.due', good, ago(1000));
    });
    await home.worker.start();
    await eventually(
      () => due(home, good),
      (row) => row?.state === 'DONE',
      2_000,
    );
    await eventually(
      () => due(home, hanging),
      (row) => row?.state === 'STUCK',
      25_000,
    );
    expect((await home.run(() => home.stuck.list())).at(-1)).toMatchObject({
      errorCode: 'no-outcome',
      ids: { subject: hanging },
    });
    await home.run(() => home.due.clear('test.other', hanging));
  });
});

describe('a promise cannot be made', () => {
  test.each([
    ['of an undeclared kind', 'test.unheard-of', newId(), new Date(), 'not declared'],
    ['about something that is not an id', 'test.due', 'Jane Canary', new Date(), 'is not an id'],
    ['for a moment that does not exist', 'test.due', newId(), new Date('never'), 'Invalid time value'],
  ])('%s', async (_name, kind, subject, at, message) => {
    const home = await house();
    await expect(home.run(() => home.due.set(kind, subject, at))).rejects.toThrow(message);
  });

  test('outside a unit of work', async () => {
    const home = await house();
    expect(() => home.due.set('test.due', newId(), new Date())).toThrow('no unit of work');
  });
});
