import { describe, expect, test } from '@jest/globals';
import type { Standing } from '../access/signature.rules.js';
import { type Minded, namedWrongly, sendable, toMind } from './signing.rules.js';

const standings = new Map<string, Standing>([
  ['police', { state: 'LIVE', until: '2027-01-01' }],
  ['housing', { state: 'LIVE', until: '2026-04-28' }],
  ['health', { state: 'LAPSED', until: '2026-04-01' }],
  ['gone', { state: 'WITHDRAWN', until: null }],
]);
const pair = (agencyId: string, item = 'one') => ({
  item: { agendaItemId: item, caseId: `case of ${item}`, children: 0, chosen: null },
  agency: { id: agencyId, kind: 'OTHER' },
});
const LAST = '2026-04-29';

test.each<[string, string[], (string | null)[]]>([
  ['one that signed', ['police'], [null]],
  ['one that never did', ['police', 'fire'], [null, 'not-signed']],
  ['one whose signature lapsed or was taken back', ['health', 'gone'], ['not-signed', 'not-signed']],
  ['one that is no member, signed or not', ['elsewhere', 'police'], ['not-a-member', null]],
])('naming %s', (_, agencies, codes) => {
  const members = ['police', 'housing', 'health', 'gone', 'fire'];
  expect(namedWrongly(agencies, members, standings)).toEqual({ at: '/agencies', codes });
});

test('nothing goes to an agency without a signature in force', () => {
  const wanted = ['police', 'health', 'gone', 'fire', 'housing'].map((id) => pair(id));
  expect(sendable(wanted, standings).map(({ agency }) => agency.id)).toEqual(['police', 'housing']);
});

describe('what is minded of an agency', () => {
  const minded = (concerned: ReturnType<typeof pair>[], missing: ReturnType<typeof pair>[] = [], last = LAST) =>
    toMind(concerned, missing, standings, last);
  test.each<[string, Minded[], Minded[]]>([
    ['in force to the end: nothing', minded([pair('police')]), []],
    ['in force to the last day: nothing', minded([pair('housing')], [], '2026-04-28'), []],
    ['ends before', minded([pair('housing')]), [{ agencyId: 'housing', state: 'ENDING', until: '2026-04-28', cases: 1 }]],
    ['never signed', minded([pair('fire'), pair('fire', 'two')]), [{ agencyId: 'fire', state: 'NEVER', until: null, cases: 2 }]],
    ['lapsed', minded([pair('health')]), [{ agencyId: 'health', state: 'LAPSED', until: '2026-04-01', cases: 1 }]],
    ['lapsed, and left out: the one is why of the other', minded([pair('gone')], [pair('gone')]), [{ agencyId: 'gone', state: 'WITHDRAWN', until: null, cases: 1 }]],
    ['signed late', minded([pair('police'), pair('police', 'two')], [pair('police', 'two')]), [{ agencyId: 'police', state: 'LEFT_OUT', until: '2027-01-01', cases: 1 }]],
    ['needed and asked: counted once', minded([pair('fire'), pair('fire')]), [{ agencyId: 'fire', state: 'NEVER', until: null, cases: 1 }]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  }); // prettier-ignore
});
