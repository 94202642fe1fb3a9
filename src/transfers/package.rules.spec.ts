import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { privateKeyOf } from '../audit/signed-note.rules.js';
import { isSigned, mayPassOn, type Package, signedText, signPackage } from './package.rules.js';

const key = privateKeyOf(Buffer.alloc(32, 7));
const made: Package = {
  transferId: '0198a000-0000-7000-8000-00000000000a',
  fromMaracId: '0198a000-0000-7000-8000-00000000000b',
  caseId: '0198a000-0000-7000-8000-00000000000c',
  kind: 'PERMANENT',
  reason: 'Moved',
  labels: ['IDENTITY', 'CHILD'],
  alreadyHeard: true,
  agreedBecause: null,
  parts: { FLAGS: [{ setOn: '2026-01-02', expiresOn: '2027-01-02' }] },
};
const signature = signPackage(made, key);

test('a package that was signed before still holds', () => {
  expect(signature.toString('hex')).toBe(
    '9676613a6886ec53a4771c5cd4c05527ec09e65a94eea1cf7acc7235c946c1a5cbd258542ef7b6e185690dea82af402dc5233242a07a6f2f6a89b96c4956f409',
  );
  expect(isSigned(made, signature, [key])).toBe(true);
});

describe('a package does not hold when', () => {
  test.each<[string, Partial<Package>]>([
    ['it is another transfer’s', { transferId: '0198a000-0000-7000-8000-00000000000d' }],
    ['it comes from another area', { fromMaracId: '0198a000-0000-7000-8000-00000000000d' }],
    ['a kind of information was added', { labels: ['IDENTITY', 'CHILD', 'LOCATION_SAFE'] }],
    ['a date in it was changed', { parts: { FLAGS: [{ setOn: '2026-01-02', expiresOn: '2027-01-03' }] } }],
    ['a part was added', { parts: { ...made.parts, ACTIONS: [] } }],
    ['a part was taken out', { parts: {} }],
    ['an agreement was put in', { agreedBecause: 'They said yes' }],
  ])('%s', (_, changes) => {
    expect(isSigned({ ...made, ...changes }, signature, [key])).toBe(false);
  });

  test('another key signed it, or its signature was touched', () => {
    expect(isSigned(made, signature, [privateKeyOf(randomBytes(32))])).toBe(false);
    const touched = Buffer.from(signature);
    touched[10]! ^= 1;
    expect(isSigned(made, touched, [key])).toBe(false);
    expect(isSigned(made, Buffer.alloc(0), [key])).toBe(false);
  });
});

test('it holds by its key, an older one of the ring too', () => {
  expect(isSigned(made, signature, [privateKeyOf(randomBytes(32)), key])).toBe(true);
  expect(signedText(made)).toBe(
    'marac-transfer/1\n{"agreedBecause":null,"alreadyHeard":true,"caseId":"0198a000-0000-7000-8000-00000000000c",' +
      '"format":"marac-transfer/1","fromMaracId":"0198a000-0000-7000-8000-00000000000b","kind":"PERMANENT",' +
      '"labels":["IDENTITY","CHILD"],"parts":{"FLAGS":[{"expiresOn":"2027-01-02","setOn":"2026-01-02"}]},"reason":"Moved",' +
      '"transferId":"0198a000-0000-7000-8000-00000000000a"}',
  );
});

test.each<[string[], boolean]>([
  [[], true],
  [['CHILD', 'THIRD_PARTY'], true],
  [['CHILD', 'POLICE_INTEL'], false],
  [['LEGAL_PRIVILEGE'], false],
  [['HBA_RESTRICTED'], false],
])('what was said under %j may be passed on: %p', (caveats, may) => {
  expect(mayPassOn(caveats)).toBe(may);
});
