import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPostcode, isPseudoPostcode, normalisePostcode, outwardCode, postcodeSector } from './postcode.js';

const { postcode } = JSON.parse(readFileSync('test/vectors/formats.json', 'utf8')) as {
  postcode: { valid: string[]; invalid: string[]; normalised: Record<string, string> };
};

describe('worked cases (formats.json)', () => {
  test.each(postcode.valid)('%j is a postcode', (text) => expect(isPostcode(text)).toBe(true));
  test.each(postcode.invalid)('%j is none', (text) => expect(isPostcode(text)).toBe(false));
  test.each(Object.entries(postcode.normalised))('%j becomes %j', (text, normal) =>
    expect(normalisePostcode(text)).toBe(normal),
  );
});

test.each([
  ['NB1 2AB', 'NB1', 'NB1 2'],
  ['sw1a1aa', 'SW1A', 'SW1A 1'],
  ['n1 1aa', 'N1', 'N1 1'],
  ['GIR 0AA', 'GIR', 'GIR 0'],
  ['ZZ99 3VZ', null, null],
  ['nowhere', null, null],
])('%s lies in %s, sector %s', (text, outward, sector) => {
  expect(outwardCode(text)).toBe(outward);
  expect(postcodeSector(text)).toBe(sector);
});

test('pseudo-postcodes are known as such', () => {
  expect(isPseudoPostcode('ZZ99 3VZ')).toBe(true);
  expect(isPseudoPostcode('NB1 2AB')).toBe(false);
});

test('any spacing and case of a postcode agree, and normalising twice changes nothing', () =>
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z]{1,2}[0-9][A-Z0-9]?$/),
      fc.stringMatching(/^[0-9][A-Z]{2}$/),
      (outward, inward) => {
        const normal = `${outward} ${inward}`;
        for (const way of [
          normal,
          outward + inward,
          ` ${outward}  ${inward.toLowerCase()}`,
          `${outward}\u00a0${inward}`,
        ])
          expect(normalisePostcode(way)).toBe(normal);
      },
    ),
  ));

test('no text makes it throw, and what it accepts it leaves alone', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const normal = normalisePostcode(text);
      if (normal !== null) expect(normalisePostcode(normal)).toBe(normal);
    }),
  ));
