import { expect, test } from '@jest/globals';
import { quorumLost } from './quorum-lost.rules.js';

/** Each letter is how the quorum stood for an hour: `-` none, `a` for cases without children alone, `b` for all. */
const stood = (hours: string) =>
  [...hours].map((letter, hour) => ({
    at: new Date(hour * 3_600_000),
    quorate: letter !== '-',
    withChildren: letter === 'b',
  }));

test.each<[what: string, hours: string, loss: string | null, hour?: number]>([
  ['nothing was written down', '', null],
  ['it is there', 'b', null],
  ['it never was there', '-', null],
  ['it never was there for cases with children', 'a', null],
  ['it came about late', '-ab', null],
  ['it went', 'b-', 'EVERY_CASE', 1],
  ['it went for cases with children', 'ba', 'CASES_WITH_CHILDREN', 1],
  ['it went for these first', 'ba-', 'EVERY_CASE', 2],
  ['it came back', 'b-b', null],
  ['it came back for cases without children alone', 'b-a', 'CASES_WITH_CHILDREN', 1],
  ['it went again', 'b-b-', 'EVERY_CASE', 3],
  ['it was there for cases without children alone, and went', 'a-', 'EVERY_CASE', 1],
])('%s', (_, hours, loss, hour = 0) => {
  expect(quorumLost(stood(hours))).toEqual(loss && { at: new Date(hour * 3_600_000), loss });
});
