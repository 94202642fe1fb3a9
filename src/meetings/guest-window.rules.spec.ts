import { expect, test } from '@jest/globals';
import { guestWindow, refuseAvailability, timeIn } from './guest-window.rules.js';

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

test.each([
  ['nothing was said', null, null, undefined],
  ['a morning of the day', '2026-07-15T09:00:00Z', '2026-07-15T11:00:00Z', undefined],
  ['until when alone', null, '2026-07-15T11:00:00Z', { field: 'availableFrom', code: 'required' }],
  ['from when alone', '2026-07-15T09:00:00Z', null, { field: 'availableUntil', code: 'required' }],
  ['the day before', '2026-07-14T09:00:00Z', '2026-07-15T11:00:00Z', { field: 'availableFrom', code: 'another-day' }],
  [
    'past midnight in London',
    '2026-07-15T09:00:00Z',
    '2026-07-15T23:30:00Z',
    { field: 'availableUntil', code: 'another-day' },
  ],
  [
    'the wrong way round',
    '2026-07-15T11:00:00Z',
    '2026-07-15T11:00:00Z',
    { field: 'availableUntil', code: 'before-it-begins' },
  ],
])('when a guest can come: %s', (_, from, until, refused) => {
  const said = { from: from ? new Date(from) : null, until: until ? new Date(until) : null };
  expect(refuseAvailability(said, '2026-07-15', 'Europe/London')).toEqual(refused);
});

test('the time by the clock on the wall', () => {
  expect(timeIn('Europe/London', new Date('2026-07-15T08:30:00Z'))).toBe('09:30');
  expect(timeIn('Europe/London', new Date('2026-01-15T09:05:00Z'))).toBe('09:05');
});
