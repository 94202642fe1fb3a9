import { expect, test } from '@jest/globals';
import { guestWindow } from './guest-window.rules.js';

test.each([
  ['in winter', '2026-01-14T09:30:00Z', '2026-01-14', 30, '2026-01-14T09:00:00Z', '2026-01-15T00:00:00Z'],
  ['in summer', '2026-07-15T10:42:00Z', '2026-07-15', 30, '2026-07-15T10:12:00Z', '2026-07-15T23:00:00Z'],
  ['as the slot begins', '2026-01-14T09:30:00Z', '2026-01-14', 0, '2026-01-14T09:30:00Z', '2026-01-15T00:00:00Z'],
  ['never the day before', '2026-01-14T09:30:00Z', '2026-01-14', 1440, '2026-01-14T00:00:00Z', '2026-01-15T00:00:00Z'],
  ['when the clock goes on', '2026-03-29T10:00:00Z', '2026-03-29', 30, '2026-03-29T09:30:00Z', '2026-03-29T23:00:00Z'],
  [
    'when the clock goes back',
    '2026-10-25T10:00:00Z',
    '2026-10-25',
    30,
    '2026-10-25T09:30:00Z',
    '2026-10-26T00:00:00Z',
  ],
])('a guest is let in %s', (_, slot, day, minutes, from, until) => {
  const window = guestWindow(new Date(slot), day, minutes, 'Europe/London');
  expect(window).toEqual({ from: new Date(from), until: new Date(until) });
});
