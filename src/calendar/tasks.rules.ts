import type { Deadline, DeadlineKind } from '../meetings/deadlines.rules.js';
import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** Tasks of a meeting, in the order of the cycle, then those of the area. */
export const TASKS = [
  ...([
    'CHAIR',
    'CUT_OFF',
    'SCREENING',
    'SIGNATURES',
    'CIRCULATE_LIST',
    'RESEARCH_CHASE',
    'FINAL_ORDER',
    'PAPERS_OUT',
  ] as const),
  ...([
    'ROLL_CALL',
    'OUTCOMES',
    'CLOSE_MEETING',
    'ACTION_LIST_OUT',
    'MINUTES_DRAFT',
    'MINUTES_APPROVED',
    'MINUTES_OUT',
  ] as const),
  ...([
    'FLAGS_ACKNOWLEDGED',
    'ACTIONS_DONE',
    'RATIFICATION',
    'INTERIM_CHECKS',
    'UNLISTED',
    'TRANSFERS_OFFERED',
  ] as const),
] as const;
export type TaskKind = (typeof TASKS)[number];

/** What each asks for. Fixed words: a task names no case. */
export const TITLES: Record<TaskKind, string> = {
  CHAIR: 'Somebody presides over the meeting.',
  CUT_OFF: 'Referrals that came back for more information are complete.',
  SCREENING: 'Referrals are screened.',
  SIGNATURES: 'Agencies that are needed have signed the protocol, and have the list.',
  CIRCULATE_LIST: 'The case list goes out.',
  RESEARCH_CHASE: 'Agencies that sent no research are chased.',
  FINAL_ORDER: 'The order of the cases is final.',
  PAPERS_OUT: 'Agencies that were asked have declared confidentiality, so that they can read the papers.',
  ROLL_CALL: 'Who came to the meeting is written down.',
  OUTCOMES: 'What came of each case is recorded.',
  CLOSE_MEETING: 'The meeting is closed.',
  ACTION_LIST_OUT: 'The list of actions goes out.',
  MINUTES_DRAFT: 'The chair has draft minutes.',
  MINUTES_APPROVED: 'The chair has approved the minutes.',
  MINUTES_OUT: 'The minutes go out.',
  FLAGS_ACKNOWLEDGED: 'Agencies have acknowledged the flags of the cases heard.',
  ACTIONS_DONE: 'The actions of the meeting are done.',
  RATIFICATION: 'The next ordinary meeting decides on the emergency meeting.',
  INTERIM_CHECKS: 'Somebody checks on the victims whose cases a cancelled meeting put off.',
  UNLISTED: 'Accepted referrals are on the list of a meeting.',
  TRANSFERS_OFFERED: 'Other areas have an answer about the cases they offered.',
};

/** Steps of which no table tells by itself that they were done: a coordinator ticks them off. */
export const TICKED = ['FINAL_ORDER', 'ACTION_LIST_OUT', 'MINUTES_DRAFT', 'MINUTES_APPROVED', 'MINUTES_OUT'] as const;
export type TickedKind = (typeof TICKED)[number];

/** MISSED: the meeting was held without it. */
export const TASK_STATES = ['OPEN', 'DONE', 'MISSED'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** A meeting as far as its tasks go; counts are of what the reader may see. */
export interface MeetingFacts {
  id: string;
  heldOn: IsoDate;
  kind: 'ORDINARY' | 'EMERGENCY';
  held: boolean;
  presides: boolean;
  circulated: boolean;
  ordered: boolean;
  /** cases on its list, those withdrawn left out, and those of them without an outcome */
  cases: number;
  undecided: number;
  /** agencies needed for its cases of which no signature lasts, or that its list left out */
  unsigned: number;
  unanswered: number;
  undeclared: number;
  openActions: number;
  unacknowledged: number;
  /** somebody is written down who came */
  attended: boolean;
  /** how far its minutes are: 1 drafted, 2 approved, with which they are out; null: not here */
  minutes: number | null;
  ratified: boolean;
  /** day of the ordinary meeting after an emergency meeting; null: none is planned */
  nextOn: IsoDate | null;
  ticked: readonly string[];
  /** referrals that this meeting would hear: to be screened, and sent back for more */
  toScreen: number;
  sentBack: number;
  /** the day by which the oldest of those to be screened is; null: there is none */
  screenBy: IsoDate | null;
}

export interface Offsets {
  kinds: readonly TaskKind[];
  chairWorkingDaysBefore: number;
  screeningWorkingDaysBefore: number;
  researchChaseWorkingDaysBefore: number;
  flagsWorkingDaysAfter: number;
  actionsWorkingDaysAfter: number;
}

export interface Task {
  kind: TaskKind;
  meetingId: string | null;
  meetingOn: IsoDate | null;
  dueOn: IsoDate;
  state: TaskState;
  overdue: boolean;
  /** how many of them are left; null where there is nothing to count */
  outstanding: number | null;
  /** cases on the list of its meeting; null: of no meeting to be held */
  cases: number | null;
}

/** Done, and how many are left to do. */
interface Progress {
  done: boolean;
  left: number | null;
}
const counted = (left: number, begun = true): Progress => ({ done: begun && left === 0, left });
const yes = (done: boolean): Progress => ({ done, left: null });

const PROGRESS: Record<
  Exclude<TaskKind, 'INTERIM_CHECKS' | 'UNLISTED' | 'TRANSFERS_OFFERED'>,
  (meeting: MeetingFacts) => Progress
> = {
  CHAIR: ({ presides }) => yes(presides),
  CUT_OFF: ({ sentBack }) => counted(sentBack),
  SCREENING: ({ toScreen }) => counted(toScreen),
  SIGNATURES: ({ unsigned }) => counted(unsigned),
  CIRCULATE_LIST: ({ circulated }) => yes(circulated),
  RESEARCH_CHASE: ({ unanswered, circulated }) => counted(unanswered, circulated),
  FINAL_ORDER: ({ ordered, ticked }) => yes(ordered || ticked.includes('FINAL_ORDER')),
  PAPERS_OUT: ({ undeclared, circulated }) => counted(undeclared, circulated),
  ROLL_CALL: ({ attended }) => yes(attended),
  OUTCOMES: ({ undecided, held, cases }) => counted(undecided, held || cases > 0),
  CLOSE_MEETING: ({ held }) => yes(held),
  // minutes hold the actions, and go out as they are approved; what is written or sent elsewhere is ticked off
  ACTION_LIST_OUT: ({ minutes, ticked }) => yes(minutes === 2 || ticked.includes('ACTION_LIST_OUT')),
  MINUTES_DRAFT: ({ minutes, ticked }) => yes(minutes !== null || ticked.includes('MINUTES_DRAFT')),
  MINUTES_APPROVED: ({ minutes, ticked }) => yes(minutes === 2 || ticked.includes('MINUTES_APPROVED')),
  MINUTES_OUT: ({ minutes, ticked }) => yes(minutes === 2 || ticked.includes('MINUTES_OUT')),
  FLAGS_ACKNOWLEDGED: ({ unacknowledged, held }) => counted(unacknowledged, held),
  ACTIONS_DONE: ({ openActions, held }) => counted(openActions, held),
  RATIFICATION: ({ ratified }) => yes(ratified),
};
type OfMeeting = keyof typeof PROGRESS;
const OF_MEETING = Object.keys(PROGRESS) as OfMeeting[];

/** Of no use once the meeting was held. */
const BEFORE: readonly TaskKind[] = [
  'CHAIR',
  'SIGNATURES',
  'CIRCULATE_LIST',
  'RESEARCH_CHASE',
  'FINAL_ORDER',
  'PAPERS_OUT',
];
const DEADLINE: Partial<Record<TaskKind, DeadlineKind>> = {
  CUT_OFF: 'REFERRAL_CUT_OFF',
  SIGNATURES: 'CASE_LIST_OUT',
  CIRCULATE_LIST: 'CASE_LIST_OUT',
  FINAL_ORDER: 'PAPERS_OUT',
  PAPERS_OUT: 'PAPERS_OUT',
  ACTION_LIST_OUT: 'ACTION_LIST_OUT',
  MINUTES_DRAFT: 'MINUTES_DRAFT',
  MINUTES_APPROVED: 'MINUTES_APPROVED',
  MINUTES_OUT: 'MINUTES_OUT',
};

/** An emergency meeting, called within the hour, has no time for what comes before it; only such a one is ratified. */
function goesWith(kind: TaskKind, meeting: MeetingFacts['kind']): boolean {
  if (kind === 'RATIFICATION') return meeting === 'EMERGENCY';
  return meeting === 'ORDINARY' || !(BEFORE.includes(kind) || kind === 'CUT_OFF' || kind === 'SCREENING');
}

/** The tasks around one meeting, in the order of the cycle. */
export function tasksOf(
  meeting: MeetingFacts,
  deadlines: readonly Deadline[],
  calendar: WorkingCalendar,
  rules: Offsets,
  today: IsoDate,
): Task[] {
  const wanted = OF_MEETING.filter((kind) => rules.kinds.includes(kind) && goesWith(kind, meeting.kind));
  return wanted.map((kind) => {
    const { done, left } = PROGRESS[kind](meeting);
    const dueOn = dueOf(kind, meeting, deadlines, calendar, rules);
    const state = done ? 'DONE' : meeting.held && BEFORE.includes(kind) ? 'MISSED' : 'OPEN';
    const overdue = state === 'OPEN' && dueOn < today;
    const of = { meetingId: meeting.id, meetingOn: meeting.heldOn, cases: meeting.cases };
    return { kind, ...of, dueOn, state, overdue, outstanding: left };
  });
}

/** By the area's rules for tasks; what is neither here nor a deadline is due on the day itself. */
const OFFSET: Partial<Record<TaskKind, (rules: Offsets) => number>> = {
  CHAIR: (rules) => -rules.chairWorkingDaysBefore,
  SCREENING: (rules) => -rules.screeningWorkingDaysBefore,
  RESEARCH_CHASE: (rules) => -rules.researchChaseWorkingDaysBefore,
  FLAGS_ACKNOWLEDGED: (rules) => rules.flagsWorkingDaysAfter,
  ACTIONS_DONE: (rules) => rules.actionsWorkingDaysAfter,
  RATIFICATION: (rules) => rules.actionsWorkingDaysAfter,
};

function dueOf(
  kind: OfMeeting,
  { heldOn, nextOn, screenBy }: MeetingFacts,
  deadlines: readonly Deadline[],
  calendar: WorkingCalendar,
  rules: Offsets,
): IsoDate {
  const deadline = DEADLINE[kind];
  if (deadline) return deadlines.find((one) => one.kind === deadline)?.on ?? heldOn;
  if (kind === 'RATIFICATION' && nextOn !== null) return nextOn;
  const on = workingDaysFrom(heldOn, OFFSET[kind]?.(rules) ?? 0, calendar);
  return kind === 'SCREENING' && screenBy !== null && screenBy < on ? screenBy : on; // a victim waits no longer because the meeting is far off
}
