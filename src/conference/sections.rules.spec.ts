import { expect, test } from '@jest/globals';
import { decideSave, isSection, type SaveDecision, SECTION_CODES, SECTIONS } from './sections.rules.js';

const words = { text: 'She is at risk', who: '', day: null };
type Earlier = Parameters<typeof decideSave>[2];

test.each<[string, number, number, Earlier, SaveDecision]>([
  ['the first', 0, 0, undefined, 'SAVE'],
  ['the next', 3, 3, undefined, 'SAVE'],
  ['not knowing of another', 2, 3, undefined, 'STALE'],
  ['knowing what has yet to come', 4, 3, undefined, 'STALE'],
  ['its own success again', 0, 1, { ...words, own: true }, 'SAVED_BEFORE'],
  ['its own success again, and others saved since', 0, 7, { ...words, own: true }, 'SAVED_BEFORE'],
  ['the id with other words', 1, 1, { ...words, text: 'She is safe', own: true }, 'ID_USED'],
  ['the id with another teller', 1, 1, { ...words, who: 'IDVA', own: true }, 'ID_USED'],
  ['the id with another day', 1, 1, { ...words, day: '2026-03-04', own: true }, 'ID_USED'],
  ['the id of somebody else', 1, 1, { ...words, own: false }, 'ID_USED'],
])('%s: saw %i, stands %i', (_, version, current, earlier, expected) => {
  expect(decideSave({ ...words, version }, current, earlier)).toBe(expected);
});

test('what may help to find her is kept apart from what the meeting said', () => {
  expect(SECTION_CODES.filter((code) => SECTIONS[code].label === 'CONTACT')).toEqual(['VICTIM_VIEW', 'TELLING_VICTIM']);
});

test('a section is one of the list, and nothing that every object has', () => {
  expect(isSection('DECISIONS')).toBe(true);
  for (const code of ['decisions', 'constructor', '__proto__', '']) expect(isSection(code)).toBe(false);
});
