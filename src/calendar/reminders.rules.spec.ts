import { describe, expect, test } from '@jest/globals';
import { isTimeToTell, toTell } from './reminders.rules.js';
import type { Task, TaskKind } from './tasks.rules.js';

const [TODAY, OLDEST] = ['2026-04-15', '2026-03-16'];
const task = (kind: TaskKind, changes: Partial<Task> = {}): Task => ({
  ...{ kind, meetingId: 'm', meetingOn: '2026-04-22', dueOn: '2026-04-14', state: 'OPEN', overdue: true, outstanding: null, cases: 3 },
  ...changes,
}); // prettier-ignore
const KINDS: TaskKind[] = ['CIRCULATE_LIST', 'CLOSE_MEETING', 'UNLISTED', 'INTERIM_CHECKS'];

describe('what is told', () => {
  test.each<[string, Task, boolean]>([
    ['an overdue step before a meeting', task('CIRCULATE_LIST'), true],
    ['on the day itself, too', task('CIRCULATE_LIST', { meetingOn: TODAY }), true],
    ['not once the meeting is over', task('CIRCULATE_LIST', { meetingOn: '2026-04-14' }), false],
    ['not what is not overdue', task('CIRCULATE_LIST', { overdue: false }), false],
    ['not of a meeting on which no case waits', task('CIRCULATE_LIST', { cases: 0 }), false],
    ['nor that it was not closed', task('CLOSE_MEETING', { meetingOn: '2026-04-14', cases: 0 }), false],
    ['not a kind that the area does not name', task('CHAIR'), false],
    ['an overdue step after a meeting', task('CLOSE_MEETING', { meetingOn: '2026-04-14' }), true],
    ['not of a meeting long past', task('CLOSE_MEETING', { meetingOn: '2026-03-15' }), false],
    ['what belongs to no meeting', task('UNLISTED', { meetingId: null, meetingOn: null, cases: null }), true],
    ['whoever waits since a meeting was cancelled', task('INTERIM_CHECKS', { meetingOn: '2026-04-01' }), true],
  ])('%s', (_, one, told) => {
    expect(toTell([one], KINDS, TODAY, OLDEST)).toEqual(told ? [one] : []);
  });
});

test.each([
  [8, true, false],
  [9, true, true],
  [17, true, true],
  [18, true, false],
  [9, false, false],
])('at %i o’clock, working day %s: %s', (hour, working, expected) => {
  expect(isTimeToTell(hour, working)).toBe(expected);
});
