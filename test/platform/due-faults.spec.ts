import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/platform/db/ids.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ChildWorkers } from './child-worker.js';
import { eventually, freshQueueName, House, prepareEffects } from './work-fixture.js';

const queueName = freshQueueName();
let database: TestDatabase;
let home: House;
let children: ChildWorkers;
const ago = (ms: number) => new Date(Date.now() - ms);

beforeAll(async () => {
  database = await freshDatabase();
  await prepareEffects(database);
  home = await House.build(database.appUrl, queueName);
  children = new ChildWorkers({ APP_URL: database.appUrl, QUEUE_NAME: queueName });
});
afterEach(async () => {
  children.killAll();
  await home.rows('delete from platform.due');
});
afterAll(async () => {
  await home?.close();
  await database?.drop();
});

async function promise(count: number, at = ago(1000)): Promise<string[]> {
  const subjects = Array.from({ length: count }, newId);
  await home.run(() => subjects.forEach((subject) => home.due.set('test.due', subject, at)));
  return subjects;
}

async function timesDone(subjects: string[]): Promise<number[]> {
  const counts = new Map(subjects.map((subject) => [subject, 0]));
  for (const { subject } of await home.effects('due'))
    if (counts.has(subject!)) counts.set(subject!, counts.get(subject!)! + 1);
  return [...counts.values()];
}

const allDone = (times: number[]) => times.every((count) => count >= 1);

describe('workers', () => {
  test('that race for the same promises do each once', async () => {
    const others = await Promise.all([1, 2].map(() => House.build(database.appUrl, queueName, { batch: 20 })));
    const subjects = await promise(300);
    await Promise.all(others.map((other) => other.worker.start()));
    await eventually(() => timesDone(subjects), allDone, 20_000);
    await sleep(500);
    expect((await timesDone(subjects)).every((count) => count === 1)).toBe(true);
    await Promise.all(others.map((other) => other.close()));
  });

  test('killed inside a handler leave nothing half done, and another takes over at once', async () => {
    const subjects = await promise(30);
    const child = await children.start({ HOLD: 'due' }, 'holding');
    child.kill('SIGKILL');
    const killed = performance.now();
    expect((await timesDone(subjects)).every((count) => count === 0)).toBe(true);
    await children.start({}, 'started');
    await eventually(() => timesDone(subjects), allDone);
    console.log(
      `30 promises of a killed worker kept ${Math.round(performance.now() - killed)} ms after its death, start of the next process included`,
    );
    expect((await timesDone(subjects)).every((count) => count === 1)).toBe(true);
  }, 40_000);

  test('killed over and over still do each exactly once', async () => {
    const subjects = await promise(400);
    for (let kill = 0; kill < 4; kill++) {
      const child = await children.start({ CHANGES: '{"batch":25}' }, 'started');
      await sleep(Math.random() * 60);
      child.kill('SIGKILL');
    }
    await children.start({}, 'started');
    await eventually(() => timesDone(subjects), allDone, 30_000);
    expect((await timesDone(subjects)).every((count) => count === 1)).toBe(true);
    expect(await home.run(() => home.stuck.count())).toBe(0);
  }, 90_000);

  test('that stop without dying lose their transaction, and another takes over', async () => {
    const subjects = await promise(5);
    const child = await children.start({ HOLD: 'due', CHANGES: '{"silenceMs":800}' }, 'holding');
    child.kill('SIGSTOP');
    const other = await House.build(database.appUrl, queueName);
    await other.worker.start();
    const since = performance.now();
    await eventually(() => timesDone(subjects), allDone);
    console.log(`5 promises of a stopped worker kept after ${Math.round(performance.now() - since)} ms`);
    child.kill('SIGCONT');
    await sleep(500);
    expect((await timesDone(subjects)).every((count) => count === 1)).toBe(true);
    await other.close();
  }, 40_000);

  test.each([
    ['fast', 3_600_000],
    ['slow', -3_600_000],
  ])(
    'whose clock is an hour %s go by the database clock',
    async (_name, shift) => {
      const past = await promise(3);
      const future = await promise(3, ago(-600_000));
      await children.start({ CLOCK_SHIFT_MS: String(shift) }, 'started');
      await eventually(() => timesDone(past), allDone);
      await sleep(1_200);
      expect(await timesDone(future)).toEqual([0, 0, 0]);
    },
    40_000,
  );
});

test('1,000 due at once are done in seconds', async () => {
  const subjects = await promise(1_000, ago(-2_000));
  const other = await House.build(database.appUrl, queueName);
  await other.worker.start();
  const effects = await eventually(
    async () => (await home.effects('due')).filter((row) => subjects.includes(row.subject!)),
    (rows) => rows.length >= 1_000,
    25_000,
  );
  const late = effects.map((row) => row.at.getTime() - row.dueAt!.getTime()).sort((a, b) => a - b);
  console.log(`1,000 due at once: p50 ${late[500]} ms, p99 ${late[990]} ms, all done after ${late.at(-1)} ms`);
  expect(effects).toHaveLength(1_000);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  expect(late.at(-1)).toBeLessThan(15_000);
  await other.close();
}, 60_000);
