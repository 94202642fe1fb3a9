import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSpreadsheet } from '../platform/spreadsheet/read-spreadsheet.js';
import { normaliseName } from '../platform/values/names.js';
import { readReferralRow, type RowContext } from './import-row.rules.js';

const AGENCIES = [
  'Police', 'IDVA service', 'Children’s social care', 'Adult social care', 'Primary care', 'Acute hospital', 'Mental health', 'Housing',
  'Probation', 'Substance misuse', 'Education', 'Voluntary sector',
]; // prettier-ignore
const context: RowContext = {
  today: '2026-11-22',
  agencies: new Map(AGENCIES.map((name) => [normaliseName(name), name])),
  questions: 24,
};
const good: Record<string, string> = {
  ref: 'NB/1', referral_date: '10/03/2025', incident_date: '8.3.25', referring_agency: ' police ', victim_surname: 'OKAFOR',
  victim_forenames: 'Amara', victim_dob: '14.05.88', victim_sex: 'F', perp_surname: 'Smith', perp_forenames: 'Jo', dash_total: '',
}; // prettier-ignore
const read = (changes: Record<string, string>) => readReferralRow({ ...good, ...changes }, context);
const ticks = (n: number) => Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`q${i + 1}`, i < n ? 'Y' : 'N']));

describe('a row is refused', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['without a reference', { ref: ' ' }, 'ref', 'required'],
    ['without a date of referral', { referral_date: '' }, 'referral_date', 'required'],
    ['with a day no calendar has', { referral_date: '31/02/2025' }, 'referral_date', 'impossible-date'],
    ['referred in the future', { referral_date: '14/03/2031' }, 'referral_date', 'future-date'],
    ['with an incident in the future', { incident_date: '23/11/2026' }, 'incident_date', 'future-date'],
    ['from an agency that is no member', { referring_agency: 'Acme Ltd' }, 'referring_agency', 'unknown-agency'],
    [
      'without any name of the victim',
      { victim_surname: '', victim_forenames: '-' },
      'victim_surname',
      'no-victim-name',
    ],
    [
      'with a filler for the perpetrator',
      { perp_surname: 'Unknown', perp_forenames: 'n/k' },
      'perp_surname',
      'no-perpetrator-name',
    ],
    ['with a victim of 15', { victim_dob: '11/03/2009' }, 'victim_dob', 'victim-under-16'],
    ['with an impossible birth date', { perp_dob: '31/02/1988' }, 'perp_dob', 'impossible-date'],
    ['with a birth date to come', { perp_dob: '01/02/2030' }, 'perp_dob', 'future-date'],
    ['with more ticks than questions', { dash_total: '27' }, 'dash_total', 'too-many-ticks'],
    [
      'with a total that contradicts the ticks',
      { ...ticks(14), dash_total: '13' },
      'dash_total',
      'total-contradicts-ticks',
    ],
    ['with an answer nobody can read', { q3: 'maybe' }, 'q3', 'unreadable-answer'],
    ['with a name that is a novel', { victim_surname: 'x'.repeat(201) }, 'victim_surname', 'too-long'],
  ])('%s', (_, changes, column, code) => {
    expect(read(changes).errors).toEqual([expect.objectContaining({ column, code })]);
  });
});

describe('a row is read', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'by an alias alone',
      { victim_surname: '', victim_forenames: '', victim_aliases: 'Mara; Amara O' },
      { victim: { aliases: ['Mara', 'Amara O'] } },
    ],
    [
      'with a second perpetrator alone',
      { perp_surname: '', perp_forenames: '', perp2_surname: 'DOE' },
      { perpetrators: [{ familyName: 'DOE' }] },
    ],
    ['with a victim of 16 on the day', { victim_dob: '10/03/2009' }, { victim: { birth: { value: '2009-03-10' } } }],
    ['with a victim whose age cannot be told', { victim_dob: '2009' }, { victim: { birth: { precision: 'YEAR' } } }],
    [
      'without an incident date: the referral discloses it',
      { incident_date: 'not known' },
      { incidentOn: null, disclosedOn: '2025-03-10' },
    ],
    ['with a total alone', { dash_total: '15' }, { assessment: { answers: null, statedTotal: 15 } }],
    ['without any assessment', {}, { assessment: null }],
    [
      'with a bare tick for judgement',
      { professional_judgement: 'Y' },
      { judgement: expect.stringContaining('Ticked') },
    ],
    ['with reasons for judgement', { professional_judgement: 'Very afraid' }, { judgement: 'Very afraid' }],
    ['heard already', { marac_date: '1/4/2025' }, { heardOn: '2025-04-01' }],
    ['to be heard', { marac_date: '1/4/2027' }, { heardOn: null }],
    [
      'unsafe to ask',
      { consent: 'unsafe to ask', lgbt: '' },
      { consent: 'NOT_SOUGHT_UNSAFE', victim: { equality: { lgbt: 'NOT_ASKED' } } },
    ],
  ])('%s', (_, changes, expected) => {
    const { errors, input } = read(changes);
    expect(errors).toEqual([]);
    expect(input).toMatchObject(expected);
  });
});

test('the sample spreadsheet: exactly the rows that are really invalid are refused, each for the right reason', async () => {
  const truth = new Map<string, string>();
  for await (const { cells } of readSpreadsheet('test/fixtures/referrals-truth.csv'))
    truth.set(cells['ref']!, cells['why']!);
  const WHY: Record<string, string> = {
    'no-victim-name': 'no victim name', 'no-perpetrator-name': 'no perpetrator', 'too-many-ticks': 'too many ticks',
    'impossible-date': 'impossible date', 'future-date': 'future date', 'victim-under-16': 'victim under 16',
    'unknown-agency': 'unknown agency',
  }; // prettier-ignore
  const wrong: string[] = [];
  let rows = 0;
  for await (const { cells } of readSpreadsheet(readFileSync('test/fixtures/referrals.csv'))) {
    rows++;
    const { errors } = readReferralRow(cells, context);
    const why = errors.map((error) => WHY[error.code] ?? error.code).join('+');
    if (why !== truth.get(cells['ref']!)) wrong.push(`${cells['ref']}: ${why} instead of ${truth.get(cells['ref']!)}`);
  }
  expect(wrong).toEqual([]);
  expect(rows).toBe(truth.size);
});

test('no row whatever makes it throw, and nothing that is read holds control characters', () => {
  const columns = [
    ...Object.keys(good),
    'victim_aliases',
    'dash_total',
    'children',
    'consent',
    'marac_date',
    'q1',
    'summary',
    'perp_dob',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...columns), fc.string({ unit: 'binary', maxLength: 40 })), (row) => {
      const { errors, input } = readReferralRow({ ...good, ...row }, context);
      expect(errors.length > 0).toBe(input === null);
      // eslint-disable-next-line no-control-regex
      if (input) expect(JSON.stringify(input)).not.toMatch(/\\u00[01]/);
    }),
    { numRuns: 2000 },
  );
});
