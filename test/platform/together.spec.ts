import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { SilentProxy } from '../faults/silent-proxy.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { eventually, freshQueueName, House, prepareEffects } from './work-fixture.js';

let database: TestDatabase;
let home: House;

beforeAll(async () => {
  database = await freshDatabase();
  await prepareEffects(database);
  home = await House.build(database.appUrl, freshQueueName(), { promiseAttempts: 2 });
  await home.worker.start();
});
afterAll(async () => {
  await home?.close();
  await database?.drop();
});

const ago = (ms: number) => new Date(Date.now() - ms);

async function promised(house: House, kind: string, count: number, at = ago(1_000)): Promise<string[]> {
  const subjects = Array.from({ length: count }, newId);
  await house.run(() => subjects.forEach((subject) => house.due.set(kind, subject, at)));
  return subjects;
}

async function timesOf(house: House, subjects: string[]): Promise<number[]> {
  const done = await house.effects();
  return subjects.map((subject) => done.filter((effect) => effect.subject === subject).length);
}

const everyOnce = (times: number[]) => times.every((count) => count === 1);

describe('promises that are kept together', () => {
  test('are each kept once; one that fails takes none of the others with it', async () => {
    const subjects = await home.run(async () => Array.from({ length: 30 }, newId));
    const bad = subjects[17];
    home.script.before = async (_what, subject) => {
      if (subject === bad) throw new Error('never');
    };
    await home.run(() => subjects.forEach((subject) => home.due.set('test.together', subject, ago(1_000))));
    await eventually(
      () => timesOf(home, subjects),
      (times) => times.filter((count) => count === 1).length === 29,
    );
    const stuck = await eventually(
      () => home.run(() => home.stuck.list()),
      (rows) => rows.length === 1,
    );
    expect(stuck).toMatchObject([{ lane: 'TIME', name: 'test.together', ids: { subject: bad } }]);
    expect((await timesOf(home, subjects)).filter((count) => count > 1)).toEqual([]);
    home.script.before = async () => undefined;
  });

  test('are under way at the same time, in one transaction', async () => {
    let [now, most] = [0, 0];
    home.script.before = async () => {
      most = Math.max(most, ++now);
      await tx().query('select pg_sleep(0)');
      now--;
    };
    const subjects = await promised(home, 'test.together', 20);
    await eventually(() => timesOf(home, subjects), everyOnce);
    expect(most).toBeGreaterThan(1);
    most = 0;
    const others = await promised(home, 'test.due', 20);
    await eventually(() => timesOf(home, others), everyOnce);
    expect(most).toBe(1);
    home.script.before = async () => undefined;
  });
});

test('what somebody holds and does not let go of makes nothing else wait', async () => {
  const holder = new pg.Client(database.adminUrl);
  await holder.connect();
  try {
    await holder.query('begin; select pg_advisory_xact_lock(4711)');
    const subjects = Array.from({ length: 20 }, newId);
    const [held, ...others] = subjects;
    home.script.before = async (_what, subject) => {
      if (subject === held) await tx().query('select pg_advisory_xact_lock(4711)');
    };
    await home.run(() => subjects.forEach((subject) => home.due.set('test.together', subject, ago(1_000))));
    await eventually(() => timesOf(home, others), everyOnce, 4_000);
    // from now on it is known, and those that come do not wait with it at all
    const later = await promised(home, 'test.together', 10);
    await eventually(() => timesOf(home, later), everyOnce, 1_000);
    const asHeld = await home.rows(`select state, attempts, error_code from platform.due where subject = $1`, [held]);
    expect(asHeld).toEqual([{ state: 'WAITING', attempts: 0, error_code: null }]);
    await holder.query('rollback');
    await eventually(() => timesOf(home, [held!]), everyOnce, 3_000);
  } finally {
    home.script.before = async () => undefined;
    await holder.end();
  }
});

test('what somebody held for a moment just when it was claimed is kept a moment later, not when its claim is over', async () => {
  const holder = new pg.Client(database.adminUrl);
  await holder.connect();
  try {
    const [first, held] = [newId(), newId()];
    // by itself and after the first, as what was begun twice already is; its claim is over after a second
    home.script.before = async (_what, subject) => {
      if (subject !== first) return;
      await holder.query('begin');
      await holder.query('select from platform.due where subject = $1 for update', [held]);
      setTimeout(() => void holder.query('rollback'), 25);
    };
    await home.rows(
      `insert into platform.due (lane, kind, subject, due_at, next_at, starts)
       select 'TIME', 'test.together', id, clock_timestamp(), clock_timestamp(), starts
         from unnest($1::uuid[], array[0, 2]) as x (id, starts)`,
      [[first, held]],
    );
    await eventually(() => timesOf(home, [first, held]), everyOnce, 4_000);
    const [apart] = await home.rows<{ ms: number }>(
      `select extract(epoch from max(done_at) - min(done_at))::float8 * 1000 as ms from platform.due where subject = any ($1::uuid[])`,
      [[first, held]],
    );
    expect(apart!.ms).toBeLessThan(700);
  } finally {
    home.script.before = async () => undefined;
    await holder.end();
  }
});

test('while workers die, few are claimed at a time: one that dies next takes no hundred with it', async () => {
  const house = await House.build(database.appUrl, freshQueueName(), { batch: 50 });
  try {
    await home.worker.stop();
    const begun = Array.from({ length: 120 }, () => newId());
    await house.rows(
      `insert into platform.due (lane, kind, subject, due_at, next_at, starts)
       select 'TIME', 'test.together', id, clock_timestamp(), clock_timestamp(), 1 from unnest($1::uuid[]) as id`,
      [begun],
    );
    await house.worker.start();
    // what is kept together is marked in one transaction
    const kept = () =>
      house.rows<{ size: number }>(
        `select count(*)::int as size from platform.due where subject = any ($1::uuid[]) and state = 'DONE' group by xmin::text`,
        [begun],
      );
    const sizes = await eventually(kept, (rows) => rows.reduce((sum, { size }) => sum + size, 0) === begun.length);
    expect(Math.max(...sizes.map(({ size }) => size))).toBe(10);
  } finally {
    await house.close();
    await home.worker.start();
  }
});

test('the next one due is not let wait for the next sweep', async () => {
  const patient = await House.build(database.appUrl, freshQueueName(), { sweepMs: 5_000 });
  try {
    await home.worker.stop();
    const soon = newId();
    await patient.rows(
      `insert into platform.due (lane, kind, subject, due_at, next_at)
       select 'TIME', 'test.due', $1::uuid, at, at from (select clock_timestamp() + interval '2 seconds' as at) as soon`,
      [soon],
    );
    await patient.worker.start();
    const [effect] = await eventually(
      async () => (await patient.effects('due')).filter(({ subject }) => subject === soon),
      (rows) => rows.length === 1,
    );
    const late = effect!.at.getTime() - effect!.dueAt!.getTime();
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(1_500);
  } finally {
    await patient.close();
    await home.worker.start();
  }
});

test('a wake-up from before the database was put back is left alone', async () => {
  const queue = await home.get(QueueLink).queue();
  const [old, now] = [newId(), newId()];
  await queue.add('test.do-it', { ids: { thingId: old }, epoch: 0 });
  await queue.add('test.do-it', { ids: { thingId: now }, epoch: 1 });
  await eventually(
    () => timesOf(home, [now]),
    ([times]) => times === 1,
  );
  await eventually(
    () => queue.getJobCounts('waiting', 'active'),
    ({ waiting, active }) => waiting === 0 && active === 0,
  );
  expect(await timesOf(home, [old])).toEqual([0]);
});

interface Afar {
  proxy: SilentProxy;
  far: House;
}

/** With a house whose wire to the database can be cut. */
async function afar(work: (there: Afar) => Promise<void>): Promise<void> {
  const proxy = await SilentProxy.start(Number(new URL(database.appUrl).port));
  const far = await House.build(proxy.through(database.appUrl), freshQueueName());
  try {
    await work({ proxy, far });
  } finally {
    proxy.stop();
    await far.close();
  }
}

/** The same, while nobody works at home. */
async function insteadOfHome(work: (there: Afar) => Promise<void>): Promise<void> {
  await home.worker.stop();
  try {
    await afar(work);
  } finally {
    await home.worker.start();
  }
}

describe('connections whose other end is gone without a word', () => {
  test(
    'are found out within seconds, and what is due does not wait for them',
    () =>
      insteadOfHome(async ({ proxy, far }) => {
        await far.worker.start();
        const before = await promised(far, 'test.due', 3);
        await eventually(() => timesOf(home, before), everyOnce);
        expect(proxy.forget()).toBeGreaterThan(0);
        const after = await promised(home, 'test.due', 3);
        const begun = performance.now();
        await eventually(() => timesOf(home, after), everyOnce, 15_000);
        expect(performance.now() - begun).toBeLessThan(8_000);
      }),
    60_000,
  );

  test(
    'do not keep what was under way on them, either',
    () =>
      insteadOfHome(async ({ proxy, far }) => {
        const subjects = await promised(home, 'test.due', 3);
        let cut = 0;
        far.script.before = async () => {
          cut ||= proxy.forget();
          await tx().query('select 1');
        };
        await far.worker.start();
        const begun = performance.now();
        await eventually(() => timesOf(home, subjects), everyOnce, 20_000);
        expect(cut).toBeGreaterThan(0);
        // the database gives up after three seconds, and so does the worker: the next sweep has both the rows and a connection
        expect(performance.now() - begun).toBeLessThan(6_000);
      }),
    60_000,
  );

  test('do not hold what is due for longer than a worker would', () =>
    afar(async ({ proxy, far }) => {
      const [subject] = await promised(home, 'test.due', 1, new Date(Date.now() + 500));
      const holding = far.run(async () => {
        await far.due.hold('test.due', [subject!]);
        proxy.forget();
        await tx().query('select 1');
      });
      holding.catch(() => undefined);
      const times = await eventually(() => timesOf(home, [subject!]), everyOnce, 5_500);
      expect(times).toEqual([1]);
    }));

  test('are not seen in a process that is busy itself', async () => {
    const asked = home.get(UnitOfWork).run(
      Actor.operator('test'),
      async () => {
        await tx().query('select 1');
        const answer = tx().query<{ one: number }>('select 1 as one from pg_sleep(0.05)');
        await sleep(1);
        await new Promise(setImmediate); // what comes next is the timers, and only then what was received
        const busyUntil = performance.now() + 700;
        while (performance.now() < busyUntil);
        return answer;
      },
      300,
    );
    expect(await asked).toEqual([{ one: 1 }]);
  });

  test('fail the statement that waits, by a code of ours', () =>
    afar(async ({ proxy, far }) => {
      const actor = Actor.operator('test');
      const ask = () => tx().query('select 1 as one');
      await far.get(UnitOfWork).run(actor, ask);
      proxy.forget();
      await expect(far.get(UnitOfWork).run(actor, ask, 500)).rejects.toMatchObject({ code: 'database-went-silent' });
      expect(await far.get(UnitOfWork).run(actor, ask)).toEqual([{ one: 1 }]);
    }));
});
