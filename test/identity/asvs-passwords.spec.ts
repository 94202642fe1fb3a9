import { expect, test } from '@jest/globals';
import { hashPassword, passwordFits } from '../../src/platform/crypto/passwords.js';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';

test('passwords are kept by argon2id, as OWASP advises', async () => {
  const [one, two] = await Promise.all([hashPassword('seven wet herons walk'), hashPassword('seven wet herons walk')]);
  // 19 MiB, two passes, one lane: the first of the OWASP cheat sheet's settings
  for (const hashed of [one, two])
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
});

test('another case, a blank more and another last character are other passwords', async () => {
  const hashed = await hashPassword('Seven wet herons walk');
  expect(await passwordFits(hashed, 'Seven wet herons walk')).toBe(true);
  for (const other of [
    'seven wet herons walk',
    'Seven wet herons walk ',
    ' Seven wet herons walk',
    'Seven wet herons walK',
  ])
    expect([other, await passwordFits(hashed, other)]).toEqual([other, false]);
});

test('a password of 256 characters counts to its end', async () => {
  const long = 'heron '.repeat(43).slice(0, 255);
  const hashed = await hashPassword(`${long}a`);
  expect([await passwordFits(hashed, `${long}a`), await passwordFits(hashed, `${long}b`)]).toEqual([true, false]);
  expect(await passwordFits(hashed, long.slice(0, 72))).toBe(false);
});

test('tokens have 256 bits, differ, and are kept as hashes', () => {
  const tokens = Array.from({ length: 10_000 }, newToken);
  expect(new Set(tokens).size).toBe(tokens.length);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  // each bit is as often one as not: 5,000 of 10,000, within seven standard deviations
  const ones = Array.from({ length: 256 }, () => 0);
  for (const token of tokens) {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < 256; bit++) ones[bit]! += (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  expect(Math.max(...ones.map((count) => Math.abs(count - 5_000)))).toBeLessThan(350);
  expect(tokenHash(tokens[0]!)).toHaveLength(32);
  expect(tokenHash(tokens[0]!).toString('base64url')).not.toBe(tokens[0]);
});
