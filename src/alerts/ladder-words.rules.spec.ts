import { expect, test } from '@jest/globals';
import { momentsOf } from './ladder.rules.js';
import { LADDERS } from './ladder-section.rules.js';
import { ladderSays, momentInWords, rungInWords, tellsInWords } from './ladder-words.rules.js';
import { momentOn } from '../platform/values/moments.js';

const London = 'Europe/London';

test('the arithmetic of a ladder reads as people say it', () => {
  const dueAt = momentOn('2026-04-14', '23:59:59.999', London);
  const calendar = { nation: 'england-and-wales', closures: new Set<string>() } as const;
  const course = { dueAt, calendar, timeZone: London, remindAt: '09:00', since: new Date(0), pauses: [] };
  const moments = momentsOf(LADDERS.defaults.actions.slice(0, 4), course).map((one) => ({ ...one, at: one.at! }));
  expect(ladderSays(dueAt, moments, London)).toBe(
    'Due Tue 14 Apr 2026, 23:59. Fri 10 Apr 2026, 09:00: representative told; Tue 14 Apr 2026, 09:00: representative told; ' +
      'Tue 14 Apr 2026, 23:59: representative and coordinator told, urgently; Wed 15 Apr 2026, 09:00: representative told.',
  );
});

test.each([
  ['DUE', 'when due'],
  ['BEFORE-2D', '2 working days before'],
  ['AFTER-1D', '1 working day after'],
  ['AFTER-0H', 'when overdue'],
  ['AFTER-24H', '24 hours after'],
])('%s: %s', (key, words) => {
  expect(rungInWords(key)).toBe(words);
});

test('months have three letters, and several people an "and"', () => {
  expect(momentInWords(momentOn('2026-09-01', '00:05', London), London)).toBe('Tue 1 Sep 2026, 00:05');
  expect(tellsInWords(['MANAGER', 'CHAIR', 'STEERING_GROUP'])).toBe("agency's manager, chair and steering group");
});
