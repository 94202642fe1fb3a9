import { describe, expect, test } from '@jest/globals';
import { refuseAttempt } from './attempt.rules.js';
import { loadOf } from './caseload.rules.js';
import type { Channel, Safety } from './contact-codes.rules.js';
import { channelSafety, type Phone, type SafeContactFacts, unsafety } from './safe-contact.rules.js';
import { timeOfDay } from './time-of-day.rules.js';

const phone = (id: string, safeToCall: Safety, safeVoicemail: Safety = 'NOT_KNOWN', safeText: Safety = 'NOT_KNOWN'): Phone => ({
  ...{ id, safeToCall, safeVoicemail, safeText },
}); // prettier-ignore
const said = (changes: Partial<Record<Channel, Safety>>): SafeContactFacts['channels'] => ({
  ...{ PHONE: 'NOT_KNOWN', VOICEMAIL: 'NOT_KNOWN', TEXT: 'NOT_KNOWN', EMAIL: 'NOT_KNOWN', LETTER: 'NOT_KNOWN' },
  ...{ IN_PERSON: 'NOT_KNOWN', VIA_THIRD_PARTY: 'NOT_KNOWN' },
  ...changes,
});
const facts = (phones: Phone[], channels: SafeContactFacts['channels'] = null, hours: SafeContactFacts['hours'] = null) => ({
  ...{ phones, channels, hours },
}); // prettier-ignore

describe('how safe a channel is', () => {
  test.each<[string, Channel, SafeContactFacts, Safety]>([
    ['nothing is known', 'PHONE', facts([]), 'NOT_KNOWN'],
    ['the only telephone is not safe', 'PHONE', facts([phone('a', 'NO')]), 'NO'],
    ['one of two is', 'PHONE', facts([phone('a', 'NO'), phone('b', 'YES')]), 'YES'],
    ['one is not and one is not known', 'PHONE', facts([phone('a', 'NO'), phone('b', 'NOT_KNOWN')]), 'NOT_KNOWN'],
    ['safe to call, and nobody said of messages', 'VOICEMAIL', facts([phone('a', 'YES')]), 'NOT_KNOWN'],
    ['not safe to call, and nobody said of messages', 'VOICEMAIL', facts([phone('a', 'NO')]), 'NO'],
    ['not safe to call, but for a text', 'TEXT', facts([phone('a', 'NO', 'NO', 'YES')]), 'YES'],
    ['what was recorded counts before telephones', 'PHONE', facts([phone('a', 'YES')], said({ PHONE: 'NO' })), 'NO'],
    ['what was not does not', 'PHONE', facts([phone('a', 'NO')], said({})), 'NO'],
    ['a letter has no telephone', 'LETTER', facts([phone('a', 'NO')]), 'NOT_KNOWN'],
  ])('%s', (_, channel, known, safe) => {
    expect(channelSafety(channel, known)).toBe(safe);
  });
});

describe('what speaks against an attempt', () => {
  const day = { from: '09:00', until: '15:00' };
  test.each<[string, Channel, string | null, string, SafeContactFacts, string | null]>([
    ['nothing', 'PHONE', 'a', '10:00', facts([phone('a', 'YES')], null, day), null],
    ['a channel', 'LETTER', null, '10:00', facts([], said({ LETTER: 'NO' })), 'unsafe-channel'],
    ['all telephones', 'PHONE', 'a', '10:00', facts([phone('a', 'NO')]), 'unsafe-channel'],
    ['this telephone', 'PHONE', 'a', '10:00', facts([phone('a', 'NO'), phone('b', 'YES')]), 'unsafe-phone'],
    ['not the other', 'PHONE', 'b', '10:00', facts([phone('a', 'NO'), phone('b', 'YES')]), null],
    ['too early', 'PHONE', 'a', '08:59', facts([phone('a', 'YES')], null, day), 'unsafe-hour'],
    ['the first minute', 'PHONE', 'a', '09:00', facts([phone('a', 'YES')], null, day), null],
    ['the last hour is over', 'IN_PERSON', null, '15:00', facts([], null, day), 'unsafe-hour'],
    ['a letter at night', 'LETTER', null, '23:00', facts([], null, day), null],
    ['a telephone that a visit does not use', 'IN_PERSON', 'a', '10:00', facts([phone('a', 'NO')]), null],
  ])('%s', (_, channel, phoneId, time, known, against) => {
    expect(unsafety({ channel, phoneId, time }, known)).toBe(against);
  });

  test.each([
    ['2026-06-08T08:30:00Z', '09:30'],
    ['2026-12-08T08:30:59Z', '08:30'],
    ['2026-10-25T00:30:00Z', '01:30'],
    ['2026-10-25T01:30:00Z', '01:30'],
  ])('%s is %s in London', (moment, time) => {
    expect(timeOfDay(new Date(moment))).toBe(time);
  });
});

describe('an attempt as somebody wrote it down', () => {
  const now = new Date('2026-06-08T09:00:00Z');
  const written = { nextAttemptAt: null, outcome: 'NO_ANSWER', engagement: 'NOT_REACHED' } as const;
  test.each([
    ['now', { attemptedAt: now }, undefined],
    ['a clock that is half a minute fast', { attemptedAt: new Date('2026-06-08T09:00:30Z') }, undefined],
    ['in an hour', { attemptedAt: new Date('2026-06-08T10:00:00Z') }, 'in-the-future'],
    ['last year', { attemptedAt: new Date('2025-06-01T10:00:00Z') }, 'too-long-ago'],
    ['with a next one at the same moment', { attemptedAt: now, nextAttemptAt: now }, 'before-the-attempt'],
    ['of somebody who engaged without a word', { attemptedAt: now, engagement: 'ENGAGED' as const }, 'not-together'],
  ])('%s: %s', (_, changes, code) => {
    expect(refuseAttempt({ ...written, ...changes }, now)?.code).toBe(code);
  });
});

test.each([
  [{ open: 29, inAYear: 79 }, 'ROOM'],
  [{ open: 30, inAYear: 10 }, 'FULL'],
  [{ open: 10, inAYear: 80 }, 'FULL'],
  [{ open: 31, inAYear: 80 }, 'OVER'],
  [{ open: 30, inAYear: 81 }, 'OVER'],
  [{ open: 0, inAYear: 0 }, 'ROOM'],
])('%p of 30 and 80 a year: %s', (held, load) => {
  expect(loadOf(held, { openCases: 30, casesAYear: 80 })).toBe(load);
});
