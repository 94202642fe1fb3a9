import { describe, expect, test } from '@jest/globals';
import { type Label, LABELS } from '../access/labels.js';
import { firstPage } from './first-page.rules.js';
import { caseBlocks, type PackItem } from './pack-text.rules.js';
import type { PackCase } from './pack.queries.js';
import type { Block } from './paper-document.js';

const said = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.kind === 'fact' ? `${block.name}: ${block.value}` : block.text));

const nobody = { otherNames: [], birthDate: null, birthPrecision: 'UNKNOWN' };
const WHOLE: PackCase = {
  caseId: 'c',
  ref: 'NB-1',
  labels: [...LABELS],
  exportable: true,
  victim: { name: 'Ava Test', otherNames: ['Ava Former'], birthDate: '1990-05', birthPrecision: 'MONTH' },
  perpetrators: [{ ...nobody, name: 'Ben Test', relationship: 'EX_PARTNER' }],
  children: 2,
  criteria: ['VISIBLE_HIGH_RISK'],
  repeat: 'YES',
  flaggedUntil: '2027-01-31',
  lastHeardOn: '2026-02-01',
  referringAgency: 'Housing',
  referredOn: '2026-11-01',
  summary: 'First line\n\nSecond line',
  judgement: 'Grave',
  assessment: {
    instrument: 'SAFELIVES_DASH',
    score: 2,
    grade: 'HIGH',
    raised: true,
    answers: { 11: 'YES', 2: 'YES', 3: 'NO', 4: 'DONT_KNOW' },
    assessedOn: '2026-10-30',
  },
  openActions: 3,
  overdueActions: 1,
};
const item = (about: Partial<PackCase> = {}, changes: Partial<PackItem> = {}): PackItem => ({
  place: 4,
  startsAt: new Date('2026-12-03T14:00:00Z'),
  minutes: 12,
  notHeard: 0,
  about: { ...WHOLE, ...about },
  told: { shared: [], waitsFor: null, actions: [] },
  ...changes,
});

describe('a case', () => {
  test('seen whole', () => {
    expect(said(caseBlocks(item()))).toEqual(
      expect.arrayContaining([
        '4. Case NB-1',
        'Slot: 14:00, 12 minutes',
        'Victim: Ava Test (also Ava Former), born May 1990',
        'Perpetrator: Ben Test, birth date not known; former partner of the victim',
        'Repeat: yes',
        'Last heard: 1 February 2026',
        'Yes to: 2, 11',
        'Not known: 4',
        'Grade: high, raised by professional judgement',
        'First line',
        'Second line',
        'Judgement: Grave',
        'Open: 3, 1 of them overdue',
      ]),
    );
    expect(said(caseBlocks(item())).join()).not.toContain('NOT_SHARED');
  });

  test.each<[Label, Partial<PackCase>, string]>([
    ['PERPETRATOR', { perpetrators: null }, 'Perpetrators: withheld (NOT_SHARED: PERPETRATOR)'],
    ['CHILD', { children: null }, 'Children in the household: withheld (NOT_SHARED: CHILD)'],
    ['SOURCE', { referringAgency: null, assessment: null }, 'Referred by: withheld (NOT_SHARED: SOURCE)'],
    ['SOURCE', { referringAgency: null, assessment: null }, 'Assessment: withheld (NOT_SHARED: SOURCE)'],
    ['CONTACT', { summary: null, judgement: null }, 'Summary: withheld (NOT_SHARED: CONTACT)'],
    ['INTELLIGENCE', { repeat: null, lastHeardOn: null }, 'Repeat: withheld (NOT_SHARED: INTELLIGENCE)'],
  ])('without %s says that, and why', (label, changes, expected) => {
    const labels = LABELS.filter((one) => one !== label);
    expect(said(caseBlocks(item({ ...changes, labels })))).toContain(expected);
  });

  test('says the same of what is withheld whether or not there is anything', () => {
    const labels: Label[] = ['IDENTITY'];
    const hidden = {
      labels,
      perpetrators: null,
      children: null,
      referringAgency: null,
      repeat: null,
      lastHeardOn: null,
    };
    const withText = said(caseBlocks(item({ ...hidden, summary: 'x', judgement: 'y' })));
    const without = said(caseBlocks(item({ ...hidden, summary: null, judgement: null, assessment: null })));
    expect(withText).toEqual(without);
  });

  test('of a guest has no place, and nothing that is told in the room', () => {
    const text = said(caseBlocks(item({}, { place: null, told: null }))).join('\n');
    expect(text).toContain('Case NB-1');
    expect(text).not.toMatch(/4\. Case|Information shared|actions/);
  });

  test('tells what could not be done from what was not done', () => {
    const action = {
      caseId: 'c',
      text: 'Change the locks',
      owner: 'Housing',
      dueOn: '2026-11-05',
      overdue: false,
      outcome: '',
    };
    const told = {
      shared: [{ caseId: 'c', agency: 'Probation', nature: 'OPINION' as const, text: 'He lies', purpose: 'Danger' }],
      waitsFor: 'MEETING_DAY' as const,
      actions: [
        { ...action, closureReason: null, overdue: true },
        { ...action, closureReason: 'NOT_DONE_AGENCY' as const },
        { ...action, closureReason: 'NOT_POSSIBLE_CIRCUMSTANCES' as const, outcome: 'She moved' },
      ],
    };
    const text = said(caseBlocks(item({}, { told })));
    expect(text).toEqual(
      expect.arrayContaining([
        'What other agencies share is withheld until the day of the meeting (MEETING_DAY).',
        'Probation (opinion): He lies — needed for: Danger',
        'Change the locks — Housing, due 5 November 2026, OVERDUE. Open.',
        'Change the locks — Housing, due 5 November 2026. Ended: not done agency',
        'Change the locks — Housing, due 5 November 2026. Ended: not possible circumstances. She moved',
      ]),
    );
    expect(text).not.toContain('Nothing was shared that you may see.');
  });
});

describe('the first page', () => {
  const page = {
    ...{ area: 'Northbridge', heldOn: '2026-12-03', startsAt: new Date('2026-12-03T14:00:00Z'), venue: 'Town hall' },
    ...{
      marking: 'OFFICIAL-SENSITIVE',
      handling: 'Lock it up',
      reader: 'Ruth Okafor, Police',
      copyNumber: 7,
      cases: 2,
    },
    ...{ leftOnScreen: 0, recalls: [], ownFile: ['Own actions'] },
  };

  test('names no other slot to a guest, and no recall where there was none', () => {
    expect(said(firstPage({ ...page, startsAt: null }))).toContain('Meeting: 3 December 2026');
    expect(said(firstPage(page))).toContain('Meeting: 3 December 2026, 14:00');
    expect(said(firstPage(page)).join()).not.toMatch(/Recalled|NOT_EXPORTABLE/);
  });

  test('says what was called back, and what is for the screen alone', () => {
    const recall = { id: 'r', recalledAt: '2026-11-30T10:00:00Z', releasedAt: null };
    const recalls = [
      { ...recall, reason: 'LOST' as const, copies: '3' },
      { ...recall, reason: 'CASE_REMOVED' as const, copies: null },
    ];
    expect(said(firstPage({ ...page, recalls, leftOnScreen: 1 }))).toEqual(
      expect.arrayContaining([
        'Copies 3, recalled 30 November 2026 at 10:00: a copy was lost.',
        'Every copy from before 30 November 2026 at 10:00: a case left the list.',
        expect.stringMatching(/^To be read on screen alone: 1, .*NOT_EXPORTABLE/),
      ]),
    );
  });
});
