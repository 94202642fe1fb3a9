import { describe, expect, test } from '@jest/globals';
import { CIRCULATION } from './circulation-rules.js';
import { lastDay, type Listed, needed, newPairs, researchDue } from './circulation.rules.js';

const members = ['POLICE', 'IDVA', 'CSC', 'FIRE'].map((kind) => ({ id: kind.toLowerCase(), kind }));
const item = (changes: Partial<Listed> = {}): Listed => ({
  ...{ agendaItemId: 'item', caseId: 'case', children: 0, chosen: null },
  ...changes,
});
const ids = (agencies: { id: string }[]) => agencies.map(({ id }) => id);

describe('who is not asked', () => {
  test.each<[string, Partial<Listed>, string[]]>([
    ['an agency of a kind that the area does not name', {}, ['fire', 'csc']],
    ['an agency that was not chosen', { chosen: ['fire'], children: 2 }, ['police', 'idva', 'csc']],
    ['a chosen agency that is no member any more', { chosen: ['left'] }, ['left', 'police', 'idva', 'csc', 'fire']],
  ])('%s', (_, changes, not) => {
    const found = ids(needed(item(changes), members, CIRCULATION.defaults));
    expect(found.filter((id) => not.includes(id))).toEqual([]);
  });

  test('an agency that was asked before, or that is shut out of the case', () => {
    const wanted = members.map((agency) => ({ item: item(), agency }));
    const found = newPairs(wanted, new Set(['item police', 'other csc']), new Set(['case idva', 'other fire']));
    expect(found.map(({ agency }) => agency.id)).toEqual(['csc', 'fire']);
  });
});

test.each<[string, Partial<Listed>, string[]]>([
  ['the kinds that the area names', {}, ['police', 'idva']],
  ['and those for children, when there are some', { children: 1 }, ['police', 'idva', 'csc']],
  ['those chosen by hand, and no other', { chosen: ['fire'] }, ['fire']],
])('who is asked: %s', (_, changes, expected) => {
  expect(ids(needed(item(changes), members, CIRCULATION.defaults))).toEqual(expected);
});

test('an area that names no kind asks nobody by itself', () => {
  expect(needed(item({ children: 2 }), members, { kinds: [], kindsForChildren: [] })).toEqual([]);
});

test.each([
  ['two working days before', '2026-04-15', 2, '2026-04-01', '2026-04-13'],
  ['over a weekend and Easter', '2026-04-08', 3, '2026-03-20', '2026-04-01'],
  ['never before it is asked for', '2026-04-15', 2, '2026-04-14', '2026-04-14'],
])('research is due %s', (_, heldOn, days, today, due) => {
  expect(researchDue(heldOn, days, { nation: 'england-and-wales', closures: new Set() }, today)).toBe(due);
});

test('what circulation opened ends some days after the meeting', () => {
  expect(lastDay('2026-04-15', 14)).toBe('2026-04-29');
});
