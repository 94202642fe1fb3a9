import { describe, expect, test } from '@jest/globals';
import { CODE_TRIES, type Failures, PASSWORD_TRIES, type Tries, waitBeforeNextTry } from './throttle.rules.js';

const none: Failures = { count: 0, latestAgo: 1e9 };
const quiet: Tries = { pair: none, account: none, network: none, inFlight: 0 };
const just = (count: number): Failures => ({ count, latestAgo: 0 });

test.each([
  { failures: 0, ago: 0, wait: 0 },
  { failures: 4, ago: 0, wait: 0 },
  { failures: 5, ago: 0, wait: 2 },
  { failures: 5, ago: 2, wait: 0 },
  { failures: 8, ago: 1, wait: 15 },
  { failures: 1000, ago: 0, wait: 300 },
  { failures: 1000, ago: 300, wait: 0 },
])(
  '$failures failures at an account from one place, the latest $ago s ago: wait $wait s',
  ({ failures, ago, wait }) => {
    expect(waitBeforeNextTry({ ...quiet, pair: { count: failures, latestAgo: ago } }, PASSWORD_TRIES)).toBe(wait);
  },
);

describe('what others do', () => {
  test('a network is given more tries than one place at one account, since a whole office shares it', () => {
    expect(waitBeforeNextTry({ ...quiet, network: just(19) }, PASSWORD_TRIES)).toBe(0);
    expect(waitBeforeNextTry({ ...quiet, network: just(20) }, PASSWORD_TRIES)).toBe(2);
  });

  test('however much strangers guess, the owner waits half a minute at most', () => {
    expect(waitBeforeNextTry({ ...quiet, account: just(1e6), network: just(1e6) }, PASSWORD_TRIES)).toBe(30);
  });

  test('guesses sent all at once do not slip through before the first is counted', () => {
    expect(waitBeforeNextTry({ ...quiet, inFlight: 19 }, PASSWORD_TRIES)).toBe(0);
    expect(waitBeforeNextTry({ ...quiet, inFlight: 20 }, PASSWORD_TRIES)).toBe(1);
  });
});

test('codes of six digits, tried from everywhere, cannot be gone through in years', () => {
  const seconds = CODE_TRIES.account.longest;
  const triesADay = 86_400 / seconds;
  const halfOfAll = 1_000_000 / 3 / 2; // three time steps fit at any moment
  expect(halfOfAll / triesADay / 365).toBeGreaterThan(4);
});
