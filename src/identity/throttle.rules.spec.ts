import { expect, test } from '@jest/globals';
import { waitBeforeNextTry } from './throttle.rules.js';

const none = { count: 0, latestAgo: 1e9 };

test.each([
  { failures: 0, ago: 0, wait: 0 },
  { failures: 4, ago: 0, wait: 0 },
  { failures: 5, ago: 0, wait: 2 },
  { failures: 5, ago: 2, wait: 0 },
  { failures: 8, ago: 1, wait: 15 },
  { failures: 1000, ago: 0, wait: 300 },
  { failures: 1000, ago: 300, wait: 0 },
])('$failures failures on an account, the latest $ago s ago: wait $wait s', ({ failures, ago, wait }) => {
  expect(waitBeforeNextTry({ count: failures, latestAgo: ago }, none)).toBe(wait);
});

test('a network is given more tries than an account, since a whole office shares one', () => {
  expect(waitBeforeNextTry(none, { count: 19, latestAgo: 0 })).toBe(0);
  expect(waitBeforeNextTry(none, { count: 20, latestAgo: 0 })).toBe(2);
});
