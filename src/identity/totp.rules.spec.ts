import { describe, expect, test } from '@jest/globals';
import { codeAt, newTotpSecret, otpauthUri, stepOf } from './totp.rules.js';

/** RFC 6238, appendix B (SHA-1): the last six of its eight digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('RFC 6238: at %d s the code is %s', (seconds, code) => {
  expect(codeAt(RFC_SECRET, new Date(seconds * 1000))).toBe(code);
});

describe('which step a code belongs to', () => {
  const now = new Date(1_234_567_890_000);
  const step = Math.floor(1_234_567_890 / 30);
  const shifted = (seconds: number) => codeAt(RFC_SECRET, new Date(now.getTime() + seconds * 1000));

  test.each([
    ['two steps late', shifted(-60)],
    ['two steps early', shifted(60)],
    ['empty', ''],
    ['too short', '00592'],
    ['too long', '0005924'],
    ['letters', 'abcdef'],
    ['a number with a sign', '-05924'],
    ['digits of another script', '٠٠٥٩٢٤'],
    ['full-width digits', '００５９２４'],
    ['of another secret', codeAt(newTotpSecret(), new Date(0)).replace('005924', '1')],
  ])('%s: none', (_, code) => {
    expect(stepOf(RFC_SECRET, code, now)).toBeNull();
  });

  test('the one shown now, the one before and the next', () => {
    expect(stepOf(RFC_SECRET, shifted(0), now)).toBe(step);
    expect(stepOf(RFC_SECRET, shifted(-30), now)).toBe(step - 1);
    expect(stepOf(RFC_SECRET, shifted(30), now)).toBe(step + 1);
    expect(stepOf(RFC_SECRET, '005 924', now)).toBe(step);
  });
});

test('secrets have 160 bits and differ; the address names product and account', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  expect(otpauthUri(RFC_SECRET, 'a@example.org')).toBe(
    `otpauth://totp/MARAC:a%40example.org?issuer=MARAC&secret=${RFC_SECRET}&algorithm=SHA1&digits=6&period=30`,
  );
});
