import { expect, test } from '@jest/globals';
import { S_DASH } from './instruments/s-dash.js';
import { withLicensedWording } from './licensed-wording.rules.js';

const licenceNote = 'Licensed to Northborough, reference 1234';
const official = S_DASH.items.map(({ no }) => ({ no, label: `Official words of item ${no}` }));
const without = (no: number) => official.filter((item) => item.no !== no);

test('official wording replaces labels and nothing else', () => {
  const decided = withLicensedWording(S_DASH, { licenceNote, items: official });
  if (decided.outcome !== 'accepted') throw new Error('the wording fits');
  const { instrument } = decided;
  expect(instrument.items.map((item) => item.label)).toEqual(official.map((item) => item.label));
  expect(instrument).toMatchObject({
    wording: 'LICENSED',
    licenceNote,
    code: 'S_DASH',
    version: 1,
    title: S_DASH.title,
  });
  expect(instrument.items.map(({ no, key }) => [no, key])).toEqual(S_DASH.items.map(({ no, key }) => [no, key]));
  expect(S_DASH.wording).toBe('OWN_WORDS');
});

test.each([
  ['an item missing', without(3), { code: 'items-do-not-match', missing: [3], unknown: [], repeated: [] }],
  [
    'an item too many',
    [...official, { no: 12, label: 'x' }],
    { code: 'items-do-not-match', missing: [], unknown: [12], repeated: [] },
  ],
  [
    'an item twice',
    [...official, { no: 2, label: 'x' }],
    { code: 'items-do-not-match', missing: [], unknown: [], repeated: [2] },
  ],
  ['an item without words', [...without(3), { no: 3, label: ' ' }], { code: 'empty-label', items: [3] }],
])('refused: %s', (_, items, refusal) =>
  expect(withLicensedWording(S_DASH, { licenceNote, items })).toEqual({ outcome: 'refused', ...refusal }),
);

test('refused: no licence note', () =>
  expect(withLicensedWording(S_DASH, { licenceNote: ' ', items: official })).toEqual({
    outcome: 'refused',
    code: 'licence-note-missing',
  }));
