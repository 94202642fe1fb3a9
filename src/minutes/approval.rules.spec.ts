import { expect, test } from '@jest/globals';
import { type ApprovalRefusal, isLate, type MinutesStatus, refuseApproval } from './approval.rules.js';

test.each<[MinutesStatus, string, string, ApprovalRefusal | undefined]>([
  ['DRAFT', 'user:chair', 'same', undefined],
  ['DRAFT', 'user:clerk', 'same', 'own-minutes'],
  ['DRAFT', 'user:clerk', 'other', 'own-minutes'],
  ['DRAFT', 'user:chair', 'other', 'draft-outdated'],
  ['SUPERSEDED', 'user:chair', 'same', 'not-a-draft'],
  ['APPROVED', 'user:chair', 'same', 'not-a-draft'],
  ['RECALLED', 'user:clerk', 'other', 'not-a-draft'],
])('%s by %s, and the record is the %s: %p', (status, by, standing, expected) => {
  expect(refuseApproval({ status, draftedBy: 'user:clerk', contentHash: 'same' }, by, standing)).toBe(expected);
});

test.each<[string | null, string, boolean]>([
  ['2026-03-09', '2026-03-20', false],
  ['2026-03-10', '2026-03-20', false],
  ['2026-03-11', '2026-03-20', true],
  [null, '2026-03-10', false],
  [null, '2026-03-11', true],
])('approved on %p, today %s, due by 10 March: late %s', (approvedOn, today, expected) => {
  expect(isLate(approvedOn, '2026-03-10', today)).toBe(expected);
});
