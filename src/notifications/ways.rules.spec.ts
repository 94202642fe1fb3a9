import { describe, expect, test } from '@jest/globals';
import { NOTICE_KINDS, NOTICES } from './notice.rules.js';
import { type Asked, NO_CHOICE, refuseChoices, type Way, wayOf, WAYS } from './ways.rules.js';

const urgent = NOTICE_KINDS.filter((kind) => NOTICES[kind].urgent);
const patient = NOTICE_KINDS.filter((kind) => !NOTICES[kind].urgent && kind !== 'OWN_ADDRESS_UNREACHABLE');

describe('what cannot wait', () => {
  test.each(urgent)('%s is told at once, whatever was chosen', (kind) => {
    for (const way of WAYS) {
      expect(wayOf(kind, { usual: way, ways: {} })).toBe('AT_ONCE');
      expect(wayOf(kind, { usual: way, ways: { [kind]: way } })).toBe('AT_ONCE');
    }
  });

  test.each(urgent)('%s cannot be silenced', (kind) => {
    const refusals = (way: Way) => refuseChoices({ ways: [{ kind: 'MEETING_MOVED', way }, { kind, way }] }); // prettier-ignore
    expect(refusals('AT_ONCE')).toEqual([]);
    for (const way of ['DIGEST', 'INBOX'] as const)
      expect(refusals(way)).toMatchObject([{ pointer: '/ways/1/way', code: 'urgent-cannot-be-silenced' }]);
  });
});

describe('what can wait', () => {
  test.each(patient)('%s goes into the digest, unless somebody chose otherwise', (kind) => {
    expect(wayOf(kind, NO_CHOICE)).toBe('DIGEST');
    expect(wayOf(kind, { usual: 'INBOX', ways: {} })).toBe('INBOX');
    expect(wayOf(kind, { usual: 'INBOX', ways: { [kind]: 'AT_ONCE' } })).toBe('AT_ONCE');
  });

  test('that an address takes no mail is never told by mail', () => {
    for (const way of WAYS)
      expect(wayOf('OWN_ADDRESS_UNREACHABLE', { usual: way, ways: { OWN_ADDRESS_UNREACHABLE: way } })).toBe('INBOX');
  });
});

describe('a choice that cannot be', () => {
  test.each<[string, Asked, string, string]>([
    ['a beginning without an end', { ways: [], quietFrom: '20:00' }, '/quietUntil', 'required'],
    ['an end without a beginning', { ways: [], quietUntil: '07:00' }, '/quietFrom', 'required'],
    ['no time between', { ways: [], quietFrom: '07:00', quietUntil: '07:00' }, '/quietUntil', 'no-time-between'],
    [
      'a kind twice',
      { ways: [{ kind: 'MEETING_MOVED', way: 'INBOX' }, { kind: 'MEETING_MOVED', way: 'DIGEST' }] }, // prettier-ignore
      '/ways/1/kind',
      'given-twice',
    ],
  ])('%s', (_, asked, pointer, code) => {
    expect(refuseChoices(asked)).toMatchObject([{ pointer, code }]);
  });

  test('quiet hours over midnight and by day can be', () => {
    expect(refuseChoices({ ways: [], quietFrom: '20:00', quietUntil: '07:00' })).toEqual([]);
    expect(refuseChoices({ ways: [], quietFrom: '12:00', quietUntil: '13:00' })).toEqual([]);
  });
});
