import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let uow: UnitOfWork;
beforeAll(async () => {
  app = await startApp();
  uow = app.get(UnitOfWork);
});
afterAll(() => app.stop());

const ACTOR = Actor.system('test.unit');
const INSERT = `insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values ($1, 'system', 'test', $2, 'test', 'x', 'DONE')`;
const put = (action: string) => tx().write(INSERT, [newId(), action]);
const kept = async (prefix: string) =>
  (
    await app.rows<{ action: string }>(`select action from audit.events where action like $1 order by action`, [
      `${prefix}%`,
    ])
  ).map((row) => row.action);

test('all or nothing: a failure after any write leaves none of them', async () => {
  for (let fails = 0; fails <= 3; fails++) {
    const work = async () => {
      for (let i = 0; i < 3; i++) {
        if (i === fails) throw new Error('planted');
        put(`nothing.${fails}.${i}`);
      }
      throw new Error('planted');
    };
    await expect(uow.run(ACTOR, work)).rejects.toThrow('planted');
  }
  expect(await kept('nothing.')).toEqual([]);
});

test('a write whose failure nobody awaited fails the unit', async () => {
  const work = async () => {
    put('unawaited.1');
    tx().write('insert into audit.events (id) values ($1)', [newId()]);
  };
  await expect(uow.run(ACTOR, work)).rejects.toMatchObject({ code: '23502' });
  expect(await kept('unawaited.')).toEqual([]);
});

test('an attempt inside an attempt: the outer one takes everything of its own with it', async () => {
  await uow.run(ACTOR, async () => {
    put('nested.kept');
    const outer = uow.attempt(async () => {
      put('nested.outer');
      await uow.attempt(async () => Promise.reject(new Error('inner'))).catch(() => undefined); // prettier-ignore
      put('nested.after');
      throw new Error('outer');
    });
    await expect(outer).rejects.toThrow('outer');
  });
  expect(await kept('nested.')).toEqual(['nested.kept']);
});

describe('each in a unit of its own', () => {
  test('one that fails keeps none of the others, leaves nothing of itself, and is thrown in the end; the first of several', async () => {
    const seen: string[] = [];
    const work = async (one: string) => {
      put(`each.${one}`);
      seen.push(one);
      if (one === 'b' || one === 'd') throw new Error(`planted ${one}`);
      return one;
    };
    await expect(uow.each(ACTOR, ['a', 'b', 'c', 'd', 'e'], work)).rejects.toThrow('planted b');
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await kept('each.')).toEqual(['each.a', 'each.c', 'each.e']);
  });

  test('in their order, one after the other, with what each came to', async () => {
    const committed: number[] = [];
    async function* found() {
      for (const one of [3, 1, 2]) {
        committed.push((await kept('each-found.')).length);
        yield one;
      }
    }
    const work = async (one: number) => {
      put(`each-found.${one}`);
      return one * 10;
    };
    expect(await uow.each(ACTOR, found(), work)).toEqual([30, 10, 20]);
    expect(committed).toEqual([0, 1, 2]);
    expect(await uow.each(ACTOR, [], work)).toEqual([]);
  });
});

test('work left behind cannot write on a connection that has gone to somebody else', async () => {
  let late: Promise<unknown> = Promise.resolve();
  await uow.run(ACTOR, async () => {
    const mine = tx();
    late = sleep(50).then(() => mine.query('select 1'));
    late.catch(() => undefined);
  });
  await expect(late).rejects.toThrow('has ended');
});

test('outside a unit of work there is no database', () => {
  expect(() => tx()).toThrow('no unit of work');
});

test('a rehearsal writes nothing and still answers', async () => {
  const answer = await uow.rehearse(ACTOR, async () => {
    put('rehearsed.1');
    return 42;
  });
  expect([answer, await kept('rehearsed.')]).toEqual([42, []]);
});

test('an elevated reader is an ordinary one again afterwards, even when the elevated work fails', async () => {
  const world = await app.world();
  const actor = new Actor('user', world.housing.id, world.agencies.housing.id);
  const system = async () => (await tx().one<{ on: boolean }>('select access.is_system() as "on"'))!.on;
  const seen = await uow.run(actor, async () => {
    const before = await system();
    const during = await uow.elevated(system);
    await uow.elevated(async () => Promise.reject(new Error('planted'))).catch(() => undefined); // prettier-ignore
    const within = await uow.elevated(async () => {
      await uow.elevated(system);
      return system(); // the inner one's end does not end the outer
    });
    return { before, during, within, after: await system() };
  });
  expect(seen).toEqual({ before: false, during: true, within: true, after: false });
});

describe('an answer still under way when the unit ends', () => {
  test('comes after the commit, with what was written before and after it', async () => {
    const seen = await uow.run(ACTOR, async () => {
      put('underway.before');
      const found = tx()
        .last<{ n: number }>(`select count(*)::int as n from audit.events where action like 'underway.%'`, [])
        .map((rows) => rows[0]!.n);
      put('underway.after');
      return found;
    });
    expect(seen).toBe(1);
    expect(await kept('underway.')).toEqual(['underway.after', 'underway.before']);
  });

  test('a read that fails undoes the unit and is what is told', async () => {
    const work = async () => {
      put('underway-failed.before');
      const found = tx().last('select 1 / $1::int as n', [0]);
      put('underway-failed.after');
      return found;
    };
    await expect(uow.run(ACTOR, work)).rejects.toMatchObject({ code: '22012' });
    expect(await kept('underway-failed.')).toEqual([]);
  });

  test('within another unit it is awaited there', async () => {
    const seen = await uow.run(ACTOR, async () => {
      const inner = await uow.run(ACTOR, async () => tx().last<{ n: number }>('select $1::int as n', [7]));
      return inner[0]!.n;
    });
    expect(seen).toBe(7);
  });
});

test('10,000 interleaved units of many readers over a small pool: none sees another’s context', async () => {
  const worlds = await Promise.all([app.world(), app.world()]);
  const readers = worlds.flatMap((w) => [w.coordinator, w.housing, w.idva]);
  let foreign = 0;
  const one = async (i: number) => {
    const reader = readers[i % readers.length]!;
    const found = await uow.run(new Actor('user', reader.id, reader.agencyId), async () =>
      tx().one<{ id: string }>('select access.reader() as id'),
    );
    if (found!.id !== reader.id) foreign++;
  };
  for (let start = 0; start < 10_000; start += 500)
    await Promise.all(Array.from({ length: 500 }, (_, i) => one(start + i)));
  console.log(`10,000 interleaved units, foreign contexts: ${foreign}`);
  expect(foreign).toBe(0);
}, 60_000);
