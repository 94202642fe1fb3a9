import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole } from '../platform/http/fields.js';

/** What becomes of a meeting that somebody plans on a bank holiday, or on another day on which the area is closed. */
export const CLOSED_DAY_RULES = ['NEVER', 'WHEN_CONFIRMED'] as const;
export type ClosedDayRule = (typeof CLOSED_DAY_RULES)[number];

/**
 * The steps around a meeting, in working days before or after it. Sources of the defaults: case list 8 working days before,
 * SafeLives guidance for coordinators; papers the day before; actions the next working day; minutes within 3 working days in
 * Derbyshire, which are then for the chair to approve, and out after 5 to 10 elsewhere.
 */
export class CycleRules {
  @Whole({ about: 'Working days before the meeting by which its case list goes out', min: 0, max: 30 })
  caseListWorkingDaysBefore: number;
  @Whole({ about: 'Working days before the meeting by which its papers are ready to be read', min: 0, max: 30 })
  papersWorkingDaysBefore: number;
  @Whole({ about: 'Working days after the meeting by which the list of actions goes out', min: 0, max: 30 })
  actionListWorkingDaysAfter: number;
  @Whole({ about: 'Working days after the meeting by which the chair has draft minutes', min: 0, max: 60 })
  minutesDraftWorkingDaysAfter: number;
  @Whole({ about: 'Working days after the meeting by which the chair has approved them', min: 0, max: 60 })
  minutesApprovedWorkingDaysAfter: number;
  @Whole({ about: 'Working days after the meeting by which minutes go out', min: 0, max: 60 })
  minutesOutWorkingDaysAfter: number;
  @OneOf(CLOSED_DAY_RULES, {
    about:
      'Whether a meeting may be planned on a bank holiday: never, or when whoever plans it confirms that it is meant',
  })
  closedDays: ClosedDayRule;
}

export const CYCLE = defineRules<CycleRules>({
  name: 'meeting-cycle',
  shape: CycleRules,
  defaults: {
    caseListWorkingDaysBefore: 8,
    papersWorkingDaysBefore: 1,
    actionListWorkingDaysAfter: 1,
    minutesDraftWorkingDaysAfter: 3,
    minutesApprovedWorkingDaysAfter: 4,
    minutesOutWorkingDaysAfter: 5,
    closedDays: 'WHEN_CONFIRMED',
  },
});
