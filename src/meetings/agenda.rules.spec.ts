import { describe, expect, test } from '@jest/globals';
import {
  type AgendaStatus,
  AGENDA_STATUSES,
  carriedOver,
  comesBack,
  cutOff,
  dayHeard,
  type Line,
  NOT_HEARD_REASONS,
  orderProblems,
  OUTCOMES,
  refuseOutcome,
  timetable,
  whereToList,
} from './agenda.rules.js';

const line = (id: string, notHeard = 0, minutes = 12, status: AgendaStatus = 'LISTED'): Line => ({
  id,
  minutes,
  status,
  notHeard,
});

const CALENDAR = { nation: 'england-and-wales', closures: new Set<string>() } as const;

describe('where an accepted referral is listed', () => {
  const april1 = { heldOn: '2026-04-01', cases: 5, cap: 20 };
  const april15 = { heldOn: '2026-04-15', cases: 5, cap: 20 };
  const april29 = { heldOn: '2026-04-29', cases: 5, cap: 20 };
  const full = (meeting: typeof april1) => ({ ...meeting, cases: meeting.cap });
  test.each([
    {
      name: 'the first meeting, on its cut-off day',
      today: '2026-04-01',
      meetings: [april15, april29],
      at: '2026-04-15',
    },
    { name: 'the next, the day after', today: '2026-04-02', meetings: [april15, april29], at: '2026-04-29' },
    {
      name: 'the next, when the first is full',
      today: '2026-03-30',
      meetings: [full(april15), april29],
      at: '2026-04-29',
    },
    {
      name: 'one short of the cap still has room',
      today: '2026-03-30',
      meetings: [{ ...april15, cases: 19 }],
      at: '2026-04-15',
    },
    {
      name: 'over the cap (listed by hand) has none',
      today: '2026-03-30',
      meetings: [{ ...april15, cases: 21 }],
      at: undefined,
    },
    { name: 'none when every cut-off has passed', today: '2026-03-30', meetings: [april1], at: undefined },
    { name: 'none when there is no meeting', today: '2026-03-30', meetings: [], at: undefined },
  ])('$name', ({ today, meetings, at }) => {
    expect(whereToList(meetings, today, 8, CALENDAR)?.heldOn).toBe(at);
  });

  test.each([
    { heldOn: '2026-04-15', days: 8, on: '2026-04-01' },
    { heldOn: '2026-04-15', days: 10, on: '2026-03-30' },
    { heldOn: '2027-01-06', days: 8, on: '2026-12-22' },
    { heldOn: '2027-01-06', days: 0, on: '2027-01-06' },
  ])('cut-off $days working days before $heldOn is $on', ({ heldOn, days, on }) => {
    expect(cutOff(heldOn, days, CALENDAR)).toBe(on);
  });
});

describe('the outcome of a listed case', () => {
  const table = AGENDA_STATUSES.flatMap((now) => OUTCOMES.map((outcome) => ({ now, outcome })));
  test.each(table)('$outcome when it is $now', ({ now, outcome: status }) => {
    const reason = status === 'HEARD' ? undefined : 'NO_QUORUM';
    expect(refuseOutcome(now, { status, reason })).toBe(now === 'LISTED' ? undefined : 'already-recorded');
  });

  test.each([
    { status: 'HEARD', reason: 'NO_QUORUM', refused: 'reason-not-wanted' },
    { status: 'HEARD', interimCheck: {}, refused: 'check-not-wanted' },
    { status: 'DEFERRED', refused: 'reason-required' },
    { status: 'NOT_HEARD', interimCheck: {}, refused: 'reason-required' },
    { status: 'DEFERRED', reason: 'TIME_OVERRUN', interimCheck: {}, refused: undefined },
    { status: 'NOT_HEARD', reason: 'TIME_OVERRUN', interimCheck: {}, refused: undefined },
  ] as const)('%p', ({ refused, ...outcome }) => {
    expect(refuseOutcome('LISTED', outcome)).toBe(refused);
  });

  test('comes back by itself, but for three reasons that somebody must follow up', () => {
    expect(NOT_HEARD_REASONS.filter((reason) => !comesBack(reason))).toEqual([
      'OUT_OF_AREA',
      'VICTIM_DECEASED',
      'DUPLICATE',
    ]);
  });

  test.each([
    { meetingOn: '2026-04-15', today: '2026-04-15', heard: '2026-04-15' },
    { meetingOn: '2026-04-15', today: '2026-04-17', heard: '2026-04-15' },
    { meetingOn: '2026-04-15', today: '2026-04-10', heard: '2026-04-10' },
  ])('heard at the meeting of $meetingOn, recorded on $today: heard on $heard', ({ meetingOn, today, heard }) => {
    expect(dayHeard(meetingOn, today)).toBe(heard);
  });
});

describe('slots', () => {
  test.each([
    { name: 'none', lines: [], slots: [] },
    {
      name: 'one after the other',
      lines: [line('a'), line('b', 0, 20), line('c')],
      slots: ['a 1 +0', 'b 2 +12', 'c 3 +32'],
    },
    {
      name: 'a withdrawn case takes no time',
      lines: [line('a'), line('b', 0, 20, 'WITHDRAWN'), line('c')],
      slots: ['a 1 +0', 'b 2 +12', 'c 3 +12'],
    },
    {
      name: 'one that was deferred on the day keeps its slot',
      lines: [line('a', 0, 15, 'DEFERRED'), line('b')],
      slots: ['a 1 +0', 'b 2 +15'],
    },
  ])('$name', ({ lines, slots }) => {
    expect(timetable(lines).map((p) => `${p.id} ${p.position} +${p.startsAfter}`)).toEqual(slots);
  });
});

describe('a case that was not heard', () => {
  test.each([
    { name: 'goes to the top', lines: [line('a'), line('b')], put: line('x', 1), order: 'xab' },
    { name: 'behind those that wait as long', lines: [line('a', 1), line('b')], put: line('x', 1), order: 'axb' },
    { name: 'before those that wait less', lines: [line('a', 1), line('b')], put: line('x', 2), order: 'xab' },
    { name: 'alone', lines: [], put: line('x', 1), order: 'x' },
    {
      name: 'moves up when it is listed there already',
      lines: [line('a'), line('x'), line('b')],
      put: line('x', 1),
      order: 'xab',
    },
    { name: 'last of those that all waited', lines: [line('a', 2), line('b', 1)], put: line('x', 1), order: 'abx' },
  ])('$name', ({ lines, put, order }) => {
    expect(
      carriedOver(lines, put)
        .map((l) => l.id)
        .join(''),
    ).toBe(order);
  });
});

describe('an order names everything exactly once', () => {
  test.each([
    { name: 'as it is', proposed: 'abc', wrong: [] },
    { name: 'turned round', proposed: 'cba', wrong: [] },
    { name: 'one missing', proposed: 'ab', wrong: ['/items missing'] },
    { name: 'one foreign', proposed: 'abcx', wrong: ['/items/3 not-on-the-list'] },
    { name: 'one twice', proposed: 'abcb', wrong: ['/items/3 named-twice'] },
    { name: 'one twice in place of another', proposed: 'aab', wrong: ['/items/1 named-twice', '/items missing'] },
    { name: 'a foreign one twice', proposed: 'xabcx', wrong: ['/items/0 not-on-the-list', '/items/4 not-on-the-list'] },
    { name: 'nothing', proposed: '', wrong: ['/items missing'] },
  ])('$name', ({ proposed, wrong }) => {
    expect(orderProblems(['a', 'b', 'c'], [...proposed]).map((p) => `${p.pointer} ${p.code}`)).toEqual(wrong);
  });
});
