import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { claimDue, type Claim, markFailed } from '../../src/platform/due/promise-rows.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { eventually, freshQueueName, House } from './work-fixture.js';

let database: TestDatabase;
let [one, other]: House[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  [one, other] = await Promise.all([1, 2].map(() => House.build(database.appUrl, freshQueueName())));
});
afterAll(async () => {
  await Promise.all([one!.close(), other!.close()]);
  await database?.drop();
});

let subject: string;
beforeEach(async () => {
  subject = newId();
  await one!.rows('delete from platform.due');
  await one!.run(() => one!.due.set('test.due', subject, new Date(Date.now() - 1_000)));
});

/** What a house's next sweep would begin with, and the backend that claimed it. */
async function claim(house: House): Promise<{ claims: Claim[]; by: number }> {
  return house.run(async () => {
    const [claims, by] = await Promise.all([
      claimDue('TIME', ['test.due'], 10),
      tx().one<{ pid: number }>('select pg_backend_pid() as pid'),
    ]);
    return { claims, by: by!.pid };
  });
}
const starts = async (house: House) => (await claim(house)).claims.map((each) => each.starts);

async function dies(backend: number): Promise<void> {
  await other!.rows('select pg_terminate_backend($1)', [backend]);
  await eventually(
    () => other!.rows('select from pg_stat_activity where pid = $1', [backend]),
    (rows) => rows.length === 0,
  );
}

test('what was claimed is the claimer’s for a moment, however slow it is', async () => {
  // a machine that is busy may let the time pass by itself: then it is tried again
  const whatOthersGet = async () => {
    for (;;) {
      await one!.rows(`update platform.due set starts = 0, claimer = null, next_at = due_at`);
      const begun = performance.now();
      expect((await claim(one!)).claims).toMatchObject([{ subject, starts: 1 }]);
      const got = await starts(other!);
      if (performance.now() - begun < 380) return got;
    }
  };
  expect(await whatOthersGet()).toEqual([]);
  await sleep(420);
  expect(await starts(other!)).toEqual([2]);
});

test('what a dead worker claimed is anybody’s at once; what two died over waits', async () => {
  await dies((await claim(one!)).by);
  const second = await claim(other!);
  expect(second.claims).toMatchObject([{ subject, starts: 2 }]);
  await one!.rows('select pg_terminate_backend($1)', [second.by]);
  await eventually(
    () => starts(one!),
    (got) => got.length === 1,
    2_000,
  );
  // a third start: it is suspected of killing who keeps it, and nobody takes it up for the next second
  const third = await one!.rows<{ claimer: number | null; apart: boolean }>(
    `select claimer, next_at > clock_timestamp() + interval '500 milliseconds' as apart from platform.due`,
  );
  expect(third).toEqual([{ claimer: null, apart: true }]);
});

test('what failed is nobody’s: it is tried again when it is its time, whoever is gone', async () => {
  await claim(one!);
  await one!.run(() => {
    const row = { kind: 'test.due', subject, epoch: 1, dueAt: new Date(), attempts: 0, wasStuck: false };
    markFailed('TIME', row, 'test', 60_000);
  });
  expect(await one!.rows('select claimer, starts from platform.due')).toEqual([{ claimer: null, starts: 0 }]);
});

test('what was claimed and is then held by another is anybody’s when it lets go', async () => {
  expect((await claim(one!)).claims).toHaveLength(1);
  await other!.run(() => other!.due.hold('test.due', [subject]));
  expect(await starts(other!)).toEqual([2]);
});
