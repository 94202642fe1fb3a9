import { describe, expect, test } from '@jest/globals';
import { RuleBook } from '../maracs/rule-book.rules.js';
import { deadlinesOf } from '../meetings/deadlines.rules.js';
import { TASK_RULES } from './task-rules.js';
import { type MeetingFacts, type Task, type TaskKind, tasksOf } from './tasks.rules.js';
import { byMeeting, checksOf, waiting } from './waiting.rules.js';

const CALENDAR = { nation: 'england-and-wales' as const, closures: new Set<string>() };
const RULES = TASK_RULES.defaults;
const HELD_ON = '2026-04-15';
const facts = (changes: Partial<MeetingFacts> = {}): MeetingFacts => ({
  ...{ id: 'm', heldOn: HELD_ON, kind: 'ORDINARY', held: false, presides: false, circulated: false, ordered: false },
  ...{
    cases: 3,
    undecided: 3,
    unsigned: 0,
    unanswered: 0,
    undeclared: 0,
    openActions: 0,
    unacknowledged: 0,
    ratified: false,
  },
  ...{ attended: false },
  ...{ minutes: null, nextOn: null, ticked: [], toScreen: 0, sentBack: 0, screenBy: null },
  ...changes,
});
const tasks = (changes: Partial<MeetingFacts> = {}, today = '2026-03-20', kinds: readonly TaskKind[] = RULES.kinds) => {
  const deadlines = deadlinesOf(HELD_ON, today, CALENDAR, new RuleBook([]));
  return tasksOf(facts(changes), deadlines, CALENDAR, { ...RULES, kinds }, today);
};
const task = (kind: TaskKind, changes: Partial<MeetingFacts> = {}, today?: string): Task =>
  tasks(changes, today).find((one) => one.kind === kind)!;

test('the cycle of an ordinary meeting, and when each step is due', () => {
  expect(tasks().map(({ kind, dueOn }) => [kind, dueOn])).toEqual([
    ['CHAIR', '2026-03-30'],
    ['CUT_OFF', '2026-04-01'],
    ['SCREENING', '2026-03-31'],
    ['SIGNATURES', '2026-04-01'],
    ['CIRCULATE_LIST', '2026-04-01'],
    ['RESEARCH_CHASE', '2026-04-09'],
    ['FINAL_ORDER', '2026-04-14'],
    ['PAPERS_OUT', '2026-04-14'],
    ['ROLL_CALL', '2026-04-15'],
    ['OUTCOMES', '2026-04-15'],
    ['CLOSE_MEETING', '2026-04-15'],
    ['ACTION_LIST_OUT', '2026-04-16'],
    ['MINUTES_DRAFT', '2026-04-20'],
    ['MINUTES_APPROVED', '2026-04-21'],
    ['MINUTES_OUT', '2026-04-22'],
    ['FLAGS_ACKNOWLEDGED', '2026-04-22'],
    ['ACTIONS_DONE', '2026-04-29'],
  ]);
});

test('an emergency meeting has no steps before it, and one of its own after', () => {
  expect(tasks({ kind: 'EMERGENCY', nextOn: '2026-04-22' }).map(({ kind }) => kind)).toEqual([
    ...[
      'ROLL_CALL',
      'OUTCOMES',
      'CLOSE_MEETING',
      'ACTION_LIST_OUT',
      'MINUTES_DRAFT',
      'MINUTES_APPROVED',
      'MINUTES_OUT',
    ],
    ...['FLAGS_ACKNOWLEDGED', 'ACTIONS_DONE', 'RATIFICATION'],
  ]);
  expect(task('RATIFICATION', { kind: 'EMERGENCY', nextOn: '2026-04-22' }).dueOn).toBe('2026-04-22');
  expect(task('RATIFICATION', { kind: 'EMERGENCY' }).dueOn).toBe('2026-04-29');
});

test('an area that leaves a task out has it not', () => {
  expect(tasks({}, undefined, ['CHAIR', 'MINUTES_OUT']).map(({ kind }) => kind)).toEqual(['CHAIR', 'MINUTES_OUT']);
});

describe('how far a task is', () => {
  test.each<[TaskKind, Partial<MeetingFacts>, Task['state'], number | null]>([
    ['CHAIR', {}, 'OPEN', null],
    ['CHAIR', { presides: true }, 'DONE', null],
    ['CUT_OFF', { sentBack: 2 }, 'OPEN', 2],
    ['CUT_OFF', {}, 'DONE', 0],
    ['SCREENING', { toScreen: 1 }, 'OPEN', 1],
    ['SCREENING', {}, 'DONE', 0],
    ['SIGNATURES', { unsigned: 2 }, 'OPEN', 2],
    ['SIGNATURES', {}, 'DONE', 0],
    ['SIGNATURES', { unsigned: 2, held: true }, 'MISSED', 2],
    ['CIRCULATE_LIST', {}, 'OPEN', null],
    ['CIRCULATE_LIST', { circulated: true }, 'DONE', null],
    ['CIRCULATE_LIST', { held: true }, 'MISSED', null],
    ['RESEARCH_CHASE', {}, 'OPEN', 0], // nobody was asked yet
    ['RESEARCH_CHASE', { circulated: true, unanswered: 4 }, 'OPEN', 4],
    ['RESEARCH_CHASE', { circulated: true }, 'DONE', 0],
    ['RESEARCH_CHASE', { circulated: true, unanswered: 4, held: true }, 'MISSED', 4],
    ['FINAL_ORDER', {}, 'OPEN', null],
    ['FINAL_ORDER', { ordered: true }, 'DONE', null],
    ['FINAL_ORDER', { ticked: ['FINAL_ORDER'] }, 'DONE', null],
    ['PAPERS_OUT', { circulated: true, undeclared: 1 }, 'OPEN', 1],
    ['PAPERS_OUT', { circulated: true }, 'DONE', 0],
    ['ROLL_CALL', {}, 'OPEN', null],
    ['ROLL_CALL', { held: true }, 'OPEN', null], // who came can be written down afterwards
    ['ROLL_CALL', { attended: true }, 'DONE', null],
    ['OUTCOMES', {}, 'OPEN', 3],
    ['OUTCOMES', { undecided: 0 }, 'DONE', 0],
    ['OUTCOMES', { undecided: 0, cases: 0 }, 'OPEN', 0],
    ['OUTCOMES', { undecided: 0, cases: 0, held: true }, 'DONE', 0],
    ['CLOSE_MEETING', {}, 'OPEN', null],
    ['CLOSE_MEETING', { held: true }, 'DONE', null],
    ['ACTION_LIST_OUT', { held: true, minutes: 1 }, 'OPEN', null],
    ['ACTION_LIST_OUT', { held: true, minutes: 2 }, 'DONE', null],
    ['ACTION_LIST_OUT', { held: true, ticked: ['ACTION_LIST_OUT'] }, 'DONE', null],
    ['MINUTES_OUT', { held: true, ticked: ['MINUTES_DRAFT'] }, 'OPEN', null],
    ['MINUTES_OUT', { held: true, ticked: ['MINUTES_OUT'] }, 'DONE', null],
    ['MINUTES_DRAFT', { held: true, minutes: 1 }, 'DONE', null],
    ['MINUTES_APPROVED', { held: true, minutes: 1 }, 'OPEN', null],
    ['MINUTES_APPROVED', { held: true, minutes: 2 }, 'DONE', null],
    ['MINUTES_OUT', { held: true, minutes: 2 }, 'DONE', null],
    ['FLAGS_ACKNOWLEDGED', { held: true, unacknowledged: 2 }, 'OPEN', 2],
    ['FLAGS_ACKNOWLEDGED', { held: true }, 'DONE', 0],
    ['ACTIONS_DONE', { held: true, openActions: 5 }, 'OPEN', 5],
    ['ACTIONS_DONE', { held: true }, 'DONE', 0],
  ])('%s with %j is %s', (kind, changes, state, outstanding) => {
    expect(task(kind, changes)).toMatchObject({ state, outstanding });
  });

  test('overdue is what is open the day after', () => {
    const at = (today: string, changes = {}) => task('CIRCULATE_LIST', changes, today).overdue;
    expect([at('2026-04-01'), at('2026-04-02')]).toEqual([false, true]);
    expect([at('2026-04-02', { circulated: true }), at('2026-04-20', { held: true })]).toEqual([false, false]);
  });
});

test('a referral that is not accepted yet stands with the first meeting that could still hear it', () => {
  const cutOffs = [
    { id: 'second', on: '2026-04-15' },
    { id: 'first', on: '2026-04-01' },
  ];
  const on = (referredOn: string) => ({ referredOn, status: 'SUBMITTED' as const });
  const { of, none } = byMeeting(['2026-03-01', '2026-04-01', '2026-04-02', '2026-04-16'].map(on), cutOffs);
  expect(of.get('first')).toEqual([on('2026-03-01'), on('2026-04-01')]);
  expect(of.get('second')).toEqual([on('2026-04-02')]);
  expect(none).toEqual([on('2026-04-16')]);
});

test('screening is due by the oldest referral, however far off the meeting', () => {
  const due = (screenBy: string) => task('SCREENING', { toScreen: 1, screenBy }, '2026-03-20');
  expect(due('2026-03-19')).toMatchObject({ dueOn: '2026-03-19', overdue: true });
  expect(due('2026-04-07')).toMatchObject({ dueOn: '2026-03-31', overdue: false });
});

test('what waits in an area is one task, due by the oldest', () => {
  const waits = waiting('UNLISTED', { count: 3, since: '2026-04-02' }, 2, CALENDAR, '2026-04-09');
  expect(waits).toMatchObject([
    { kind: 'UNLISTED', dueOn: '2026-04-08', overdue: true, outstanding: 3, meetingId: null },
  ]);
  expect(waiting('UNLISTED', { count: 0, since: null }, 2, CALENDAR, '2026-04-09')).toEqual([]);
});

test('each cancelled meeting whose cases nobody looks after is a task of its own, due some working days after', () => {
  const cancelled = [
    { meetingId: 'one', heldOn: '2026-04-15', count: 2, since: '2026-04-02' },
    { meetingId: 'two', heldOn: '2026-04-22', count: 1, since: '2026-04-20' },
  ];
  // over Easter
  expect(checksOf(cancelled, 1, CALENDAR, '2026-04-20')).toEqual([
    { kind: 'INTERIM_CHECKS', meetingId: 'one', meetingOn: '2026-04-15', dueOn: '2026-04-07', state: 'OPEN', overdue: true, outstanding: 2, cases: null },
    { kind: 'INTERIM_CHECKS', meetingId: 'two', meetingOn: '2026-04-22', dueOn: '2026-04-21', state: 'OPEN', overdue: false, outstanding: 1, cases: null },
  ]);
  expect(checksOf([], 1, CALENDAR, '2026-04-20')).toEqual([]);
}); // prettier-ignore
