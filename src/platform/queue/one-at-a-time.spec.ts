import { expect, test } from '@jest/globals';
import { OneAtATime } from './one-at-a-time.js';

function counted() {
  const state = { rounds: 0, now: 0, most: 0, release: () => undefined as void };
  const one = new OneAtATime(async () => {
    state.most = Math.max(state.most, ++state.now);
    await new Promise<void>((resolve) => (state.release = resolve));
    state.now--;
    return ++state.rounds;
  });
  return { state, one };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked for while a round is under way is one more round, however often', async () => {
  const { state, one } = counted();
  const first = one.run();
  await one.nudge();
  await one.nudge();
  const joined = one.run();
  state.release();
  await turn();
  state.release();
  expect(await first).toBe(2);
  expect(await joined).toBe(2);
  expect(state).toMatchObject({ rounds: 2, most: 1 });
});

test('a nudge waits for the round that it begins', async () => {
  const { state, one } = counted();
  const nudged = one.nudge();
  state.release();
  await nudged;
  expect(state.rounds).toBe(1);
});

test('a round that fails is told of, and the next one runs', async () => {
  let fail = true;
  const one = new OneAtATime(async () => {
    if (fail) throw new Error('once');
    return 'done';
  });
  await expect(one.run()).rejects.toThrow('once');
  fail = false;
  expect(await one.run()).toBe('done');
});
