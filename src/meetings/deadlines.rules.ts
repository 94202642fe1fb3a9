import type { RuleBook } from '../maracs/rule-book.rules.js';
import type { RuleSection } from '../maracs/rule-section.rules.js';
import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import { CYCLE } from './cycle-rules.js';
import { MEETINGS } from './meeting-rules.js';

/** The steps around a meeting, in the order in which they come. */
export const DEADLINES = [
  'REFERRAL_CUT_OFF',
  'CASE_LIST_OUT',
  'RESEARCH_BACK',
  'PAPERS_OUT',
  'ACTION_LIST_OUT',
  'MINUTES_DRAFT',
  'MINUTES_APPROVED',
  'MINUTES_OUT',
] as const;
export type DeadlineKind = (typeof DEADLINES)[number];

export interface Deadline {
  kind: DeadlineKind;
  on: IsoDate;
  /** the day is over */
  passed: boolean;
}

/** How many working days from the meeting a step is due by a section of rules: before it when negative. */
type Offset = (book: RuleBook, day: IsoDate) => number;
const offsets = new Map<DeadlineKind, Offset>();

/** Says by which rule a step is due. A room above whose rule it is says so in its rules file; this room's own follow below. */
export function defineDeadline<Rules extends object>(
  kind: DeadlineKind,
  section: RuleSection<Rules>,
  workingDays: (rules: Rules) => number,
): void {
  offsets.set(kind, (book, day) => workingDays(book.in(section, day).rules));
}

defineDeadline('REFERRAL_CUT_OFF', MEETINGS, (rules) => -rules.referralCutOffWorkingDays);
defineDeadline('CASE_LIST_OUT', CYCLE, (rules) => -rules.caseListWorkingDaysBefore);
defineDeadline('PAPERS_OUT', CYCLE, (rules) => -rules.papersWorkingDaysBefore);
defineDeadline('ACTION_LIST_OUT', CYCLE, (rules) => rules.actionListWorkingDaysAfter);
defineDeadline('MINUTES_DRAFT', CYCLE, (rules) => rules.minutesDraftWorkingDaysAfter);
defineDeadline('MINUTES_APPROVED', CYCLE, (rules) => rules.minutesApprovedWorkingDaysAfter);
defineDeadline('MINUTES_OUT', CYCLE, (rules) => rules.minutesOutWorkingDaysAfter);

/** Whose rules decide about a meeting: today's for one to come, those of its own day for one that was held. */
export const ruleDay = (heldOn: IsoDate, today: IsoDate): IsoDate => (heldOn < today ? heldOn : today);

/** When each step around a meeting is due. Nothing of it is kept: a meeting that moves, and a rule that changes, move them all. */
export function deadlinesOf(heldOn: IsoDate, today: IsoDate, calendar: WorkingCalendar, book: RuleBook): Deadline[] {
  return DEADLINES.flatMap((kind) => {
    const offset = offsets.get(kind);
    if (!offset) return [];
    const on = workingDaysFrom(heldOn, offset(book, ruleDay(heldOn, today)), calendar);
    return [{ kind, on, passed: on < today }];
  });
}

/** Steps of which the day has passed although it was still to come on the day that the meeting was to be held before. */
export function passedByMoving(before: readonly Deadline[], after: readonly Deadline[]): DeadlineKind[] {
  const ahead = new Set(before.filter(({ passed }) => !passed).map(({ kind }) => kind));
  return after.filter(({ kind, passed }) => passed && ahead.has(kind)).map(({ kind }) => kind);
}
