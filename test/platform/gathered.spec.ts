import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Gathered } from '../../src/platform/db/gathered.js';
import { newId } from '../../src/platform/db/ids.js';
import { JsonInsert } from '../../src/platform/db/json-insert.js';
import { tx } from '../../src/platform/db/transaction.js';
import { ownHouse } from './own-house.js';

const house = ownHouse({ beforeAll, afterAll });

const asked: string[][] = [];
const doubled = new Gathered<{ key: string; twice: string }>(async (keys) => {
  asked.push([...keys]);
  return tx().query<{ key: string; twice: string }>(
    `select k.key, k.key || k.key as twice from unnest($1::text[]) as k (key) where k.key <> 'none'`,
    [keys],
  );
});

test('what is asked for at once is one statement, each told what is theirs', async () => {
  asked.length = 0;
  await house().run(async () => {
    const found = await Promise.all(['b', 'a', 'b', 'none'].map((key) => doubled.of(key)));
    expect(found.map((row) => row?.twice)).toEqual(['bb', 'aa', 'bb', undefined]);
    expect(asked).toEqual([['a', 'b', 'none']]);
    expect((await doubled.of('a'))?.twice).toBe('aa'); // asked again later: nothing is kept
    expect(asked).toHaveLength(2);
  });
});

test('units of work that run at once do not ask for each other', async () => {
  asked.length = 0;
  await Promise.all(['x', 'y'].map((key) => house().run(async () => void (await doubled.of(key)))));
  expect(asked.sort()).toEqual([['x'], ['y']]);
});

test('a failure reaches everybody who asked, and the next asks anew', async () => {
  const failing = new Gathered<{ key: string }>(() => tx().query('select 1 / 0'));
  let ends: PromiseSettledResult<unknown>[] = [];
  const unit = house().run(async () => {
    ends = await Promise.allSettled(['a', 'b'].map((key) => failing.of(key)));
  });
  await unit.catch(() => undefined); // the transaction is of no use any more
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await house().run(async () => expect((await doubled.of('z'))?.twice).toBe('zz'));
});

test('rows with lists go in one statement; of two for one thing the last counts', () => {
  const rows = new JsonInsert('some.table', ['id', 'tells'], { key: 1, sql: 'on conflict (id) do nothing' });
  const [statement, ...others] = rows.statements([
    ['1', ['a']],
    ['2', []],
    ['1', ['b', 'c']],
  ]);
  expect(others).toEqual([]);
  expect(JSON.parse(statement!.values[0] as string)).toEqual([
    { id: '1', tells: ['b', 'c'] },
    { id: '2', tells: [] },
  ]);
  expect(rows.statements([])).toEqual([]);
});

test('times that are set for one thing twice in a unit of work: the later call counts', async () => {
  const subject = newId();
  const [first, second] = [new Date(Date.now() + 3_600_000), new Date(Date.now() + 7_200_000)];
  await house().run(async () => {
    house().due.set('test.due', subject, first);
    house().due.set('test.due', subject, second);
  });
  const rows = await house().rows<{ at: Date; state: string }>(
    `select due_at as at, state from platform.due where lane = 'TIME' and subject = $1`,
    [subject],
  );
  expect(rows).toEqual([{ at: second, state: 'WAITING' }]);
  await house().run(async () => {
    house().due.set('test.due', subject, first);
    house().due.clear('test.due', subject);
  });
  const after = await house().rows<{ state: string }>(
    `select state from platform.due where lane = 'TIME' and subject = $1`,
    [subject],
  );
  expect(after).toEqual([{ state: 'CLEARED' }]);
});
