import { describe, expect, test } from '@jest/globals';
import type { Place } from '../referrals/screening-clock.rules.js';
import {
  type Attempt, type ClockRules, contactDue, hoursWarnings, priorityOf, readContactClock,
} from './contact-clock.rules.js'; // prettier-ignore
import { agree, type Engagement, type Outcome } from './contact-codes.rules.js';

const RULES: ClockRules = {
  contactWorkingDays: 2,
  highPriorityHours: 24,
  highPriorityScore: 0,
  firstWarningHours: 24,
  secondWarningHours: 48,
  stoppedBy: 'ATTEMPT',
  highPriorityAttempts: 3,
  otherAttempts: 0,
};
const ENGLAND: Place = { nation: 'england-and-wales', closures: new Set(), timeZone: 'Europe/London' };
const SCOTLAND: Place = { ...ENGLAND, nation: 'scotland' };
const CLOSED: Place = { ...ENGLAND, closures: new Set(['2026-12-29']) };
const at = (text: string) => new Date(text);

describe('by when the victim must have been contacted', () => {
  test.each<[string, string, Partial<ClockRules>, Place, string]>([
    // the worked dates of the domain: Easter 2026, and Christmas 2026
    ['referred on the Thursday before Easter', '2026-04-02T10:00:00Z', {}, ENGLAND, '2026-04-08T22:59:59.999Z'],
    ['referred on Christmas Eve', '2026-12-24T10:00:00Z', {}, ENGLAND, '2026-12-30T23:59:59.999Z'],
    ['the same where Easter Monday is worked', '2026-04-02T10:00:00Z', {}, SCOTLAND, '2026-04-07T22:59:59.999Z'],
    ['an area that is closed after Christmas', '2026-12-24T10:00:00Z', {}, CLOSED, '2026-12-31T23:59:59.999Z'],
    ['a Monday', '2026-06-08T09:00:00Z', {}, ENGLAND, '2026-06-10T22:59:59.999Z'],
    ['a Friday evening', '2026-06-12T20:00:00Z', {}, ENGLAND, '2026-06-16T22:59:59.999Z'],
    ['a Saturday: Monday is the first day', '2026-06-13T09:00:00Z', {}, ENGLAND, '2026-06-16T22:59:59.999Z'],
    ['an area that wants it in one', '2026-06-08T09:00:00Z', { contactWorkingDays: 1 }, ENGLAND, '2026-06-09T22:59:59.999Z'],
    ['the night in which clocks go forward', '2026-03-27T10:00:00Z', {}, ENGLAND, '2026-03-31T22:59:59.999Z'],
    ['the night in which they go back', '2026-10-23T10:00:00Z', {}, ENGLAND, '2026-10-27T23:59:59.999Z'],
  ])('%s', (_, receivedAt, changes, place, due) => {
    expect(contactDue(at(receivedAt), 'ORDINARY', { ...RULES, ...changes }, place).toISOString()).toBe(due);
  }); // prettier-ignore

  test.each([
    ['in real hours, over Easter', '2026-04-02T10:00:00Z', 24, '2026-04-03T10:00:00.000Z'],
    ['as many as the area wants', '2026-04-02T10:00:00Z', 48, '2026-04-04T10:00:00.000Z'],
    ['through the night in which clocks go forward', '2026-03-28T12:00:00Z', 24, '2026-03-29T12:00:00.000Z'],
    ['and back', '2026-10-24T12:00:00Z', 24, '2026-10-25T12:00:00.000Z'],
  ])('high priority: %s', (_, receivedAt, highPriorityHours, due) => {
    const rules = { ...RULES, highPriorityHours };
    expect(contactDue(at(receivedAt), 'HIGH', rules, ENGLAND).toISOString()).toBe(due);
  });

  test.each([
    ['an emergency', { emergency: true, score: null }, 0, 'HIGH'],
    ['a high score, where the area names none', { emergency: false, score: 24 }, 0, 'ORDINARY'],
    ['the score that it names', { emergency: false, score: 20 }, 20, 'HIGH'],
    ['one less', { emergency: false, score: 19 }, 20, 'ORDINARY'],
    ['no score', { emergency: false, score: null }, 20, 'ORDINARY'],
  ] as const)('%s is of that priority', (_, referral, highPriorityScore, priority) => {
    expect(priorityOf(referral, { highPriorityScore })).toBe(priority);
  });
});

describe('real time beside working days', () => {
  const easter = { receivedAt: at('2026-04-02T10:00:00Z'), dueAt: at('2026-04-08T22:59:59.999Z'), stoppedAt: null };

  test('two working days over Easter are six days: 48 hours are over on Saturday', () => {
    expect(hoursWarnings(easter, RULES, at('2026-04-04T09:59:59Z'))).toEqual([
      { hours: 24, at: at('2026-04-03T10:00:00Z'), outlasted: true, passed: true },
      { hours: 48, at: at('2026-04-04T10:00:00Z'), outlasted: true, passed: false },
    ]);
  });

  test.each([
    ['at the very moment', '2026-04-04T10:00:00Z', null, true],
    ['though nobody looked for weeks', '2026-04-24T10:00:00Z', null, true],
    ['but not when somebody tried before', '2026-04-24T10:00:00Z', '2026-04-04T09:00:00Z', false],
  ])('48 hours pass %s', (_, now, stoppedAt, passed) => {
    const clock = { ...easter, stoppedAt: stoppedAt ? at(stoppedAt) : null };
    expect(hoursWarnings(clock, RULES, at(now))[1]).toMatchObject({ hours: 48, passed });
  });

  test('a clock of real hours outlasts none of its own', () => {
    const hours = { receivedAt: easter.receivedAt, dueAt: at('2026-04-03T10:00:00Z'), stoppedAt: null };
    expect(hoursWarnings(hours, RULES, easter.receivedAt).map(({ outlasted }) => outlasted)).toEqual([false, false]);
  });
});

describe('what a clock shows', () => {
  const receivedAt = at('2026-06-08T09:00:00Z');
  const dueAt = at('2026-06-10T22:59:59.999Z');
  const tried = (when: string, outcome: Outcome = 'NO_ANSWER'): Attempt => ({ at: at(when), outcome });
  const read = (attempts: Attempt[], now: string, changes: Partial<ClockRules> = {}, priority: 'HIGH' | 'ORDINARY' = 'ORDINARY') =>
    readContactClock({ receivedAt, dueAt, priority, attempts }, { ...RULES, ...changes }, at(now)); // prettier-ignore

  test.each<[string, Attempt[], string, Partial<ClockRules>, object]>([
    ['runs', [], '2026-06-09T09:00:00Z', {}, { stoppedAt: null, owed: [], nextAt: dueAt }],
    ['is not early', [], '2026-06-10T22:59:59.998Z', {}, { owed: [], nextAt: dueAt }],
    ['is owed at the very moment', [], '2026-06-10T22:59:59.999Z', {}, { owed: ['FIRST_CONTACT'], nextAt: null }],
    ['stops at an attempt', [tried('2026-06-09T10:00:00Z')], '2026-06-12T09:00:00Z', {}, { stoppedAt: at('2026-06-09T10:00:00Z'), owed: [], nextAt: null }],
    ['goes by the first of several', [tried('2026-06-09T12:00:00Z'), tried('2026-06-09T10:00:00Z')], '2026-06-12T09:00:00Z', {}, { stoppedAt: at('2026-06-09T10:00:00Z') }],
    ['is not stopped by what came before the referral', [tried('2026-06-08T08:59:59Z')], '2026-06-12T09:00:00Z', {}, { stoppedAt: null, owed: ['FIRST_CONTACT'] }],
    ['is not stopped by a wrong number', [tried('2026-06-09T10:00:00Z', 'WRONG_NUMBER')], '2026-06-12T09:00:00Z', {}, { stoppedAt: null, owed: ['FIRST_CONTACT'] }],
    ['is stopped by a refusal of support', [tried('2026-06-09T10:00:00Z', 'DECLINED')], '2026-06-12T09:00:00Z', {}, { owed: [] }],
    ['where she must be reached, is not stopped by no answer', [tried('2026-06-09T10:00:00Z')], '2026-06-12T09:00:00Z', { stoppedBy: 'CONTACT' }, { stoppedAt: null, owed: ['FIRST_CONTACT'] }],
    ['nor by a message', [tried('2026-06-09T10:00:00Z', 'LEFT_SAFE_MESSAGE')], '2026-06-12T09:00:00Z', { stoppedBy: 'CONTACT' }, { owed: ['FIRST_CONTACT'] }],
    ['but by a word', [tried('2026-06-09T10:00:00Z'), tried('2026-06-09T12:00:00Z', 'SPOKEN')], '2026-06-12T09:00:00Z', { stoppedBy: 'CONTACT' }, { stoppedAt: at('2026-06-09T12:00:00Z'), owed: [] }],
    ['and by one that had to break off', [tried('2026-06-09T12:00:00Z', 'UNSAFE_TO_CONTINUE')], '2026-06-12T09:00:00Z', { stoppedBy: 'CONTACT' }, { owed: [] }],
  ])('%s', (_, attempts, now, changes, shown) => {
    expect(read(attempts, now, changes)).toMatchObject(shown);
  }); // prettier-ignore

  const weekEnds = '2026-06-15T09:00:00.000Z';
  const three = ['2026-06-08T10:00:00Z', '2026-06-09T10:00:00Z', '2026-06-10T10:00:00Z'].map((when) => tried(when));

  test.each<[string, Attempt[], string, object]>([
    ['waits for its end', three.slice(0, 2), '2026-06-12T09:00:00Z', { week: { needed: 3, made: 2 }, owed: [], nextAt: at(weekEnds) }],
    ['is told of at its end', three.slice(0, 2), weekEnds, { owed: ['ATTEMPTS'], nextAt: null }],
    ['is done with three', three, '2026-06-12T09:00:00Z', { owed: [], nextAt: null }],
    ['asks for no more once she was reached', [tried('2026-06-08T10:00:00Z', 'SPOKEN')], weekEnds, { week: null, owed: [] }],
    ['counts none that come after it', [...three.slice(0, 2), tried('2026-06-15T09:00:01Z')], '2026-06-16T09:00:00Z', { week: { made: 2 }, owed: ['ATTEMPTS'] }],
    ['owes both when nobody did anything', [], weekEnds, { owed: ['FIRST_CONTACT', 'ATTEMPTS'] }],
  ])('the first week of high priority %s', (_, attempts, now, shown) => {
    expect(read(attempts, now, {}, 'HIGH')).toMatchObject(shown);
  }); // prettier-ignore

  test('an area may ask for attempts in every case', () => {
    const [first] = three;
    expect(read([first!], weekEnds, { otherAttempts: 2 })).toMatchObject({ owed: ['ATTEMPTS'] });
    expect(read([first!], weekEnds)).toMatchObject({ week: null, owed: [] });
  });
});

describe('what can be true together', () => {
  test.each<[Outcome, Engagement, boolean]>([
    ['SPOKEN', 'ENGAGED', true],
    ['SPOKEN', 'UNDECIDED', true],
    ['SPOKEN', 'NOT_REACHED', false],
    ['NO_ANSWER', 'NOT_REACHED', true],
    ['NO_ANSWER', 'ENGAGED', false],
    ['LEFT_SAFE_MESSAGE', 'UNDECIDED', true],
    ['WRONG_NUMBER', 'DECLINED', false],
    ['DECLINED', 'DECLINED', true],
    ['DECLINED', 'SUPPORTED_ELSEWHERE', true],
    ['DECLINED', 'ENGAGED', false],
    ['UNSAFE_TO_CONTINUE', 'PARTLY_ENGAGED', true],
  ])('%s and %s: %s', (outcome, engagement, holds) => {
    expect(agree(outcome, engagement)).toBe(holds);
  });
});
