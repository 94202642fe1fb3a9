import { describe, expect, test } from '@jest/globals';
import { findInstrument, INSTRUMENTS } from './instruments.js';

test.each([
  ['SAFELIVES_DASH', 24],
  ['POLICE_DASH', 27],
  ['S_DASH', 11],
  ['YOUNG_PEOPLES_RIC', 24],
  ['DARA', 0],
])('%s has %i items, numbered from 1, with keys and labels of their own', (code, count) => {
  const items = findInstrument(code)?.items ?? [];
  expect(items.map((item) => item.no)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(new Set(items.map((item) => item.key)).size).toBe(count);
  expect(new Set(items.map((item) => item.label)).size).toBe(count);
});

describe('the same topics', () => {
  const keys = (code: string) => findInstrument(code)?.items.map((item) => item.key) ?? [];

  test('are asked of young people, in other words', () => {
    expect(keys('YOUNG_PEOPLES_RIC')).toEqual(keys('SAFELIVES_DASH'));
  });

  test('stand on the police form around three items about children', () => {
    const ric = keys('SAFELIVES_DASH');
    const police = keys('POLICE_DASH');
    expect(police.slice(0, 9)).toEqual(ric.slice(0, 9));
    expect(police.slice(9, 12).every((key) => key.startsWith('CHILDREN_'))).toBe(true);
    expect(police.slice(12)).toEqual(ric.slice(9));
  });
});

test('the newest version is found unless one is asked for', () => {
  const [first] = INSTRUMENTS;
  if (!first) throw new Error('there are instruments');
  const editions = [{ ...first, version: 2 }, first];
  expect(findInstrument(first.code, undefined, editions)?.version).toBe(2);
  expect(findInstrument(first.code, 1, editions)?.version).toBe(1);
  expect(findInstrument(first.code, 3, editions)).toBeNull();
  expect(findInstrument('NO_SUCH_TOOL')).toBeNull();
});
