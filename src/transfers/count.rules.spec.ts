import { expect, test } from '@jest/globals';
import { type Count, type CountRule, countsAs } from './count.rules.js';

test.each<[CountRule, string | null, string, Count]>([
  ['NEW', '2026-04-01', '2026-04-02', 'NEW'],
  ['REPEAT', null, '2026-04-02', 'REPEAT'],
  ['REPEAT_WHEN_HEARD', null, '2026-04-02', 'NEW'],
  ['REPEAT_WHEN_HEARD', '2026-04-01', '2026-04-02', 'REPEAT'],
  ['REPEAT_WHEN_HEARD', '2025-04-02', '2026-04-02', 'REPEAT'],
  ['REPEAT_WHEN_HEARD', '2025-04-01', '2026-04-02', 'NEW'],
  ['REPEAT_WHEN_HEARD', '2024-02-29', '2025-02-28', 'REPEAT'],
  ['REPEAT_WHEN_HEARD', '2024-02-29', '2025-03-01', 'NEW'],
])('%s, heard there on %p, received on %s: %s', (rule, lastHeardOn, receivedOn, says) => {
  expect(countsAs(rule, { lastHeardOn, receivedOn, months: 12 }).says).toBe(says);
});

test('the sum is shown', () => {
  const facts = { lastHeardOn: '2025-04-02', receivedOn: '2026-04-02', months: 12 };
  expect(countsAs('REPEAT_WHEN_HEARD', facts).inWords).toBe(
    'Heard there on 2025-04-02, plus 12 months is 2026-04-02; received on 2026-04-02: within.',
  );
});
