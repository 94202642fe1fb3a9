import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isMobile, normalisePhone } from './phone.js';

test.each([
  ['07700 900123', '07700900123'],
  ['+44 7700 900123', '07700900123'],
  ['+44 (0)7700 900123', '07700900123'],
  ['0044 7700 900123', '07700900123'],
  ['0044 (0) 7700-900-123', '07700900123'],
  ['447700900123', '07700900123'],
  ['7700900123', '07700900123'],
  ['(01632) 960 001', '01632960001'],
  ['Tel: 01632.960001', '01632960001'],
  ['01632\u2011960001', '01632960001'],
  ['', null],
  ['unknown', null],
  ['999', null],
  ['07700 900123 / 07700 900124', null],
  ['07700 900123 (sister)', null],
  ['+353 85 012 3456', null],
  ['0770090012', '0770090012'],
  ['077009001234', null],
  ['00000000000', null],
  ['07777777777', null],
])('%j is %j', (text, phone) => expect(normalisePhone(text)).toBe(phone));

test('mobiles are told from landlines', () => {
  expect(isMobile('07700900123')).toBe(true);
  expect(isMobile('01632960001')).toBe(false);
});

test('every way of writing a test number agrees', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), (n) => {
      const end = String(n).padStart(3, '0');
      for (const way of [`07700 900${end}`, `+447700900${end}`, `0044 (0)7700 900 ${end}`, `7700900${end}`])
        expect(normalisePhone(way)).toBe(`07700900${end}`);
    }),
  ));

test('no text makes it throw, and what it accepts it leaves alone', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9+() -]{9,16}$/)), (text) => {
      const phone = normalisePhone(text);
      if (phone !== null) expect(normalisePhone(phone)).toBe(phone);
    }),
  ));
