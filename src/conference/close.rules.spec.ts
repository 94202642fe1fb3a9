import { expect, test } from '@jest/globals';
import { deferralProblems, type ListedCase, openPoints } from './close.rules.js';

const cases: ListedCase[] = [
  { agendaItemId: 'waits', status: 'LISTED', tells: false },
  { agendaItemId: 'told', status: 'HEARD', tells: true },
  { agendaItemId: 'untold', status: 'HEARD', tells: false },
  { agendaItemId: 'deferred', status: 'DEFERRED', tells: false },
  { agendaItemId: 'gone', status: 'WITHDRAWN', tells: false },
];
const put = (...ids: string[]) => ids.map((agendaItemId) => ({ agendaItemId }));

test.each<[string[], boolean, string[]]>([
  [[], true, ['/agenda-items/waits outcome-missing', '/agenda-items/untold telling-missing']],
  [['waits'], true, ['/agenda-items/untold telling-missing']],
  [['waits'], false, []],
  [[], false, ['/agenda-items/waits outcome-missing']],
])('putting off %p, telling needed %s: %p', (ids, victimTellingNeeded, expected) => {
  const points = openPoints(cases, put(...ids), { victimTellingNeeded });
  expect(points.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
});

test.each<[string[], string[]]>([
  [['waits'], []],
  [['waits', 'waits'], ['/deferrals/1/agendaItemId named-twice']],
  [['told'], ['/deferrals/0/agendaItemId not-waiting']],
  [
    ['gone', 'elsewhere'],
    ['/deferrals/0/agendaItemId not-waiting', '/deferrals/1/agendaItemId not-waiting'],
  ],
])('putting off %p: %p', (ids, expected) => {
  expect(deferralProblems(cases, put(...ids)).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
});
