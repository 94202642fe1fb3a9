import { describe, expect, test } from '@jest/globals';
import { LABELS, type Label } from '../access/labels.js';
import { after, packageOf, TRANSFER_STATUSES, TRANSFER_STEPS, type TransferStep } from './transfer.rules.js';

describe('what is never in a package', () => {
  test.each<Label>(['LOCATION_SAFE', 'INTELLIGENCE', 'SOURCE', 'EQUALITY'])('%s among the contents', (label) => {
    expect(packageOf(['IDENTITY', label], false).problem).toMatchObject({
      pointer: '/contents/1',
      code: 'not-in-a-package',
    });
  });

  test('where the victim is safe, unless it was ticked', () => {
    for (const contents of [undefined, [], ['CONTACT'] as Label[]])
      expect(packageOf(contents, false).labels).not.toContain('LOCATION_SAFE');
  });
});

test.each<[string, Label[] | undefined, boolean, Label[]]>([
  [
    'all that may go, when nothing is chosen',
    undefined,
    false,
    ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD', 'HEALTH'],
  ],
  ['what was chosen, and whom it is about', ['CHILD'], false, ['IDENTITY', 'CHILD']],
  ['protected addresses when ticked', [], true, ['IDENTITY', 'LOCATION_SAFE']],
])('in a package is %s', (_, contents, withLocations, labels) => {
  expect(packageOf(contents, withLocations).labels).toEqual(labels);
  expect(LABELS).toEqual(expect.arrayContaining(labels));
});

test('steps: every other one is refused', () => {
  const steps = Object.keys(TRANSFER_STEPS) as TransferStep[];
  const taken = steps.flatMap((step) =>
    TRANSFER_STATUSES.filter((status) => after(status, step)).map((status) => `${step} ${status}`),
  );
  expect(taken).toEqual([
    ...['acknowledge OFFERED', 'accept OFFERED', 'accept ACKNOWLEDGED', 'refuse OFFERED', 'refuse ACKNOWLEDGED'],
    ...['withdraw OFFERED', 'withdraw ACKNOWLEDGED', 'withdraw ACCEPTED'],
  ]);
});
