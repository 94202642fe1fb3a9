import { expect, test } from '@jest/globals';
import type { Tells } from '../alerts/ladder.rules.js';
import { alarmOf, eventOf } from './screening-rungs.rules.js';

test.each<[string, Tells[], boolean, 1 | 2, string | null]>([
  ['the coordinators, first', ['COORDINATOR'], true, 1, 'referral.waits'],
  ['the coordinators again, as an area wants it', ['COORDINATOR'], false, 1, null],
  ['the chairs too', ['COORDINATOR', 'CHAIR'], false, 2, 'referral.waits-long'],
  ['both at once, the first having been missed', ['COORDINATOR', 'CHAIR'], true, 2, 'referral.waits-long'],
  ['the chairs alone', ['CHAIR'], false, 2, null],
  ['the steering group', ['STEERING_GROUP'], false, 2, null],
])('%s', (_, tells, first, alarm, event) => {
  expect([alarmOf(tells), eventOf(tells, first)]).toEqual([alarm, event]);
});
