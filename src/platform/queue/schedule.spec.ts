import { describe, expect, test } from '@jest/globals';
import { intervalMs, nextRun, type Schedule } from './schedule.js';

/** The runs after a moment, in UTC to the minute. */
function runs(cron: string, after: string, count: number): string[] {
  const schedule: Schedule = { cron, timeZone: 'Europe/London' };
  const found: string[] = [];
  let at = new Date(after);
  for (let i = 0; i < count; i++) {
    at = nextRun(schedule, at);
    found.push(at.toISOString().slice(0, 16));
  }
  return found;
}

describe('a time of day in London', () => {
  test.each([
    [
      'the spring night skips 01:30: once, at 02:30',
      '30 1 * * *',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:30', '2026-03-30T00:30'],
    ],
    ['the spring night, after the change', '0 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T01:00']],
    [
      'the autumn night has 01:30 twice: once, the first',
      '30 1 * * *',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    ['the autumn night, on the hour', '0 1 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:00', '2026-10-26T01:00']],
    ['leap day', '0 6 29 2 *', '2026-10-24T12:00Z', ['2028-02-29T06:00', '2032-02-29T06:00']],
    [
      'the last of the month, where there is a 31st',
      '0 6 31 * *',
      '2026-10-24T12:00Z',
      ['2026-10-31T06:00', '2026-12-31T06:00'],
    ],
  ])('%s', (_name, cron, after, expected) => {
    expect(runs(cron, after, expected.length)).toEqual(expected);
  });
});

test.each([
  ['5s', 5_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
] as const)('%s is %d ms', (interval, milliseconds) => {
  expect(intervalMs(interval)).toBe(milliseconds);
  expect(nextRun(interval, new Date(0))).toEqual(new Date(milliseconds));
});
