import { describe, expect, test } from '@jest/globals';
import { dateOrTime, isoDateCell, parseCellReference, plainNumber, unescapeXmlString } from './cell-value.rules.js';

describe('a number is shown as a person reads it', () => {
  test.each([
    ['7700900182', '7700900182'],
    ['14', '14'],
    ['0', '0'],
    ['-0', '0'],
    ['14.0', '14'],
    ['7.7009001820000000E9', '7700900182'],
    ['1E3', '1000'],
    ['0.30000000000000004', '0.3'],
    ['1.1000000000000001', '1.1'],
    ['-2.5', '-2.5'],
    ['.5', '0.5'],
    ['1E-7', '0.0000001'],
    ['1.25e-8', '0.0000000125'],
    ['1e21', '1000000000000000000000'],
    ['1.5e22', '15000000000000000000000'],
    ['12345678901234567890', '12345678901234567890'],
  ])('%s reads %s', (raw, text) => expect(plainNumber(raw)).toEqual({ text }));

  test.each(['', 'abc', 'NaN', 'Infinity', '1e999', '0x10', '1,000'])('%p is no number', (raw) =>
    expect(plainNumber(raw)).toEqual({ problem: 'impossible-number' }),
  );
});

describe('dates by serial number', () => {
  test.each([
    ['1', false, '1900-01-01'],
    ['59', false, '1900-02-28'],
    ['61', false, '1900-03-01'],
    ['33048', false, '1990-06-24'],
    ['45292', false, '2024-01-01'],
    ['45292.75', false, '2024-01-01'],
    ['45291.9999999999', false, '2024-01-01'],
    ['45351', false, '2024-02-29'],
    ['2958465', false, '9999-12-31'],
    ['0', true, '1904-01-01'],
    ['43830', true, '2024-01-01'],
    ['2957003', true, '9999-12-31'],
  ])('%s (1904: %s) is %s', (raw, date1904, text) => expect(dateOrTime(raw, 'date', date1904)).toEqual({ text }));

  test.each([
    ['60', 'the 29 February 1900 that never was'],
    ['0', 'an empty cell seen through a formula'],
    ['-1', 'before the calendar'],
    ['2958466', 'after the calendar'],
    ['x', 'no number'],
  ])('%s is refused: %s', (raw) => expect(dateOrTime(raw, 'date', false)).toEqual({ problem: 'impossible-date' }));

  test.each([
    ['0.5', '12:00'],
    ['0', '00:00'],
    ['0.999305555555556', '23:59'],
  ])('time %s is %s', (raw, text) => expect(dateOrTime(raw, 'time', false)).toEqual({ text }));

  test('ISO date cells lose their time', () => {
    expect(isoDateCell('2024-01-08T13:45:00')).toEqual({ text: '2024-01-08' });
    expect(isoDateCell('2024-13-01')).toEqual({ problem: 'impossible-date' });
  });
});

test.each([
  ['A1', { column: 1, row: 1 }],
  ['C5', { column: 3, row: 5 }],
  ['AA10', { column: 27, row: 10 }],
  ['XFD1048576', { column: 16_384, row: 1_048_576 }],
  ['XFE1', undefined],
  ['A0', undefined],
  ['5C', undefined],
  ['C', undefined],
  ['A1B2', undefined],
  ['A99999999', undefined],
  ['a1', undefined],
  ['', undefined],
])('reference %s', (reference, place) => expect(parseCellReference(reference)).toEqual(place));

test('characters that XML cannot carry come back', () => {
  expect(unescapeXmlString('a_x000D_b')).toBe('a\rb');
  expect(unescapeXmlString('_x005F_x000D_')).toBe('_x000D_');
  expect(unescapeXmlString('_xyz_')).toBe('_xyz_');
});
