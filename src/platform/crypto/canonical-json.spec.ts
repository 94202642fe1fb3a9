import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Plain } from './canonical-json.js';

test.each<[Plain, string]>([
  [null, 'null'],
  [[], '[]'],
  [{}, '{}'],
  [-0, '0'],
  [{ b: 1, a: [true, 'x'], 10: null, 9: '' }, '{"10":null,"9":"","a":[true,"x"],"b":1}'],
  // the examples of RFC 8785: sorted by UTF-16 code units, and what is escaped
  [{ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }, '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}'], // prettier-ignore
  ['\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
])('%j', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each([0.5, Number.NaN, Infinity, 2 ** 60, undefined])('%p is not written', (value) => {
  for (const held of [value, [value], { value }])
    expect(() => canonicalJson(held as unknown as Plain)).toThrow(RangeError);
});

/** JSON whose numbers are whole, and can be told from their neighbours. */
const { value: PLAIN } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same with every object's names in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, each]) => [name, turned(each)])); // prettier-ignore
}

test('it is JSON of the same value, whatever the order of names', () => {
  fc.assert(
    fc.property(PLAIN, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(turned(value) as Plain)).toBe(text);
    }),
  );
});

test('two values that differ are written differently', () => {
  fc.assert(
    fc.property(PLAIN, PLAIN, (one, other) => {
      const same = JSON.stringify(JSON.parse(canonicalJson(one))) === JSON.stringify(JSON.parse(canonicalJson(other))); // prettier-ignore
      expect(canonicalJson(one) === canonicalJson(other)).toBe(same);
    }),
  );
});
