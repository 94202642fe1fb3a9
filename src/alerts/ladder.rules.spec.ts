import { describe, expect, test } from '@jest/globals';
import { type Course, lookAt, momentsOf, type Raised, type Rung, standing, withMissed } from './ladder.rules.js';
import { LADDERS } from './ladder-section.rules.js';
import { momentOn } from '../platform/values/moments.js';

const NATION = { nation: 'england-and-wales', closures: new Set<string>() } as const;
const London = 'Europe/London';
const at = (day: string, time = '09:00') => momentOn(day, time, London);
const endOf = (day: string) => new Date(momentOn(day, '23:59:59.999', London));
const REP = { tells: ['REPRESENTATIVE'] } as const;
const DAYS: Rung[] = [
  { step: 'BEFORE', workingDays: 2, ...REP },
  { step: 'DUE', ...REP },
  { step: 'AFTER', workingDays: 0, tells: ['REPRESENTATIVE', 'COORDINATOR'], urgent: true },
  { step: 'AFTER', workingDays: 1, ...REP },
  { step: 'AFTER', workingDays: 3, tells: ['MANAGER'] },
];
const HOURS: Rung[] = [
  { step: 'BEFORE', hours: 4, ...REP },
  { step: 'AFTER', hours: 0, ...REP },
  { step: 'AFTER', hours: 24, tells: ['CHAIR'] },
];
const NOTHING: Raised = { keys: [], lastAt: null };

function course(dueAt: Date, rest: Partial<Course> = {}): Course {
  return { dueAt, calendar: NATION, timeZone: London, remindAt: '09:00', since: new Date(0), pauses: [], ...rest };
}
const moments = (rungs: readonly Rung[], of: Course) =>
  momentsOf(rungs, of).map((one) => one.at?.toISOString() ?? null);

describe('the moments of a ladder', () => {
  test.each<[string, string, string[]]>([
    ['around a weekend', '2026-04-24', ['2026-04-22', '2026-04-24', '2026-04-27', '2026-04-29']],
    [
      'around Easter: Good Friday and Easter Monday do not count',
      '2026-04-02',
      ['2026-03-31', '2026-04-02', '2026-04-07', '2026-04-09'],
    ],
    ['over Christmas', '2026-12-24', ['2026-12-22', '2026-12-24', '2026-12-29', '2026-12-31']],
    ['due on a Saturday', '2026-04-25', ['2026-04-23', '2026-04-25', '2026-04-27', '2026-04-29']],
  ])('in working days, %s', (_, due, [before, on, next, third]) => {
    expect(moments(DAYS, course(endOf(due)))).toEqual([
      ...[at(before!), at(on!), endOf(due), at(next!), at(third!)].map((one) => one.toISOString()),
    ]);
  });

  test('a day on which the area is closed does not count', () => {
    const closed = { nation: 'england-and-wales', closures: new Set(['2026-04-27']) } as const;
    expect(momentsOf(DAYS, course(endOf('2026-04-24'), { calendar: closed }))[3]!.at).toEqual(at('2026-04-28'));
  });

  test.each<[string, string]>([
    ['the spring night', '2026-03-29'],
    ['the autumn night', '2026-10-25'],
  ])('%s: nine o’clock is nine o’clock, and hours are real hours', (_, day) => {
    const due = endOf(day);
    expect(momentsOf(DAYS, course(due))[1]!.at).toEqual(at(day));
    const [before, overdue, chair] = momentsOf(HOURS, course(at(day, '00:30')));
    expect(overdue!.at!.getTime() - before!.at!.getTime()).toBe(4 * 3_600_000);
    expect(chair!.at!.getTime() - overdue!.at!.getTime()).toBe(24 * 3_600_000);
  });

  test('reminded before it is due, and told after it is, whatever the hour', () => {
    const early = momentsOf(DAYS, course(at('2026-04-24', '08:00')));
    expect(early[1]!.at).toEqual(at('2026-04-24', '08:00'));
    expect(early[3]!.at).toEqual(at('2026-04-27'));
  });

  test('due at the first moment of a day is due when the day before is over', () => {
    expect(momentsOf(DAYS, course(at('2026-04-25', '00:00')))[1]!.at).toEqual(at('2026-04-24'));
  });
});

describe('pauses', () => {
  const due = endOf('2026-04-24');

  test('without an end keep back what was to come, and nothing else', () => {
    const pauses = [{ from: at('2026-04-23'), until: null }];
    expect(moments(DAYS, course(due, { pauses }))).toEqual([at('2026-04-22').toISOString(), null, null, null, null]);
  });

  test('in working days: later by the working days they took', () => {
    const pauses = [{ from: at('2026-04-23', '10:00'), until: at('2026-04-28', '10:00') }];
    const [before, , overdue, next, third] = momentsOf(DAYS, course(due, { pauses }));
    expect(before!.at).toEqual(at('2026-04-22'));
    expect(overdue!.at).toEqual(endOf('2026-04-29'));
    expect(next!.at).toEqual(at('2026-04-30'));
    expect(third!.at).toEqual(at('2026-05-05')); // the 4th of May is a bank holiday
  });

  test('in hours: later by as long as they took', () => {
    const pauses = [{ from: at('2026-04-24', '10:00'), until: at('2026-04-24', '13:30') }];
    const [before, overdue] = momentsOf(HOURS, course(at('2026-04-24', '12:00'), { pauses }));
    expect(before!.at).toEqual(at('2026-04-24', '08:00'));
    expect(overdue!.at).toEqual(at('2026-04-24', '15:30'));
  });

  test('what was to come within one never comes before it ends', () => {
    const pauses = [{ from: at('2026-04-24', '08:00'), until: at('2026-04-24', '18:00') }];
    expect(momentsOf(DAYS, course(due, { pauses }))[1]!.at).toEqual(at('2026-04-24', '18:00'));
  });

  test('of an earlier due moment do not count for this one', () => {
    const pauses = [{ from: at('2026-04-01'), until: at('2026-04-10') }];
    expect(moments(DAYS, course(due, { pauses, since: at('2026-04-12') }))).toEqual(moments(DAYS, course(due)));
  });

  test('while one stands nothing is raised, and its end is when to look again', () => {
    const pauses = [{ from: at('2026-04-23'), until: at('2026-04-30') }];
    const of = course(due, { pauses });
    const place = standing(momentsOf(DAYS, of), of, NOTHING, at('2026-04-24'));
    expect(place).toEqual({ raise: null, passedOver: [], nextAt: at('2026-04-30') });
  });
});

describe('where something stands', () => {
  const due = endOf('2026-04-24');
  const place = (now: Date, raised = NOTHING, rest: Partial<Course> = {}) => {
    const of = course(due, rest);
    return standing(momentsOf(DAYS, of), of, raised, now);
  };

  test('nothing before its time, and the next time to look is the first rung', () => {
    expect(place(new Date(at('2026-04-22').getTime() - 1))).toEqual({
      raise: null,
      passedOver: [],
      nextAt: at('2026-04-22'),
    });
  });

  test('at the very moment the rung is raised, and the next is looked for', () => {
    const { raise, nextAt } = place(at('2026-04-22'));
    expect([raise!.key, nextAt]).toEqual(['BEFORE-2D', at('2026-04-24')]);
  });

  test('of several that were missed the highest is raised, and the others are named', () => {
    const { raise, passedOver, nextAt } = place(at('2026-05-11'));
    expect(raise!.key).toBe('AFTER-3D');
    expect(passedOver.map(({ key }) => key)).toEqual(['BEFORE-2D', 'DUE', 'AFTER-0D', 'AFTER-1D']);
    expect(nextAt).toBeNull();
  });

  test('what was raised is not raised again, nor anything below it when the rules change', () => {
    const raised = { keys: ['AFTER-1D'], lastAt: at('2026-04-27') };
    const { raise, nextAt } = place(at('2026-04-28'), raised);
    expect([raise, nextAt]).toEqual([null, at('2026-04-29')]);
  });

  test('a reminder whose time had passed when it began is not sent; that it is overdue always is', () => {
    const since = at('2026-04-24', '12:00');
    expect(place(at('2026-04-24', '12:01'), NOTHING, { since }).raise).toBeNull();
    expect(place(at('2026-04-25'), NOTHING, { since: at('2026-04-25') }).raise!.key).toBe('AFTER-0D');
  });

  test('what passed already is looked at now', () => {
    expect(lookAt(place(at('2026-05-11')))).toEqual(at('2026-04-22'));
    expect(lookAt(place(at('2026-04-01')))).toEqual(at('2026-04-22'));
  });
});

test('a rung tells whom the missed ones after the due moment would have told, each once, and none of those before', () => {
  const [before, , overdue, next, third] = DAYS;
  const all = withMissed(third!, [before!, overdue!, next!]);
  expect(all).toEqual({ tells: ['REPRESENTATIVE', 'COORDINATOR', 'MANAGER'], urgent: true });
  expect(withMissed(next!, [before!])).toEqual({ tells: ['REPRESENTATIVE'], urgent: false });
});

test('actions are reminded of and escalated as the field does: T-2, T0, T+1, T+3, then up to the steering group', () => {
  const of = momentsOf(LADDERS.defaults.actions, course(endOf('2026-04-24')));
  expect(of.map(({ key, rung }) => `${key} ${rung.tells.join('+')}`)).toEqual([
    'BEFORE-2D REPRESENTATIVE',
    'DUE REPRESENTATIVE',
    'AFTER-0D REPRESENTATIVE+COORDINATOR',
    'AFTER-1D REPRESENTATIVE',
    'AFTER-3D REPRESENTATIVE',
    'AFTER-5D MANAGER',
    'AFTER-7D STRATEGIC_LEAD',
    'AFTER-10D CHAIR',
    'AFTER-15D STEERING_GROUP',
  ]);
});
