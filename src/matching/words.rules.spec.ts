import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Closeness, closeness, editDistance } from './words.rules.js';

describe('two words of names', () => {
  test.each<[string, string, Closeness]>([
    ['smith', 'smith', 'same'],
    ['elizabeth', 'beth', 'variant'],
    ['stephen', 'steven', 'variant'],
    ['mohammed', 'muhammad', 'variant'],
    ['siobhan', 'siobhna', 'close'],
    ['okafor', 'okafo', 'close'],
    ['pfister', 'fister', 'close'],
    ['wojciechowska', 'wojchowska', 'near'],
    ['philippsen', 'filipsn', 'sounds'],
    ['fitzgerald', 'fitz', 'start'],
    ['j', 'james', 'initial'],
    ['k', 'james', 'other'],
    ['jass', 'jaspreet', 'similar'],
    ['elle', 'willow', 'other'],
    ['harrington', 'okafor', 'other'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(closeness(a, b)).toBe(expected);
    expect(closeness(b, a)).toBe(expected);
  });
});

test.each([
  ['kitten', 'sitting', 3],
  ['okafor', 'okaofr', 1],
  ['ab', 'abcdefgh', 4],
  ['', 'abc', 3],
])('from %s to %s: %i letters, or one more than was asked for', (a, b, edits) =>
  expect(editDistance(a, b, 3)).toBe(edits),
);

test('distance is symmetric, and nothing for the same word alone', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
      expect(editDistance(a, b, 9) === 0).toBe(a === b);
      expect(editDistance(a, b, 1)).toBe(Math.min(2, editDistance(a, b, 9)));
    }),
  );
});
