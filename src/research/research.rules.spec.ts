import { describe, expect, test } from '@jest/globals';
import { type Answer, type Form, formProblems, isOverdue, type ResearchStatus, statusOf } from './research.rules.js';

const form = (changes: Partial<Form>): Form => ({
  ...{ status: 'IN_PROGRESS', systemsSearched: [], searchedFrom: null, searchedTo: null, known: null },
  ...{ lastContactOn: null, facts: '', withheld: '', withheldBecause: '' },
  ...changes,
});
const found = (changes: Partial<Form>) =>
  formProblems(form(changes), '2026-04-10').map(({ pointer, code }) => `${pointer} ${code}`);

describe('a form is refused', () => {
  test.each<[string, Partial<Form>, string[]]>([
    ['returned without a word on where was looked', { status: 'RETURNED', known: true }, ['/systemsSearched required']],
    [
      'returned without saying whether they are known',
      { status: 'RETURNED', systemsSearched: ['x'] },
      ['/known required'],
    ],
    ['not known, and nowhere looked', { status: 'NOT_KNOWN_TO_US' }, ['/systemsSearched required']],
    [
      'not known, but known',
      { status: 'NOT_KNOWN_TO_US', systemsSearched: ['x'], known: true },
      ['/known contradicts'],
    ],
    [
      'not known, but with facts',
      { status: 'NOT_KNOWN_TO_US', systemsSearched: ['x'], facts: 'f' },
      ['/facts contradicts'],
    ],
    ['withheld without a reason', { status: 'WITHHELD_WITH_REASON' }, ['/withheldBecause required']],
    ['something kept back without a reason', { withheld: 'w' }, ['/withheldBecause required']],
    [
      'a period that ends before it starts',
      { searchedFrom: '2026-02-02', searchedTo: '2026-02-01' },
      ['/searchedTo before-its-start'],
    ],
    ['a search that is still to come', { searchedTo: '2026-04-11' }, ['/searchedTo in-the-future']],
    ['a contact that is still to come', { lastContactOn: '2026-04-11' }, ['/lastContactOn in-the-future']],
  ])('%s', (_, changes, expected) => {
    expect(found(changes)).toEqual(expected);
  });
});

test.each<[string, Partial<Form>]>([
  ['begun', {}],
  ['not known to us', { status: 'NOT_KNOWN_TO_US', systemsSearched: ['x'], known: false }],
  ['returned', { status: 'RETURNED', systemsSearched: ['x'], known: true, facts: 'f', lastContactOn: '2026-04-10' }],
  ['withheld, with the reason', { status: 'WITHHELD_WITH_REASON', withheld: 'w', withheldBecause: 'a live operation' }],
])('a form is taken: %s', (_, changes) => {
  expect(found(changes)).toEqual([]);
});

test.each<[Answer, ResearchStatus, string, ResearchStatus]>([
  ['RETURNED', 'NOT_STARTED', '2026-04-13', 'RETURNED'],
  ['RETURNED', 'IN_PROGRESS', '2026-04-14', 'LATE'],
  ['RETURNED', 'RETURNED', '2026-04-20', 'RETURNED'],
  ['RETURNED', 'LATE', '2026-04-20', 'LATE'],
  ['NOT_KNOWN_TO_US', 'NOT_STARTED', '2026-04-20', 'NOT_KNOWN_TO_US'],
  ['IN_PROGRESS', 'RETURNED', '2026-04-20', 'IN_PROGRESS'],
])('due on the 13th: %s after %s on %s is %s', (answer, before, today, expected) => {
  expect(statusOf(answer, before, today, '2026-04-13')).toBe(expected);
});

test.each<[ResearchStatus, string, boolean]>([
  ['NOT_STARTED', '2026-04-14', true],
  ['IN_PROGRESS', '2026-04-14', true],
  ['IN_PROGRESS', '2026-04-13', false],
  ['NOT_KNOWN_TO_US', '2026-04-14', false],
  ['WITHHELD_WITH_REASON', '2026-04-14', false],
])('due on the 13th: %s on %s is overdue: %s', (status, today, overdue) => {
  expect(isOverdue(status, today, '2026-04-13')).toBe(overdue);
});
