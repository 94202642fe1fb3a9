import { expect, test } from '@jest/globals';
import { answerBy } from './request.rules.js';

const ENGLAND = { nation: 'england-and-wales', closures: new Set<string>() } as const;

test.each<[string, number, string[], string]>([
  // Thursday before the Easter of 2026: Friday 3 and Monday 6 April are bank holidays
  ['2026-04-02', 5, [], '2026-04-13T22:59:59.999Z'],
  ['2026-06-10', 5, [], '2026-06-17T22:59:59.999Z'],
  ['2026-06-10', 5, ['2026-06-12'], '2026-06-18T22:59:59.999Z'],
  ['2026-06-10', 2, [], '2026-06-12T22:59:59.999Z'],
  ['2026-10-22', 2, [], '2026-10-26T23:59:59.999Z'],
])('asked on %s, %i working days, closed on %j: %s', (today, days, closed, moment) => {
  const calendar = { ...ENGLAND, closures: new Set(closed) };
  expect(answerBy(today, days, calendar, 'Europe/London').toISOString()).toBe(moment);
});
