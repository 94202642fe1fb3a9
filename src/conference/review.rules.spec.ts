import { expect, test } from '@jest/globals';
import { consequenceOf, type Finding, FINDINGS, reviewNote } from './review.rules.js';

type Answer = ReturnType<typeof consequenceOf>;
test.each<[Finding, boolean | undefined, string | undefined, Answer]>([
  ['DONE', undefined, undefined, { close: 'COMPLETED' }],
  ['DONE', true, undefined, { close: 'COMPLETED' }],
  ['DONE', false, undefined, { refused: 'must-end' }],
  ['DONE', undefined, '2026-03-04', { refused: 'due-date-not-wanted' }],
  ['NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', undefined, undefined, { close: 'NOT_POSSIBLE_CIRCUMSTANCES' }],
  ['NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', false, undefined, { refused: 'must-end' }],
  ['NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', undefined, '2026-03-04', { refused: 'due-date-not-wanted' }],
  ['AGENCY_DID_NOT', undefined, undefined, { close: null }],
  ['AGENCY_DID_NOT', false, '2026-03-04', { close: null }],
  ['AGENCY_DID_NOT', true, undefined, { close: 'NOT_DONE_AGENCY' }],
  ['AGENCY_DID_NOT', true, '2026-03-04', { refused: 'due-date-not-wanted' }],
  ['CARRIED_ON', undefined, '2026-03-04', { close: null }],
  ['CARRIED_ON', true, undefined, { refused: 'must-go-on' }],
])('%s, ends %s, due %s', (finding, end, dueOn, expected) => {
  expect(consequenceOf(finding, { end, dueOn })).toEqual(expected);
});

test('the history says which of them it was, in words of their own', () => {
  const notes = FINDINGS.map((finding) => reviewNote(finding, '2026-03-04', 'Locks were in stock.'));
  expect(new Set(notes).size).toBe(FINDINGS.length);
  expect(notes).toContain('Reviewed at the meeting of 2026-03-04: the agency did not do it. Locks were in stock.');
});
