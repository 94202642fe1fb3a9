import { describe, expect, test } from '@jest/globals';
import { afterQuiet, nextDigest } from './hours.rules.js';

const LONDON = 'Europe/London';
const night = { from: '19:00', until: '07:30' };
const utc = (text: string) => new Date(`${text}Z`);

describe('quiet hours', () => {
  test.each<[string, string, { from: string; until: string }, string]>([
    ['by day nothing waits', '2026-06-10T12:00', night, '2026-06-10T12:00'],
    ['they begin on the minute', '2026-06-10T18:00', night, '2026-06-11T06:30'],
    ['a minute before, nothing waits', '2026-06-10T17:59', night, '2026-06-10T17:59'],
    ['after midnight, until the same morning', '2026-06-11T00:30', night, '2026-06-11T06:30'],
    ['they end on the minute', '2026-06-11T06:30', night, '2026-06-11T06:30'],
    ['in winter', '2026-12-10T23:00', night, '2026-12-11T07:30'],
    ['over lunch', '2026-12-10T12:15', { from: '12:00', until: '13:00' }, '2026-12-10T13:00'],
    ['none, when they end as they begin', '2026-12-10T12:15', { from: '12:00', until: '12:00' }, '2026-12-10T12:15'],
    ['the night the clocks go forward is an hour shorter', '2026-03-28T22:00', night, '2026-03-29T06:30'],
    ['the night they go back is an hour longer', '2026-10-24T22:00', night, '2026-10-25T07:30'],
    ['an end that is skipped', '2026-03-29T00:30', { from: '22:00', until: '01:30' }, '2026-03-29T01:30'],
    ['an end that comes twice: the first', '2026-10-25T00:15', { from: '22:00', until: '01:30' }, '2026-10-25T00:30'],
    ['its hour again: no second wait', '2026-10-25T01:15', { from: '22:00', until: '01:30' }, '2026-10-25T01:15'],
  ])('%s', (_, now, hours, goes) => {
    expect(afterQuiet(utc(now), hours, LONDON)).toEqual(utc(goes));
  });
});

describe('the next digest', () => {
  const england = { nation: 'england-and-wales', closures: new Set<string>() } as const;
  const scotland = { ...england, nation: 'scotland' } as const;

  test.each<[string, string, string, string]>([
    ['early on a working day: today', '2026-06-10T06:00', '2026-06-10', '2026-06-10T07:30'],
    ['at its very time: too late for today', '2026-06-10T07:30', '2026-06-11', '2026-06-11T07:30'],
    ['on Friday afternoon: Monday', '2026-06-12T15:00', '2026-06-15', '2026-06-15T07:30'],
    ['on Saturday: Monday', '2026-06-13T06:00', '2026-06-15', '2026-06-15T07:30'],
    ['before Christmas: after Boxing Day and the weekend', '2026-12-24T12:00', '2026-12-29', '2026-12-29T08:30'],
    ['the weekend the clocks go forward', '2026-03-27T12:00', '2026-03-30', '2026-03-30T07:30'],
    ['in the hour before they do', '2026-03-29T00:59', '2026-03-30', '2026-03-30T07:30'],
    ['the weekend they go back', '2026-10-23T12:00', '2026-10-26', '2026-10-26T08:30'],
    ['in the hour that comes twice', '2026-10-25T01:30', '2026-10-26', '2026-10-26T08:30'],
  ])('%s', (_, now, day, dueAt) => {
    expect(nextDigest(utc(now), '08:30', england, LONDON)).toEqual({ day, dueAt: utc(dueAt) });
  });

  test('by the bank holidays of the nation', () => {
    const after = utc('2026-01-01T12:00');
    expect(nextDigest(after, '08:30', england, LONDON).day).toBe('2026-01-02');
    expect(nextDigest(after, '08:30', scotland, LONDON).day).toBe('2026-01-05');
  });

  test('not on a day on which the area is closed besides', () => {
    const closed = { ...england, closures: new Set(['2026-06-10', '2026-06-11']) };
    expect(nextDigest(utc('2026-06-10T06:00'), '08:30', closed, LONDON).day).toBe('2026-06-12');
  });

  test.each<[string, string, string]>([
    ['today went out: tomorrow', '2026-06-10', '2026-06-11'],
    ['a later one went out: the day after it', '2026-06-12', '2026-06-15'],
    ['an earlier one went out: today', '2026-06-09', '2026-06-10'],
  ])('%s', (_, after, day) => {
    expect(nextDigest(utc('2026-06-10T06:00'), '08:30', england, LONDON, after).day).toBe(day);
  });
});
