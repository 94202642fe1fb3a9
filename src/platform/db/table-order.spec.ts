import { expect, test } from '@jest/globals';
import { levelsOf } from './table-order.js';

test('what is referred to stands lower, whatever the order of the keys', () => {
  const keys = [
    { from: 'contacts', to: 'persons' },
    { from: 'persons', to: 'cases' },
    { from: 'contacts', to: 'cases' },
    { from: 'cases', to: 'maracs' },
  ];
  for (const order of [keys, [...keys].reverse()]) {
    const levels = levelsOf(order);
    expect(['maracs', 'cases', 'persons', 'contacts'].map((table) => levels.get(table))).toEqual([0, 1, 2, 3]);
  }
});

test('a circle stops the start', () => {
  expect(() => levelsOf([{ from: 'a', to: 'b' }, { from: 'b', to: 'a' }])).toThrow('circle'); // prettier-ignore
});
