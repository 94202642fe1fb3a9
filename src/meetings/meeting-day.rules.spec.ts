import { describe, expect, test } from '@jest/globals';
import { type DayAsked, type Ratifiable, refuseDay, refuseRatification } from './meeting-day.rules.js';

const NOW = new Date('2026-04-15T09:00:00Z');
const asked = (changes: Partial<DayAsked>): DayAsked => ({
  kind: 'ORDINARY',
  startsAt: new Date('2026-04-20T09:00:00Z'),
  now: NOW,
  closed: false,
  confirmed: false,
  rules: { closedDays: 'WHEN_CONFIRMED', begunMinutesAgo: 240 },
  ...changes,
});
const at = (time: string) => ({ startsAt: new Date(`2026-04-15T${time}Z`) });

describe('a meeting can be at a time', () => {
  test.each([
    { name: 'on a working day to come', changes: {}, refused: undefined },
    { name: 'not at this moment', changes: at('09:00:00'), refused: 'in-the-past' },
    { name: 'not before', changes: at('08:59:59'), refused: 'in-the-past' },
    { name: 'in a second', changes: at('09:00:01'), refused: undefined },
    { name: 'not when nobody works', changes: { closed: true }, refused: 'bank-holiday' },
    { name: 'unless it is confirmed', changes: { closed: true, confirmed: true }, refused: undefined },
    {
      name: 'and never where the area allows none',
      changes: { closed: true, confirmed: true, rules: { closedDays: 'NEVER' as const, begunMinutesAgo: 0 } },
      refused: 'bank-holiday-never',
    },
    { name: 'an emergency at once', changes: { kind: 'EMERGENCY' as const, ...at('09:00:00') }, refused: undefined },
    { name: 'one begun by telephone', changes: { kind: 'EMERGENCY' as const, ...at('05:00:00') }, refused: undefined },
    {
      name: 'but not longer ago than the area says',
      changes: { kind: 'EMERGENCY' as const, ...at('04:59:59') },
      refused: 'in-the-past',
    },
    { name: 'an emergency on any day', changes: { kind: 'EMERGENCY' as const, closed: true }, refused: undefined },
  ])('$name', ({ changes, refused }) => {
    expect(refuseDay(asked(changes))).toBe(refused);
  });
});

describe('an emergency meeting is ratified', () => {
  const meeting = (changes: Partial<Ratifiable>): Ratifiable => ({
    kind: 'EMERGENCY',
    status: 'HELD',
    maracId: 'a',
    startsAt: new Date('2026-04-10T09:00:00Z'),
    ...changes,
  });
  const ordinary = (changes: Partial<Ratifiable> = {}) =>
    meeting({ kind: 'ORDINARY', status: 'PLANNED', startsAt: new Date('2026-04-15T08:00:00Z'), ...changes });

  test.each([
    { name: 'by a later one that has begun', emergency: meeting({}), at: ordinary(), refused: undefined },
    { name: 'by one that is closed', emergency: meeting({}), at: ordinary({ status: 'HELD' }), refused: undefined },
    { name: 'only if it was one', emergency: meeting({ kind: 'ORDINARY' }), at: ordinary(), refused: 'not-an-emergency' },
    { name: 'only once closed', emergency: meeting({ status: 'PLANNED' }), at: ordinary(), refused: 'not-held' },
    { name: 'not by one that is not there', emergency: meeting({}), at: undefined, refused: 'other-meeting' },
    { name: 'not by another area', emergency: meeting({}), at: ordinary({ maracId: 'b' }), refused: 'other-meeting' },
    { name: 'not by another emergency', emergency: meeting({}), at: ordinary({ kind: 'EMERGENCY' }), refused: 'other-meeting' },
    { name: 'not by one that was cancelled', emergency: meeting({}), at: ordinary({ status: 'CANCELLED' }), refused: 'other-meeting' },
    { name: 'not by an earlier one', emergency: meeting({}), at: ordinary({ startsAt: new Date('2026-04-01T08:00:00Z') }), refused: 'other-meeting' },
    { name: 'not by one to come', emergency: meeting({}), at: ordinary({ startsAt: new Date('2026-04-15T09:00:01Z') }), refused: 'not-begun' },
  ])('$name', ({ emergency, at: other, refused }) => {
    expect(refuseRatification(emergency, other, NOW)).toBe(refused);
  });
}); // prettier-ignore
