import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SealRefused } from './envelope.js';
import { keysOfFolder, newDataKey } from './key-ring-file.js';
import { KeyRing } from './key-ring.js';
import { readDataKeys } from './key-ring-setting.js';

const [one, two] = [newDataKey(1), newDataKey(2)];
const ring = new KeyRing(readDataKeys(one));
const rotated = new KeyRing(readDataKeys(`${two},${one}`));
const AAD = 'persons.locations/0197/content';
const refused = (code: string) => expect.objectContaining({ name: 'SealRefused', code });

describe('what is sealed does not open', () => {
  test('for another row, table or column', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (plain, aad, other) => {
        fc.pre(aad !== other && Buffer.from(aad).compare(Buffer.from(other)) !== 0);
        expect(() => ring.unseal(ring.seal(plain, aad), other)).toThrow(refused('SEAL_BROKEN'));
      }),
    );
  });

  test('when any one bit of it has changed', () => {
    const sealed = ring.seal('12 Hidden Lane', AAD);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => ring.unseal(altered, AAD)).toThrow(SealRefused);
    }
  });

  test('cut short at any length, or with something behind it', () => {
    const sealed = ring.seal('12 Hidden Lane', AAD);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => ring.unseal(sealed.subarray(0, length), AAD)).toThrow(refused('SEAL_BROKEN'));
    }
    expect(() => ring.unseal(Buffer.concat([sealed, Buffer.of(0)]), AAD)).toThrow(refused('SEAL_BROKEN'));
  });

  test('with a key of the same version that is another key', () => {
    const other = new KeyRing(readDataKeys(newDataKey(1)));
    expect(() => other.unseal(ring.seal('x', AAD), AAD)).toThrow(refused('SEAL_BROKEN'));
  });

  test('with the data key of another value put in', () => {
    const [a, b] = [ring.seal('first text', AAD), ring.seal('other text', AAD)];
    const mixed = Buffer.concat([a.subarray(0, 65), b.subarray(65)]);
    expect(() => ring.unseal(mixed, AAD)).toThrow(refused('SEAL_BROKEN'));
  });

  test('without the key of its version: a code of its own that names the version and nothing else', () => {
    const sealed = rotated.seal('12 Hidden Lane', AAD);
    expect(() => ring.unseal(sealed, AAD)).toThrow(refused('UNKNOWN_KEY_VERSION'));
    expect(() => ring.unseal(sealed, AAD)).toThrow('UNKNOWN_KEY_VERSION 2: DATA_KEYS has no key of this version');
  });
});

test('any text comes back, never the same twice, and is not in the envelope', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, aad) => {
      const [a, b] = [ring.seal(plain, aad), ring.seal(plain, aad)];
      expect(ring.unseal(a, aad)).toBe(plain);
      expect(a.equals(b)).toBe(false);
      if (Buffer.byteLength(plain) > 4) expect(a.includes(plain)).toBe(false);
    }),
  );
});

test('a new key seals, an old one still opens', () => {
  expect(rotated.unseal(ring.seal('x', AAD), AAD)).toBe('x');
  expect(rotated.versionOf(rotated.seal('x', AAD))).toBe(2);
  expect(rotated.versions).toEqual([2, 1]);
});

test('fingerprints depend on key, purpose and text', () => {
  const print = ring.fingerprint('NB1 2AB', 'postcode');
  expect(print).toHaveLength(32);
  expect(ring.fingerprint('NB1 2AB', 'postcode')).toEqual(print);
  expect(ring.fingerprint('NB1 2AB', 'phone')).not.toEqual(print);
  expect(rotated.fingerprint('NB1 2AB', 'postcode')).not.toEqual(print);
  expect(rotated.fingerprints('NB1 2AB', 'postcode')).toContainEqual(print);
});

test.each<[string, string]>([
  ['nothing', ''],
  ['a key without its version', one.slice(2)],
  ['version nought', `0${one.slice(1)}`],
  ['a version out of range', `2147483648${one.slice(1)}`],
  ['a short key', '1:c2hvcnQ='],
  ['a version twice', `${one},1${two.slice(1)}`],
  ['a key twice', `${one},2${one.slice(1)}`],
  ['something behind it', `${one},`],
])('keys that are refused: %s', (_, text) => {
  expect(() => readDataKeys(text)).toThrow(RangeError);
  expect(() => readDataKeys(text)).not.toThrow(new RegExp(one.slice(2, 10).replace(/[+/]/g, '.')));
});

test('the keys of a folder are made once, for their owner alone', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marac-keys-'));
  try {
    const made = keysOfFolder(path.join(folder, 'new'));
    expect(keysOfFolder(path.join(folder, 'new'))).toEqual(made);
    expect(fs.readdirSync(path.join(folder, 'new'))).toEqual(['data-keys']);
    expect(fs.statSync(path.join(folder, 'new', 'data-keys')).mode & 0o777).toBe(0o600);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
