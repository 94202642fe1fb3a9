import { describe, expect, test } from '@jest/globals';
import type { Place } from '../referrals/screening-clock.rules.js';
import type { OrderKind, Step } from './order-codes.rules.js';
import {
  type DatedOrder,
  type DateRules,
  dateOf,
  type OrderDate,
  planDate,
  reviewDue,
  stepDays,
} from './order-dates.rules.js';
import { refuseDays, refuseHappening } from './order-input.rules.js';

const RULES: DateRules = {
  ...{ releaseFirstDays: 10, releaseSecondDays: 2, releaseOnTheDay: true, expiryFirstDays: 10, expirySecondDays: 2 },
  ...{
    bailFirstDays: 5,
    bailSecondDays: 1,
    licenceFirstDays: 10,
    licenceSecondDays: 2,
    lateDays: 28,
    reviewWorkingDays: 2,
  },
};
const ENGLAND: Place = { nation: 'england-and-wales', closures: new Set(), timeZone: 'Europe/London' };
const at = (text: string) => new Date(text);

describe('the day on which it stops keeping him away', () => {
  test.each<[OrderKind, Partial<DatedOrder>, OrderDate | null]>([
    ['NON_MOLESTATION', { untilOn: '2026-07-01' }, { on: '2026-07-01', occasion: 'EXPIRY' }],
    ['RESTRAINING', {}, null],
    ['BAIL_BEFORE_CHARGE', { untilOn: '2026-07-01' }, { on: '2026-07-01', occasion: 'BAIL_END' }],
    ['LICENCE', { untilOn: '2026-07-01' }, { on: '2026-07-01', occasion: 'LICENCE_END' }],
    ['CUSTODY', { fromOn: '2026-01-01', untilOn: '2026-07-01' }, { on: '2026-07-01', occasion: 'RELEASE' }],
    ['CUSTODY', { fromOn: '2026-01-01' }, null],
    [
      'CUSTODY',
      { untilOn: '2026-07-01', endedOn: '2026-05-02' },
      { on: '2026-05-02', occasion: 'RELEASE', happened: true },
    ],
    ['RELEASE', { fromOn: '2026-07-01' }, { on: '2026-07-01', occasion: 'RELEASE' }],
    ['RELEASE', { fromOn: '2026-07-01', endedOn: '2026-06-20' }, null],
    [
      'DVPO',
      { untilOn: '2026-07-01', endedOn: '2026-06-20' },
      { on: '2026-06-20', occasion: 'ENDED_EARLY', happened: true },
    ],
    ['UNDERTAKING', { endedOn: '2026-06-20' }, { on: '2026-06-20', occasion: 'ENDED_EARLY', happened: true }],
  ])('%s %p', (kind, days, date) => {
    expect(dateOf({ kind, fromOn: null, untilOn: null, endedOn: null, ...days })).toEqual(date);
  });
});

describe('the days on which people are told', () => {
  test.each<[string, OrderDate, Partial<DateRules>, string[]]>([
    // Good Friday 3 and Easter Monday 6 April 2026 are not worked
    ['a release after Easter', { on: '2026-04-08', occasion: 'RELEASE' }, {}, ['FIRST 2026-03-23', 'SECOND 2026-04-02', 'ON_THE_DAY 2026-04-08']],
    ['a release on a Saturday', { on: '2026-06-20', occasion: 'RELEASE' }, {}, ['FIRST 2026-06-08', 'SECOND 2026-06-18', 'ON_THE_DAY 2026-06-20']],
    ['a release in the new year', { on: '2027-01-06', occasion: 'RELEASE' }, {}, ['FIRST 2026-12-18', 'SECOND 2027-01-04', 'ON_THE_DAY 2027-01-06']],
    ['not on the day, where the area does not want it', { on: '2026-06-20', occasion: 'RELEASE' }, { releaseOnTheDay: false }, ['FIRST 2026-06-08', 'SECOND 2026-06-18']],
    ['an expiry', { on: '2026-06-19', occasion: 'EXPIRY' }, {}, ['FIRST 2026-06-05', 'SECOND 2026-06-17']],
    ['bail', { on: '2026-06-19', occasion: 'BAIL_END' }, {}, ['FIRST 2026-06-12', 'SECOND 2026-06-18']],
    ['a licence, once', { on: '2026-06-19', occasion: 'LICENCE_END' }, { licenceSecondDays: 0 }, ['FIRST 2026-06-05']],
    ['what ended early', { on: '2026-06-19', occasion: 'ENDED_EARLY' }, {}, ['ON_THE_DAY 2026-06-19']],
  ])('%s', (_, date, changes, days) => {
    const found = stepDays(date, { ...RULES, ...changes }, ENGLAND);
    expect(found.map(({ step, on }) => `${step} ${on}`)).toEqual(days);
  }); // prettier-ignore

  test('a day on which the area is closed is none', () => {
    const closed = { ...ENGLAND, closures: new Set(['2026-06-17']) };
    expect(stepDays({ on: '2026-06-19', occasion: 'RELEASE' }, RULES, closed)[1]).toEqual({ step: 'SECOND', on: '2026-06-16' });
  }); // prettier-ignore
});

test.each<[string, OrderDate['occasion']]>([
  ['an order that was discharged', 'ENDED_EARLY'],
  ['somebody who was let out early', 'RELEASE'],
])('%s is told of in the night, and what was only expected in the morning', (_, occasion) => {
  const at1 = { raised: [], now: at('2026-06-19T00:05:00Z') } as const;
  const date = { on: '2026-06-19', occasion } as const;
  expect(planDate({ ...date, happened: true }, at1, RULES, ENGLAND).raise?.step).toBe('ON_THE_DAY');
  expect(planDate(date, at1, RULES, ENGLAND).raise?.step).not.toBe('ON_THE_DAY');
});

describe('what is raised', () => {
  const release: OrderDate = { on: '2026-06-19', occasion: 'RELEASE' };
  const first = at('2026-06-05T07:00:00Z'); // 08:00 in London
  const second = at('2026-06-17T07:00:00Z');
  test.each<[string, string, Step[], object]>([
    ['nothing, a moment early', '2026-06-05T06:59:59.999Z', [], { raise: null, nextAt: first }],
    ['the first step', '2026-06-05T07:00:00Z', [], { raise: { step: 'FIRST', shortNotice: false }, nextAt: second }],
    ['nothing twice', '2026-06-08T07:00:00Z', ['FIRST'], { raise: null, nextAt: second }],
    ['the second', '2026-06-17T07:00:00Z', ['FIRST'], { raise: { step: 'SECOND', shortNotice: false } }],
    ['recorded late: the last step alone, at once', '2026-06-18T15:00:00Z', [], { raise: { step: 'SECOND', shortNotice: true }, nextAt: at('2026-06-19T07:00:00Z') }],
    ['released today', '2026-06-19T09:00:00Z', [], { raise: { step: 'ON_THE_DAY', shortNotice: true }, nextAt: null }],
    ['told of a fortnight late', '2026-07-03T09:00:00Z', [], { raise: { step: 'ON_THE_DAY' }, nextAt: null }],
    ['recorded for the history', '2026-07-18T09:00:00Z', [], { raise: null, nextAt: null }],
    ['a worker that was away', '2026-06-18T09:00:00Z', ['FIRST'], { raise: { step: 'SECOND', shortNotice: false } }],
    ['all was told', '2026-06-19T09:00:00Z', ['FIRST', 'SECOND', 'ON_THE_DAY'], { raise: null, nextAt: null }],
  ])('%s', (_, now, raised, plan) => {
    expect(planDate(release, { raised, now: at(now) }, RULES, ENGLAND)).toMatchObject(plan);
  }); // prettier-ignore

  test('in the morning of the night in which clocks change', () => {
    const sunday: OrderDate = { on: '2026-10-25', occasion: 'RELEASE' };
    const { nextAt } = planDate(sunday, { raised: ['FIRST', 'SECOND'], now: at('2026-10-24T20:00:00Z') }, RULES, ENGLAND);
    expect(nextAt).toEqual(at('2026-10-25T08:00:00Z'));
  }); // prettier-ignore

  test('where an area asks for nothing, nothing is', () => {
    const none = { ...RULES, expiryFirstDays: 0, expirySecondDays: 0 };
    const now = at('2026-06-18T09:00:00Z');
    expect(planDate({ on: '2026-06-19', occasion: 'EXPIRY' }, { raised: [], now }, none, ENGLAND)).toEqual({ raise: null, nextAt: null });
  }); // prettier-ignore
});

describe('by when it is thought about', () => {
  test.each([
    ['within two working days', '2026-06-05T07:00:00Z', '2026-06-19', '2026-06-09T22:59:59.999Z'],
    ['on the eve of it at the latest', '2026-06-17T07:00:00Z', '2026-06-19', '2026-06-18T22:59:59.999Z'],
    ['today, when it is tomorrow', '2026-06-18T15:00:00Z', '2026-06-19', '2026-06-18T22:59:59.999Z'],
    ['today, on the day', '2026-06-19T07:00:00Z', '2026-06-19', '2026-06-19T22:59:59.999Z'],
    ['today, when it is over', '2026-06-22T07:00:00Z', '2026-06-19', '2026-06-22T22:59:59.999Z'],
  ])('%s', (_, now, dateOn, due) => {
    expect(reviewDue(at(now), dateOn, RULES, ENGLAND).toISOString()).toBe(due);
  });
});

describe('days that cannot be', () => {
  test.each<[OrderKind, string | null, string | null, string | undefined]>([
    ['DVPO', '2026-06-02', '2026-06-01', 'before-it-began'],
    ['DVPO', '2026-06-02', '2026-06-02', undefined],
    ['DVPO', null, '2026-06-02', undefined],
    ['RESTRAINING', null, null, undefined],
    ['RELEASE', null, null, 'required'],
    ['RELEASE', '2026-06-02', '2026-06-03', 'no-last-day'],
    ['RELEASE', '2026-06-02', null, undefined],
  ])('%s from %s until %s: %s', (kind, fromOn, untilOn, code) => {
    expect(refuseDays({ kind, fromOn, untilOn })?.code).toBe(code);
  });

  test.each([
    ['2026-06-09', '2026-06-01', 'in-the-future'],
    ['2026-05-31', '2026-06-01', 'before-it-began'],
    ['2026-06-08', '2026-06-01', undefined],
    ['2026-05-31', null, undefined],
  ])('happened on %s to what began on %s: %s', (on, fromOn, code) => {
    expect(refuseHappening('/happenedOn', on, { fromOn }, '2026-06-08')?.code).toBe(code);
  });
});
