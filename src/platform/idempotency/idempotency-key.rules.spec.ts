import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lockNumber, readKey, requestText } from './idempotency-key.rules.js';

describe('the header', () => {
  test.each<[string, string | string[] | undefined, ReturnType<typeof readKey>]>([
    ['none', undefined, undefined],
    ['a UUID', '8e03978e-40d5-43e8-bc93-6894a57f9324', { key: '8e03978e-40d5-43e8-bc93-6894a57f9324' }],
    ['the draft writes it quoted', '"8e03978e"', { key: '8e03978e' }],
    ['quoted quotes', '"a\\"b\\\\c"', { key: 'a"b\\c' }],
    ['spaces around', '  abc ', { key: 'abc' }],
    ['255 characters', 'k'.repeat(255), { key: 'k'.repeat(255) }],
    ['256 characters', 'k'.repeat(256), { refused: 'malformed' }],
    ['nothing', '', { refused: 'malformed' }],
    ['an empty string', '""', { refused: 'malformed' }],
    ['an open quote', '"abc', { refused: 'malformed' }],
    ['a space inside', 'a b', { refused: 'malformed' }],
    ['two, as proxies join them', 'abc, def', { refused: 'malformed' }],
    ['two', ['abc', 'def'], { refused: 'malformed' }],
    ['beyond ASCII', 'schlüssel', { refused: 'malformed' }],
  ])('%s', (_what, header, read) => expect(readKey(header)).toEqual(read));

  test('any visible token comes back as it was sent', () => {
    const token = fc.stringMatching(/^[!-~]{1,255}$/).filter((text) => !text.startsWith('"'));
    fc.assert(fc.property(token, (text) => expect(readKey(text)).toEqual({ key: text })));
  });
});

describe('the same request', () => {
  const text = (body: unknown, address = '/a') => requestText('POST', address, body);
  test.each<[string, unknown, unknown, boolean]>([
    ['another order of properties', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['another type', { a: 1 }, { a: '1' }, false],
    ['another order of a list', { a: [1, 2] }, { a: [2, 1] }, false],
    ['one property more', { a: 1 }, { a: 1, b: null }, false],
    ['a file', Buffer.from('a,b'), Buffer.from('a,b'), true],
    ['another file', Buffer.from('a,b'), Buffer.from('a,c'), false],
    ['no body', undefined, undefined, true],
    ['no body and an empty one', undefined, {}, false],
  ])('%s', (_what, one, other, same) => expect(text(one) === text(other)).toBe(same));

  test('another address is another request', () => expect(text({}, '/a')).not.toBe(text({}, '/b')));
});

test('who, where and which key: each alone makes another lock', () => {
  const numbers = [
    lockNumber('u', 'r', 'k'),
    lockNumber('v', 'r', 'k'),
    lockNumber('u', 's', 'k'),
    lockNumber('u', 'r', 'l'),
  ];
  expect(new Set(numbers).size).toBe(4);
});
