import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { currentTransaction } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { eventually, freshQueueName, House, OPERATOR, OWN_WAY } from './work-fixture.js';

let database: TestDatabase;
let house: House;
const woken: { insideUnit: boolean }[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  house = await House.build(database.appUrl, freshQueueName());
  house.worker.hear(OWN_WAY, async () => {
    woken.push({ insideUnit: currentTransaction() !== undefined });
  });
});
afterAll(async () => {
  await house?.close();
  await database?.drop();
});

/** Of these alone: the worker's own schedules have jobs too, each second. */
const waiting = async () => {
  const queue = await house.get(QueueLink).queue();
  const jobs = await queue.getJobs(['waiting', 'active', 'delayed']);
  return jobs.filter((job) => job?.name === OWN_WAY.name).length;
};

test('a process that does not work leaves a wake-up to the queue', async () => {
  await house.run(() => house.jobs.add(OWN_WAY));
  await eventually(waiting, (count) => count === 1);
  expect(woken).toEqual([]);
});

test('a worker wakes itself, after the commit and not at all when there is none, whatever unit is still open around it', async () => {
  await house.worker.start();
  await eventually(waiting, (count) => count === 0);
  woken.length = 0;
  const failed = house.run(() => {
    house.jobs.add(OWN_WAY);
    throw new Error('undone');
  });
  await expect(failed).rejects.toThrow('undone');
  expect(woken).toEqual([]);
  await house.run(() => house.jobs.add(OWN_WAY));
  expect(woken).toEqual([{ insideUnit: false }]);
  await house.run(() => house.get(UnitOfWork).apart(OPERATOR, async () => house.jobs.add(OWN_WAY)));
  expect(woken).toEqual([{ insideUnit: false }, { insideUnit: false }]);
  expect(await waiting()).toBe(0);
});

test('what is to come later goes through the queue all the same', async () => {
  await house.run(() => house.jobs.add(OWN_WAY, {}, { delayMs: 60_000, jobId: 'later' }));
  expect(await eventually(waiting, (count) => count > 0)).toBe(1);
});
