import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, inWords, type OrderRules, proposeOrder, RESTRICTED_PLACES } from './proposed-order.rules.js';

const usual: OrderRules = { restricted: 'LAST', byChildrenTeam: true };
const plain = { minutes: 12, alertOnly: false, emergency: false, restricted: false, notHeard: 0, repeat: false };
const one = (id: string, rest: Partial<Candidate> = {}): Candidate => ({
  ...{ ...plain, id, criteria: 1, daysWaiting: 10, team: null, windows: [], ...rest },
});
const order = (cases: Candidate[], rules: Partial<OrderRules> = {}) =>
  proposeOrder(cases, { ...usual, ...rules }).map(({ id }) => id).join(''); // prettier-ignore

describe('who is heard first', () => {
  test.each<[string, Candidate[], Partial<OrderRules>, string]>([
    ['an emergency before everything', [one('a', { notHeard: 3 }), one('b', { emergency: true })], {}, 'ba'],
    [
      'who was not heard before, the longest first',
      [one('a'), one('b', { notHeard: 1 }), one('c', { notHeard: 2 })],
      {},
      'cba',
    ],
    ['a repeat before what meets more criteria', [one('a', { criteria: 3 }), one('b', { repeat: true })], {}, 'ba'],
    ['more criteria before fewer', [one('a'), one('b', { criteria: 2 })], {}, 'ba'],
    ['who waits longer', [one('a', { daysWaiting: 3 }), one('b', { daysWaiting: 4 })], {}, 'ba'],
    ['restricted ones last', [one('a', { restricted: true, notHeard: 5 }), one('b')], {}, 'ba'],
    ['restricted ones first', [one('a'), one('b', { restricted: true })], { restricted: 'FIRST' }, 'ba'],
    ['restricted ones anywhere', [one('a'), one('b', { restricted: true })], { restricted: 'ANYWHERE' }, 'ab'],
    [
      'cases of one children’s team together, when the most urgent of them comes',
      [
        one('a', { daysWaiting: 9, team: 'North' }),
        one('b', { daysWaiting: 5 }),
        one('c', { daysWaiting: 1, team: 'North' }),
      ],
      {},
      'acb',
    ],
    [
      'where teams do not count, by urgency alone',
      [
        one('a', { daysWaiting: 9, team: 'North' }),
        one('b', { daysWaiting: 5 }),
        one('c', { daysWaiting: 1, team: 'North' }),
      ],
      { byChildrenTeam: false },
      'abc',
    ],
    [
      'an emergency does not bring its team along',
      [
        one('a', { emergency: true, team: 'North' }),
        one('b', { daysWaiting: 20 }),
        one('c', { daysWaiting: 1, team: 'North' }),
      ],
      {},
      'abc',
    ],
    [
      'what is not discussed at the end',
      [one('a', { alertOnly: true, minutes: 0, emergency: true }), one('b')],
      {},
      'ba',
    ],
    [
      'a guest who can come early goes before what is more urgent',
      [one('a', { repeat: true }), one('b', { windows: [{ from: 0, until: 12 }] })],
      {},
      'ba',
    ],
  ])('%s', (_, cases, rules, expected) => {
    expect(order(cases, rules)).toBe(expected);
  });
});

test('each place has its reason in words, and none names anybody', () => {
  const cases = [
    one('a', { emergency: true }),
    one('b', { notHeard: 1 }),
    one('c', { repeat: true, team: 'North' }),
    one('d', { team: 'North', criteria: 2 }),
    one('e', { daysWaiting: 1 }),
    one('f', { windows: [{ from: 0, until: 6 }] }),
    one('g', { restricted: true }),
    one('h', { alertOnly: true, minutes: 0 }),
  ];
  const told = proposeOrder(cases, usual).map(({ id, reasons }) => [id, reasons.map(inWords)]);
  expect(Object.fromEntries(told)).toEqual({
    a: ['Accepted as an emergency.'],
    b: ['Not heard at 1 meeting before.'],
    c: ['A repeat.'],
    d: ['With the case before it, for the children’s team North.', 'Meets 2 criteria.'],
    e: ['Waiting for 1 day.'],
    f: ['A guest cannot come at this time, and no order would have more guests in theirs.'],
    g: ['Restricted: this area hears such cases last.'],
    h: ['Listed to mark files, and not discussed.'],
  });
});

test('whatever the list: each case once, one after the other, nobody’s guest missed who could come', () => {
  const window = fc.record({ from: fc.constantFrom(0, 12, 24, 36), until: fc.constantFrom(24, 36, 48, 60) });
  const flags = { alertOnly: fc.boolean(), emergency: fc.boolean(), restricted: fc.boolean(), repeat: fc.boolean() };
  const facts = { ...flags, notHeard: fc.nat(2), criteria: fc.nat(4), team: fc.constantFrom(null, 'North', 'South') };
  const cases = fc
    .array(fc.record({ ...facts, daysWaiting: fc.nat(30), windows: fc.array(window, { maxLength: 1 }) }), {
      maxLength: 12,
    })
    .map((all) => all.map((each, i) => one(`case ${i}`, { ...each, minutes: each.alertOnly ? 0 : 12 })));
  const rules = fc.record({ restricted: fc.constantFrom(...RESTRICTED_PLACES), byChildrenTeam: fc.boolean() });
  fc.assert(
    fc.property(cases, rules, (all, by) => {
      const proposed = proposeOrder(all, by);
      expect(proposed.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      const byId = new Map(all.map((each) => [each.id, each]));
      let at = 0;
      for (const { id, startsAfter, reasons } of proposed) {
        expect(startsAfter).toBe(at);
        expect(reasons.length).toBeGreaterThan(0);
        at += byId.get(id)!.minutes;
      }
      // alike in length, so who is missed could only come instead of somebody else
      const missed = proposed.reduce((sum, { guestsMissed }) => sum + guestsMissed, 0);
      expect(missed).toBe(guests(all) - matched(all));
    }),
    { numRuns: 300 },
  );
});

const guests = (all: Candidate[]) => all.filter(({ alertOnly, windows }) => !alertOnly && windows.length > 0).length;

/** The most cases that can have a slot in their guest's time: a matching of cases and slots, by paths that free a slot. */
function matched(all: Candidate[]): number {
  const discussed = all.filter(({ alertOnly }) => !alertOnly);
  const slots = discussed.map((_, i) => i * 12);
  const holds = new Map<number, Candidate>();
  const place = (who: Candidate, tried: Set<number>): boolean =>
    slots.some((at) => {
      const fits = who.windows.some(({ from, until }) => from <= at && at + 12 <= until);
      if (!fits || tried.has(at)) return false;
      tried.add(at);
      const other = holds.get(at);
      if (other && !place(other, tried)) return false;
      holds.set(at, who);
      return true;
    });
  return discussed.filter((who) => who.windows.length > 0 && place(who, new Set())).length;
}
