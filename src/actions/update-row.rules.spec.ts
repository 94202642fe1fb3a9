import { describe, expect, test } from '@jest/globals';
import { COLUMNS, headingFaults } from './file-columns.rules.js';
import { readUpdateRow } from './update-row.rules.js';

const ID = '0198a000-0000-7000-8000-00000000000a';
const ROW = { action_id: ID, version: '3' };
const END = { ...ROW, close_reason: 'COMPLETED', outcome: 'Locks changed' };

describe('a row', () => {
  test.each<[string, Record<string, string>, object]>([
    ['with nothing to do', ROW, { nothing: true, id: ID }],
    ['with nothing to do and no action', { action_id: 'x', version: '' }, { nothing: true, id: null }],
    [
      'with a note',
      { ...ROW, note: ' Rang twice ' },
      { wanted: { id: ID, version: 3, update: { note: 'Rang twice' } } },
    ],
    [
      'in capitals',
      { ...ROW, action_id: ID.toUpperCase(), note: 'x' },
      { wanted: { id: ID, version: 3, update: { note: 'x' } } },
    ],
    [
      'with an end',
      { ...END, worked: 'partly', risk_effect: 'REDUCED', victim_may_be_told: 'no' },
      {
        wanted: {
          ...{ id: ID, version: 3 },
          closure: {
            ...{ reason: 'COMPLETED', outcome: 'Locks changed', riskEffect: 'REDUCED', worked: 'PARTLY' },
            victimMayBeTold: false,
          },
        },
      },
    ],
  ])('%s', (_, cells, expected) => {
    expect(readUpdateRow(cells)).toEqual(expected);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['no action', { version: '1', note: 'x' }, ['action_id not-an-id']],
    ['no version', { action_id: ID, note: 'x' }, ['version not-a-whole-number']],
    ['a version of nonsense', { ...ROW, version: '1.0', note: 'x' }, ['version not-a-whole-number']],
    ['a note and an end', { ...END, note: 'x' }, ['note not-both']],
    ['an end without an outcome', { ...END, outcome: ' ' }, ['outcome required']],
    ['an outcome without an end', { ...ROW, outcome: 'Done' }, ['close_reason required']],
    ['an unknown end', { ...END, close_reason: 'FINISHED' }, ['close_reason not-one-of']],
    ['an unknown effect', { ...END, risk_effect: 'LESS' }, ['risk_effect not-one-of']],
    ['an unknown answer', { ...END, victim_may_be_told: 'maybe' }, ['victim_may_be_told not-one-of']],
    ['too much', { ...ROW, note: 'x'.repeat(4001) }, ['note too-long']],
  ])('is refused with %s', (_, cells, expected) => {
    const read = readUpdateRow(cells);
    expect('faults' in read && read.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});

describe('headings', () => {
  test.each<[string, readonly string[], object[]]>([
    ['ours', COLUMNS, []],
    ['ours, in another order and not all', ['note', 'version', 'action_id'], []],
    ['one misspelt', ['action_id', 'version', 'close_reson'], [{ column: 'close_reson', code: 'unknown-column' }]],
    ['none that names the action', ['version', 'note'], [{ column: 'action_id', code: 'required' }]],
  ])('%s', (_, headings, expected) => {
    expect(headingFaults(headings)).toEqual(expected);
  });
});
