import { expect, test } from '@jest/globals';
import { sentence, type Told } from './sentence.rules.js';

const OPENED: Told = {
  at: new Date('2026-07-03T13:05:00Z'),
  actorKind: 'user',
  actorId: 'u',
  actorName: 'Jo Bloggs',
  agencyName: 'Housing',
  action: 'case.opened',
  subjectKind: 'case',
  caseRef: 'NB-7KQ2',
  purpose: 'read-case',
  labels: ['IDENTITY', 'CONTACT'],
  outcome: 'DONE',
  code: null,
};

test.each<[Partial<Told>, string]>([
  [
    {},
    'Jo Bloggs of Housing opened the case NB-7KQ2 on 3 July 2026 at 14:05, purpose read-case; shown: IDENTITY, CONTACT.',
  ],
  [
    { action: 'case.assessed', labels: null, purpose: null },
    'Jo Bloggs of Housing did "case.assessed" to the case NB-7KQ2 on 3 July 2026 at 14:05.',
  ],
  [
    { actorKind: 'system', actorId: 'actions.sweep-overdue', labels: [], purpose: 'raise-alert' },
    'The system (actions.sweep-overdue) opened the case NB-7KQ2 on 3 July 2026 at 14:05, purpose raise-alert.',
  ],
  [
    { actorName: undefined, agencyName: undefined, outcome: 'REFUSED', code: 'not-found', labels: null },
    'Somebody who is not known any more opened the case NB-7KQ2 on 3 July 2026 at 14:05, purpose read-case; refused (not-found).',
  ],
])('%p', (changes, expected) => {
  expect(sentence({ ...OPENED, ...changes }).replaceAll('\u202f', ' ')).toBe(expected);
});
