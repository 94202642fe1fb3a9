import { expect, test } from '@jest/globals';
import { isSoon } from './soon.rules.js';

const CLOSED_MONDAY = new Set(['2026-06-15']);

test.each<[string, string, string, number, ReadonlySet<string>, boolean]>([
  ['three working days before', '2026-06-18', '2026-06-15', 2, new Set(), false],
  ['two working days before', '2026-06-18', '2026-06-16', 2, new Set(), true],
  ['the evening before', '2026-06-18', '2026-06-17', 2, new Set(), true],
  ['on the day', '2026-06-18', '2026-06-18', 2, new Set(), true],
  ['when it is over', '2026-06-18', '2026-06-19', 2, new Set(), false],
  ['on the Friday before a Tuesday', '2026-06-16', '2026-06-12', 2, new Set(), true],
  ['on the Thursday before a Tuesday', '2026-06-16', '2026-06-11', 2, new Set(), false],
  ['on that Thursday when the Monday between is closed', '2026-06-16', '2026-06-11', 2, CLOSED_MONDAY, true],
  ['where an area wants the day itself alone: the day before', '2026-06-18', '2026-06-17', 0, new Set(), false],
  ['where an area wants the day itself alone: the day', '2026-06-18', '2026-06-18', 0, new Set(), true],
])('%s', (_, day, today, workingDays, closures, soon) => {
  expect(isSoon(day, today, workingDays, { nation: 'england-and-wales', closures })).toBe(soon);
});
