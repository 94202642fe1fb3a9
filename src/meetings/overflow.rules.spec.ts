import { describe, expect, test } from '@jest/globals';
import { overflow, refuseDeferral } from './overflow.rules.js';

const meeting = { maracId: 'm', heldOn: '2026-04-02', cap: 20, venue: 'Town hall', startTime: '09:30' };
const next = { id: 'n', heldOn: '2026-04-16', cases: 5, cap: 20 };

describe('a list that is too long', () => {
  test.each([19, 20])('is none with %s cases of 20', (cases) => {
    expect(overflow(meeting, cases, [next], { nation: 'england-and-wales', closures: new Set() })).toBeNull();
  });

  test('can be heard at an extra meeting on the next working day, or put off to the next that has room', () => {
    const full = { ...next, id: 'full', heldOn: '2026-04-09', cases: 20 };
    expect(overflow(meeting, 21, [full, next], { nation: 'england-and-wales', closures: new Set() })).toEqual({
      cases: 21,
      cap: 20,
      extraMeeting: { maracId: 'm', heldOn: '2026-04-07', startTime: '09:30', venue: 'Town hall' },
      deferTo: { meetingId: 'n', heldOn: '2026-04-16' },
    });
  });

  test('an extra meeting is not planned on a day that has one; nothing to defer to is said', () => {
    const taken = { ...next, heldOn: '2026-04-07', cases: 20 };
    const found = overflow(meeting, 21, [taken], { nation: 'england-and-wales', closures: new Set() });
    expect(found).toMatchObject({ extraMeeting: { heldOn: '2026-04-08' }, deferTo: null });
  });
});

describe('a case that goes to another meeting', () => {
  const from = { id: 'a', startsAt: new Date('2026-04-02T09:30:00Z') };
  const sooner = { id: 'b', startsAt: new Date('2026-03-30T09:30:00Z'), heldOn: '2026-03-30' };
  const later = { id: 'c', startsAt: new Date('2026-04-16T09:30:00Z'), heldOn: '2026-04-16' };
  test.each([
    ['the same one', { ...later, id: 'a' }, { dueOn: '2026-04-03' }, 'not-another'],
    ['a later one, unchecked', later, null, 'check-required'],
    ['nobody knows which, unchecked', null, null, 'check-required'],
    ['a later one, checked after it', later, { dueOn: '2026-04-17' }, 'check-too-late'],
    ['a later one, checked on the day', later, { dueOn: '2026-04-16' }, undefined],
    ['nobody knows which, checked', null, { dueOn: '2026-04-03' }, undefined],
    ['one that is sooner', sooner, null, undefined],
  ])('%s', (_, to, check, refused) => {
    expect(refuseDeferral(from, to, check)).toBe(refused);
  });
});
