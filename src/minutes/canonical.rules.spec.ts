import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvedHash, type Canonical, canonical, contentHash, sha256 } from './canonical.rules.js';

test.each<[Canonical, string]>([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: '' }, '{"b":""}'],
  [{ '\u20ac': 1, '\r': 2, '1': 3 }, '{"\\r":2,"1":3,"\u20ac":1}'],
  ['line\nbreak "quoted"', '"line\\nbreak \\"quoted\\""'],
  [[], '[]'],
])('%j', (value, expected) => {
  expect(canonical(value)).toBe(expected);
});

test('a broken number is no minutes', () => {
  for (const value of [0.5, Number.NaN, Infinity]) expect(() => canonical([value])).toThrow(RangeError);
});

test('the order in which keys were set does not matter, and what it says comes back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonical(turned)).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(value);
    }),
  );
});

// FIPS 180-4, the example "abc"
test('SHA-256', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('every letter of every part counts, and the order in which parts are read does not', () => {
  const parts = [
    { agendaItemId: 'a', label: 'CONTACT', hash: sha256('one') },
    { agendaItemId: 'a', label: 'INTELLIGENCE', hash: sha256('two') },
  ];
  const whole = contentHash('{}', parts);
  expect(contentHash('{}', [...parts].reverse())).toBe(whole);
  const others = [
    contentHash('{ }', parts),
    contentHash('{}', parts.slice(1)),
    contentHash('{}', [parts[0]!, { ...parts[1]!, hash: sha256('two ') }]),
    contentHash('{}', [parts[0]!, { ...parts[1]!, label: 'HEALTH' }]),
  ];
  expect(new Set([whole, ...others]).size).toBe(5);
});

test('who approved, when, and which version, are part of what was approved', () => {
  const approved = { meetingId: 'm', number: 1, reason: '', draftedBy: 'a', approvedBy: 'b', approvedAt: new Date(0) };
  const changes = [
    {},
    { number: 2 },
    { reason: 'x' },
    { draftedBy: 'c' },
    { approvedBy: 'c' },
    { approvedAt: new Date(1) },
  ];
  expect(new Set(changes.map((change) => approvedHash({ ...approved, ...change }, 'hash'))).size).toBe(6);
});
