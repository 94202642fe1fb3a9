import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatNhsNumber, isNhsNumber, normaliseNhsNumber } from './nhs-number.js';

const { nhsNumber } = JSON.parse(readFileSync('test/vectors/formats.json', 'utf8')) as {
  nhsNumber: { valid: string[]; invalid: string[] };
};

describe('worked cases (formats.json)', () => {
  test.each(nhsNumber.valid)('%j is an NHS number', (text) => expect(isNhsNumber(text)).toBe(true));
  test.each(nhsNumber.invalid)('%j is none', (text) => expect(isNhsNumber(text)).toBe(false));
});

test('spaces and hyphens go, and come back for reading', () => {
  expect(normaliseNhsNumber(' 999-000 0026 ')).toBe('9990000026');
  expect(formatNhsNumber('9990000026')).toBe('999 000 0026');
});

test.each(['0000000000', '1111111111', '5555555555'])('the filler %s passes the check and is refused', (text) =>
  expect(isNhsNumber(text)).toBe(false),
);

test('one wrong digit, or two neighbours swapped, is always noticed', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999_999_999 }).map((n) => String(n).padStart(10, '0')),
      fc.nat(9),
      fc.nat(9),
      (number, place, digit) => {
        if (!isNhsNumber(number)) return;
        const wrong = number.slice(0, place) + digit + number.slice(place + 1);
        expect(isNhsNumber(wrong)).toBe(wrong === number);
        const swapped = number.slice(0, 8) + number[9] + number[8];
        expect(isNhsNumber(swapped)).toBe(swapped === number);
      },
    ),
    { numRuns: 3000 },
  ));

test('no text makes it throw', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void normaliseNhsNumber(text))));
