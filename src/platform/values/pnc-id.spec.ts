import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPncId, normalisePncId } from './pnc-id.js';

const { pncId } = JSON.parse(readFileSync('test/vectors/formats.json', 'utf8')) as {
  pncId: { valid: string[]; invalid: string[]; normalised: Record<string, string> };
};
const YEAR = 2026;

describe('worked cases (formats.json)', () => {
  test.each(pncId.valid)('%j is a PNC identifier', (text) => expect(isPncId(text, YEAR)).toBe(true));
  test.each(pncId.invalid)('%j is none', (text) => expect(isPncId(text, YEAR)).toBe(false));
  test.each(Object.entries(pncId.normalised))('%j becomes %j', (text, normal) =>
    expect(normalisePncId(text, YEAR)).toBe(normal),
  );
});

test('a short year is the latest that has begun', () => {
  // The check letter looks only at the last two digits of the year.
  expect(normalisePncId('12/52494q', 2011)).toBe('1912/0052494Q');
  expect(normalisePncId('12/52494q', 2012)).toBe('2012/0052494Q');
  expect(normalisePncId('2012/0052494Q', 2011)).toBeNull();
});

test('of the 26 letters exactly one fits, and long and short forms agree', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1974, max: YEAR }), fc.integer({ min: 1, max: 9_999_999 }), (year, serial) => {
      const fitting = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((letter) => isPncId(`${year}/${serial}${letter}`, YEAR));
      expect(fitting).toHaveLength(1);
      const long = normalisePncId(`${year}/${serial}${fitting[0]}`, YEAR);
      expect(long).toMatch(/^\d{4}\/\d{7}[A-Z]$/);
      expect(normalisePncId(`${String(year).slice(2)}/${serial}${fitting[0]}`, YEAR)).toBe(long);
      expect(normalisePncId(long ?? '', YEAR)).toBe(long);
    }),
  ));

test('no text makes it throw', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void normalisePncId(text, YEAR))));
