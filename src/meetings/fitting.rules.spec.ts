import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fit, type Piece } from './fitting.rules.js';

interface Named extends Piece {
  id: string;
}
const piece = (id: string, minutes = 10, ...windows: [number, number][]): Named => ({
  id,
  minutes,
  windows: windows.map(([from, until]) => ({ from, until })),
});
const order = (pieces: Named[]) => fit(pieces).map(({ item }) => item.id).join(''); // prettier-ignore

describe('who comes when', () => {
  test.each<[string, Named[], string]>([
    ['nobody said: as wanted', [piece('a'), piece('b'), piece('c')], 'abc'],
    ['a guest who can come at the start', [piece('a'), piece('b', 10, [0, 15])], 'ba'],
    ['a guest who can come at the end', [piece('a', 10, [10, 20]), piece('b')], 'ba'],
    ['a guest who can come anyhow: as wanted', [piece('a'), piece('b', 10, [0, 60]), piece('c')], 'abc'],
    [
      'the one that fills the time exactly goes before',
      [piece('a', 20), piece('b', 15), piece('c', 10, [15, 25])],
      'bca',
    ],
    ['two who can only come at once: the one wanted first', [piece('a', 10, [0, 10]), piece('b', 10, [0, 10])], 'ab'],
    ['two of one case: when most of them can', [piece('a', 10, [10, 20], [10, 30], [0, 10]), piece('b')], 'ba'],
    ['a guest whose time nothing fills: as wanted', [piece('a', 20), piece('b', 10, [5, 15])], 'ab'],
    ['a slot that is longer than the guest can stay: as wanted', [piece('a', 20, [0, 15]), piece('b')], 'ab'],
  ])('%s', (_, pieces, expected) => {
    expect(order(pieces)).toBe(expected);
  });

  test('each slot begins where the one before ends', () => {
    const fitted = fit([piece('a', 20), piece('b', 15), piece('c', 10, [15, 25])]);
    expect(fitted.map(({ startsAfter, honoured }) => [startsAfter, honoured])).toEqual([[0, 0], [15, 1], [25, 0]]); // prettier-ignore
  });
});

/** Every order there is, and the most windows that one of them honours: a second telling, without thought. */
function most(pieces: Named[]): number {
  const ways = (left: Named[], at: number): number =>
    left.length === 0
      ? 0
      : Math.max(
          ...left.map((one) => {
            const held = one.windows.filter(({ from, until }) => from <= at && at + one.minutes <= until).length;
            return held + ways(left.filter((other) => other !== one), at + one.minutes); // prettier-ignore
          }),
        );
  return ways(pieces, 0);
}

const window = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 8 }))
  .map(([from, long]): [number, number] => [from * 5, (from + long) * 5]);
const pieces = fc
  .array(fc.record({ minutes: fc.constantFrom(5, 10, 15, 20), windows: fc.array(window, { maxLength: 2 }) }), {
    maxLength: 6,
  })
  .map((all) => all.map(({ minutes, windows }, i) => piece(String(i), minutes, ...windows)));

test('every piece once, and as many guests as any order could have', () => {
  let bound = 0;
  fc.assert(
    fc.property(pieces, (all) => {
      const fitted = fit(all);
      expect(fitted.map(({ item }) => item.id).sort()).toEqual(all.map(({ id }) => id).sort());
      const honoured = fitted.reduce((sum, one) => sum + one.honoured, 0);
      expect(honoured).toBe(most(all));
      bound += honoured > 0 ? 1 : 0;
    }),
    { numRuns: 500 },
  );
  expect(bound).toBeGreaterThan(100); // or the property would speak of lists without guests
});

test('a long list with ten guests of ten times is worked out at once', () => {
  const fillers = Array.from({ length: 30 }, (_, i) => piece(`f${i}`, 12));
  const guests = Array.from({ length: 10 }, (_, i) => piece(`g${i}`, 12, [i * 36, i * 36 + 24]));
  const begun = performance.now();
  const fitted = fit([...fillers, ...guests]);
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(fitted.reduce((sum, { honoured }) => sum + honoured, 0)).toBe(10);
});

test('a list too mixed to be gone through still has every piece once, and guests who press', () => {
  const mixed = Array.from({ length: 24 }, (_, i) => piece(String(i), 5 + i, ...(i % 2 ? [[i * 10, i * 10 + 200] as [number, number]] : []))); // prettier-ignore
  const fitted = fit(mixed);
  expect(fitted.map(({ item }) => item.id).sort()).toEqual(mixed.map(({ id }) => id).sort());
  expect(fitted.reduce((sum, { honoured }) => sum + honoured, 0)).toBeGreaterThan(6);
});
