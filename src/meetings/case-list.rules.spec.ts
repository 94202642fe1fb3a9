import { expect, test } from '@jest/globals';
import { withoutGaps, withoutWithheld } from './case-list.rules.js';

const list = (...items: [position: number, name: string][]) =>
  `{"version" : 3, "items" : [${items.map(([position, name]) => `{"position":${position},"name":${JSON.stringify(name)}}`).join(', ')}]}`;

test('places are counted among the cases shown, and nothing else of the text changes', () => {
  expect(withoutGaps(list([1, 'a'], [4, 'b'], [7, 'c']))).toBe(list([1, 'a'], [2, 'b'], [3, 'c']));
  expect(withoutGaps(list([2, 'says "position":9'], [5, '{"position":8}']))).toBe(
    list([1, 'says "position":9'], [2, '{"position":8}']),
  );
  expect(withoutGaps(list())).toBe(list());
});

test('what a case names as withheld is absent from it, and from no other', () => {
  const withheld = [{ field: 'children', label: 'CHILD', reason: 'NOT_SHARED' }];
  const entries = [
    { name: 'a', children: null, repeat: null, withheld },
    { name: 'b', children: 2, repeat: null, withheld: [] },
  ];
  expect(JSON.parse(withoutWithheld(JSON.stringify({ version: 3, items: entries })))).toStrictEqual({
    version: 3,
    items: [{ name: 'a', repeat: null, withheld }, entries[1]],
  });
});
