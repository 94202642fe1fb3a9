import { describe, expect, test } from '@jest/globals';
import { type AlarmCode, alarmMail, alarmsOf, type Ringing, type Round, step } from './watchdog.rules.js';

const WELL: Round = {
  answered: true,
  canaryMs: 900,
  latePromises: 0,
  oldestEventMs: null,
  lateMails: 0,
  youngestBeatMs: 8_000,
  scheduleMs: 29_000,
};

describe('what rings', () => {
  test.each<[string, Partial<Round>, AlarmCode[]]>([
    ['nothing when all is well', {}, []],
    ['nothing at the very limit', { canaryMs: 60_000, oldestEventMs: 60_000, youngestBeatMs: 60_000 }, []],
    ['a canary a moment too late', { canaryMs: 60_001 }, ['canary-late']],
    ['a canary that never came', { canaryMs: null }, ['canary-late']],
    ['one late promise', { latePromises: 1 }, ['promises-late']],
    ['an event that nobody handed on', { oldestEventMs: 60_001 }, ['events-late']],
    ['one late mail', { lateMails: 1 }, ['mails-late']],
    ['a worker that died', { youngestBeatMs: 60_001 }, ['no-worker']],
    ['no worker ever', { youngestBeatMs: null }, ['no-worker']],
    ['a queue that lost its schedules', { scheduleMs: 150_001 }, ['queue-silent']],
    ['schedules that never ran', { scheduleMs: null }, ['queue-silent']],
    ['everything when nothing works', { canaryMs: null, latePromises: 3, oldestEventMs: 90_000, lateMails: 2, youngestBeatMs: null, scheduleMs: null }, ['no-worker', 'canary-late', 'promises-late', 'events-late', 'mails-late', 'queue-silent']], // prettier-ignore
    [
      'the database alone when it is away: the rest is not known',
      { answered: false, canaryMs: null },
      ['database-unreachable'],
    ],
  ])('%s', (_what, changes, codes) => expect(alarmsOf({ ...WELL, ...changes })).toEqual(codes));
});

describe('from round to round', () => {
  const rings = (...codes: AlarmCode[]): Ringing => new Map(codes.map((code) => [code, { since: 0, toldAt: 0 }]));
  const H = 3_600_000;
  test.each<[string, Ringing, AlarmCode[], number, Partial<ReturnType<typeof step>>]>([
    ['all is well', rings(), [], 1, { begun: [], ended: [], tell: [] }],
    ['it begins', rings(), ['no-worker'], 1, { begun: ['no-worker'], ended: [], tell: ['no-worker'] }],
    ['it goes on', rings('no-worker'), ['no-worker'], 60_000, { begun: [], ended: [], tell: [] }],
    ['it goes on for an hour', rings('no-worker'), ['no-worker'], H, { begun: [], ended: [], tell: ['no-worker'] }],
    ['it is over', rings('no-worker'), [], 60_000, { begun: [], ended: ['no-worker'], tell: [] }],
    ['one ends, one begins', rings('no-worker'), ['mails-late'], 1, { begun: ['mails-late'], ended: ['no-worker'] }],
    [
      'the database goes: nothing is over by that',
      rings('no-worker'),
      ['database-unreachable'],
      1,
      { begun: ['database-unreachable'], ended: [] },
    ],
  ])('%s', (_what, before, found, now, expected) => expect(step(before, found, now)).toMatchObject(expected));

  test('what goes on keeps its beginning', () => {
    expect(step(rings('no-worker'), ['no-worker'], H).ringing.get('no-worker')).toEqual({ since: 0, toldAt: H });
  });
});

test('the mail has fixed sentences', () => {
  expect(alarmMail(['no-worker'], ['mails-late'])).toEqual({
    subject: 'Alarm of the MARAC system',
    text: 'ALARM no-worker: No worker is at work.\nOver: mails-late\n',
  });
  expect(alarmMail([], ['mails-late']).subject).toBe('End of an alarm of the MARAC system');
});
