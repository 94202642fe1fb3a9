import { expect, test } from '@jest/globals';
import { assemble } from './assembly.rules.js';

const item = { agendaItemId: 'i1', caseId: 'c1', ref: 'NB-1', status: 'HEARD', reason: null, heardOn: '2026-03-04' };
const heard = { ...item, quorate: true, missing: [], heardBecause: '' };
const other = {
  ...heard,
  agendaItemId: 'i2',
  caseId: 'c2',
  ref: 'NB-2',
  status: 'DEFERRED',
  reason: 'TIME_OVERRUN',
  heardOn: null,
};
const section = {
  agendaItemId: 'i1',
  section: 'VICTIM_VIEW',
  label: 'CONTACT',
  text: 'Her words',
  who: 'IDVA',
  day: null,
} as const;
const snippet = { agendaItemId: 'i1', label: 'HEALTH', agency: 'Trust', nature: 'FACT', text: 'A fracture', marking: 'OFFICIAL', caveats: [] } as const; // prettier-ignore
const facts = {
  cases: [heard, other],
  guests: [{ agendaItemId: 'i2', name: 'T. Eacher', agency: 'School', arrivedAt: new Date(0), leftAt: null }],
  sections: [section],
  notes: [{ agendaItemId: 'i1', section: 'DISSENT', label: 'INTELLIGENCE', text: 'Not so', writtenBy: 'Chair' }],
  information: [{ ...snippet, caveats: ['CHILD'] }],
  actions: [{ agendaItemId: 'i1', text: 'Locks', riskAddressed: '', target: 'VICTIM', agency: 'Housing', who: '', dueOn: '2026-03-09' }],
  reviews: [{ agendaItemId: 'i2', finding: 'AGENCY_DID_NOT', note: 'No staff', action: 'Visit', agency: 'Police' }],
} satisfies Parameters<typeof assemble>[0]; // prettier-ignore

test('each kind of information of each case stands in a part of its own, and nowhere else', () => {
  const parts = assemble(facts);
  expect(parts.map(({ agendaItemId, label }) => `${agendaItemId} ${label}`)).toEqual([
    'i1 CONTACT',
    'i1 HEALTH',
    'i1 INTELLIGENCE',
    'i2 INTELLIGENCE',
  ]);
  const holding = (words: string) => parts.filter(({ content }) => content.includes(words)).map(({ label }) => label);
  expect([holding('Her words'), holding('A fracture'), holding('Not so')]).toEqual([
    ['CONTACT'],
    ['HEALTH'],
    ['INTELLIGENCE'],
  ]);
  expect(JSON.parse(parts[3]!.content)).toMatchObject({
    ref: 'NB-2',
    outcome: { status: 'DEFERRED', reason: 'TIME_OVERRUN' },
    guests: [{ name: 'T. Eacher', agency: 'School', arrivedAt: '1970-01-01T00:00:00.000Z', leftAt: null }],
    reviews: [{ finding: 'AGENCY_DID_NOT', note: 'No staff' }],
    actions: [],
  });
  // who came for one case stands with that one alone
  expect(parts.filter(({ content }) => content.includes('T. Eacher'))).toEqual([parts[3]]);
});

test('the same meeting gives the same minutes, whatever order things were read in', () => {
  const [first] = assemble(facts);
  expect(assemble({ ...facts, cases: [other, heard] }).find(({ label }) => label === 'CONTACT')).toEqual(first);
  expect(assemble({ ...facts, sections: [{ ...section, text: 'Her words.' }] })[0]!.hash).not.toBe(first!.hash);
});
