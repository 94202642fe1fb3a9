import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameWords, normaliseName } from './names.js';

test.each([
  ["O'BRIEN", 'obrien'],
  ['O’Brien', 'obrien'],
  ['O´Brien', 'obrien'],
  ['Obrien', 'obrien'],
  ['Smith-Jones', 'smith jones'],
  ['  SMITH   jones ', 'smith jones'],
  ['St. John', 'st john'],
  ['Zoë', 'zoe'],
  ['Zoe\u0308', 'zoe'],
  ['Łukasz', 'lukasz'],
  ['Sørensen', 'sorensen'],
  ['Weiß', 'weiss'],
  ['WEIẞ', 'weiss'],
  ['Æthelred', 'aethelred'],
  ['Đorđević', 'dordevic'],
  ['Nuñez', 'nunez'],
  ['İpek', 'ipek'],
  ['Nguyễn', 'nguyen'],
  ['Müller (née Weber)', 'muller nee weber'],
  ['Иванов', 'иванов'],
  ['ОЛЁГ', 'олег'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
  ['محمد', 'محمد'],
  ['مُحَمَّد', 'محمد'],
  ['सुनीता', 'सुनीता'],
  ['ਗੁਰਪ੍ਰੀਤ', 'ਗੁਰਪ੍ਰੀਤ'],
  ['김민준', '김민준'],
  ['が', 'が'],
  ['Ｓｍｉｔｈ', 'smith'],
  ['', ''],
  ['—', ''],
])('%j compares as %j', (name, normal) => expect(normaliseName(name)).toBe(normal));

test('words', () => {
  expect(nameWords("Mary-Anne O'Neill")).toEqual(['mary', 'anne', 'oneill']);
  expect(nameWords(' - ')).toEqual([]);
});

test.each(['grapheme', 'binary'] as const)('normalising twice changes nothing, whatever is typed (%s)', (unit) =>
  fc.assert(
    fc.property(fc.string({ unit }), (name) => {
      const normal = normaliseName(name);
      expect(normaliseName(normal)).toBe(normal);
      expect(normal).not.toMatch(/^\s|\s$|\s\s/);
    }),
    { numRuns: 5000 },
  ),
);

test('capitals and small letters of Latin names agree', () =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."abcxyzéöłøßæđ -'") }), (name) => {
      expect(normaliseName(name.toUpperCase())).toBe(normaliseName(name));
    }),
  ));
