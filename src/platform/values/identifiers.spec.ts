import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseCrn } from './crn.js';
import { normaliseUprn } from './uprn.js';

test.each<[string, string | null]>([
  ['X123456', 'X123456'],
  [' x 123 456 ', 'X123456'],
  ['Ｘ１２３４５６', 'X123456'],
  ['X12345', null],
  ['X1234567', null],
  ['XX12345', null],
  ['1234567', null],
  ['É123456', null],
  ['', null],
])('%j as a CRN is %j', (text, crn) => expect(normaliseCrn(text)).toBe(crn));

test.each<[string, string | null]>([
  ['100023336956', '100023336956'],
  ['000010023336', '10023336'],
  ['10 0233 36', '10023336'],
  ['1', '1'],
  ['1000233369567', null],
  ['0', null],
  ['000000000000', null],
  ['10002333695A', null],
  ['-1', null],
  ['١٢٣', null],
  ['', null],
])('%j as a UPRN is %j', (text, uprn) => expect(normaliseUprn(text)).toBe(uprn));

test('no text makes them throw, and what they give they give again', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const normalise of [normaliseCrn, normaliseUprn]) {
        const found = normalise(text);
        if (found !== null) expect(normalise(found)).toBe(found);
      }
    }),
  ));
