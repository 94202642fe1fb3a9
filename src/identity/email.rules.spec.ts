import { expect, test } from '@jest/globals';
import { foldedAddress, plainAddress } from './email.rules.js';

test.each([
  ['a Cyrillic letter', 'аdmin@example.org'],
  ['full-width letters', 'ａｄｍｉｎ@example.org'],
  ['a Kelvin sign', '\u212Aim@example.org'],
  ['a long s', 'je\u017Fs@example.org'],
  ['a dotless i', 'adm\u0131n@example.org'],
  ['another full stop', 'admin@example\u3002org'],
  ['a soft hyphen', 'ad\u00ADmin@example.org'],
  ['a zero-width joiner', 'ad\u200Dmin@example.org'],
  ['a space', 'ad min@example.org'],
  ['nothing', ''],
])('%s makes no address', (_, address) => {
  expect(plainAddress(address)).toBeNull();
});

test('capitals do not make another address', () => {
  expect(plainAddress('Admin@Example.ORG')).toBe('admin@example.org');
});

test('look-alikes that fold together are counted together', () => {
  expect(foldedAddress('ＡＤＭＩＮ@example.org')).toBe('admin@example.org');
  expect(foldedAddress('\u212Aim@example.org')).toBe('kim@example.org');
});
