import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
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
  const [owner] = [await House.build(database.appUrl, queueName)];
  await owner.rows('delete from platform.schedule');
  await owner.rows('delete from public.effects');
  await owner.close();
});
afterAll(() => database?.drop());

const SCHEDULED = ['platform.purge-promises', 'test.nightly', 'test.often'];

describe('schedules', () => {
  test('started by three instances at once are one each, with one next run', async () => {
    const three = await Promise.all([house(), house(), house()]);
    await Promise.all(three.map((home) => home.worker.start()));
    const queue = await three[0]!.get(QueueLink).queue();
    await eventually(
      () => queue.getJobSchedulersCount(),
      (count) => count === 3,
    );
    const schedules = await queue.getJobSchedulers();
    expect(schedules.map((schedule) => schedule.key).sort()).toEqual(SCHEDULED);
    const waiting = (await queue.getDelayed()).map((job) => job.name).filter((name) => name === 'test.nightly');
    expect(waiting).toEqual(['test.nightly']);
    expect(schedules.find((schedule) => schedule.key === 'test.nightly')).toMatchObject({
      pattern: '30 1 * * *',
      tz: 'Europe/London',
    });
  });

  test('of an interval run again and again, once an interval whatever the number of instances', async () => {
    const three = await Promise.all([house(), house(), house()]);
    await Promise.all(three.map((home) => home.worker.start()));
    const home = three[0]!;
    const runs = await eventually(
      () => home.effects('often'),
      (rows) => rows.length >= 4,
    );
    const took = runs.at(-1)!.at.getTime() - runs[0]!.at.getTime();
    expect(took).toBeGreaterThan((runs.length - 2) * 1_000 - 200);
    const [row] = await home.rows<{ done: boolean }>(
      `select done_at >= started_at as done from platform.schedule where job = 'test.often' and done_at is not null`,
    );
    expect(row).toBeDefined();
  });

  test('come back when the queue was emptied', async () => {
    const home = await house();
    await home.worker.start();
    const queue = await home.get(QueueLink).queue();
    await eventually(
      () => queue.getJobSchedulersCount(),
      (count) => count === 3,
    );
    for (const key of SCHEDULED) await queue.removeJobScheduler(key);
    const back = await eventually(
      () => queue.getJobSchedulers(),
      (schedules) => schedules.length === 3,
    );
    expect(back.map((schedule) => schedule.key).sort()).toEqual(SCHEDULED);
  });

  test('that the code no longer has are taken off', async () => {
    const home = await house();
    const queue = await home.get(QueueLink).queue();
    await queue.upsertJobScheduler('test.retired', { every: 60_000 }, { name: 'test.retired', data: { ids: {} } });
    await home.worker.start();
    const keys = async () => (await queue.getJobSchedulers()).map((schedule) => schedule.key).sort();
    await eventually(keys, (left) => !left.includes('test.retired') && left.length === SCHEDULED.length);
    expect(await keys()).toEqual(SCHEDULED);
  });

  test('a run that the queue lost is made up for, once', async () => {
    const home = await house();
    await home.rows(
      `insert into platform.schedule (job, started_at) values ('test.nightly', clock_timestamp() - interval '30 hours')
       on conflict (job) do update set started_at = excluded.started_at`,
    );
    await home.worker.start();
    await eventually(
      () => home.effects('nightly'),
      (rows) => rows.length === 1,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await home.effects('nightly')).toHaveLength(1);
  });

  test('nothing is made up for when nothing was missed', async () => {
    const home = await house();
    await home.worker.start();
    await eventually(
      () => home.effects('often'),
      (rows) => rows.length >= 2,
    );
    expect(await home.effects('nightly')).toEqual([]);
  });
});
