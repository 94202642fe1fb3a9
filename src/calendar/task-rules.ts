import { defineRules } from '../maracs/rule-section.rules.js';
import { ListOf, Whole } from '../platform/http/fields.js';
import { TASKS, type TaskKind } from './tasks.rules.js';

/**
 * What a coordinator is reminded of around each meeting. Steps that are deadlines of the meeting are due by its rules; the others by
 * these. Sources of the defaults: a coordinator's fortnight as local practice has it (screening done 9 working days before,
 * non-returns chased 4 before, acknowledgements of flags after 5, actions reviewed after 10).
 */
export class TaskRules {
  @ListOf(TASKS, { about: 'Tasks that the list has here', max: 60 }) kinds: TaskKind[];
  @ListOf(TASKS, { about: 'Of these, coordinators and chairs are told when they are overdue', max: 60 })
  told: TaskKind[];
  @Whole({ about: 'Working days before the meeting by which somebody presides', min: 0, max: 60 })
  chairWorkingDaysBefore: number;
  @Whole({ about: 'Working days before the meeting by which referrals for it are screened', min: 0, max: 60 })
  screeningWorkingDaysBefore: number;
  @Whole({
    about: 'Working days after a referral by which it is screened, however far off the meeting',
    min: 0,
    max: 30,
  })
  screeningWorkingDays: number;
  @Whole({ about: 'Working days before the meeting from which agencies that sent nothing are chased', min: 0, max: 60 })
  researchChaseWorkingDaysBefore: number;
  @Whole({ about: 'Working days after the meeting by which agencies acknowledged the flags it set', min: 0, max: 60 })
  flagsWorkingDaysAfter: number;
  @Whole({
    about: 'Working days after the meeting by which its actions are done, or looked at again',
    min: 0,
    max: 120,
  })
  actionsWorkingDaysAfter: number;
  @Whole({ about: 'Working days by which another area has its answer about a case it offered', min: 0, max: 30 })
  transferAnswerWorkingDays: number;
  @Whole({ about: 'Working days by which an accepted referral is on a list', min: 0, max: 30 })
  listingWorkingDays: number;
  @Whole({
    about: 'Working days after a meeting was cancelled by which somebody checks on each victim of its cases',
    min: 0,
    max: 30,
  })
  interimCheckWorkingDays: number;
  @Whole({ about: 'Days ahead of a meeting from which its tasks are shown', min: 1, max: 120 }) daysAhead: number;
}

export const TASK_RULES = defineRules<TaskRules>({
  name: 'tasks',
  shape: TaskRules,
  defaults: {
    kinds: [...TASKS],
    // research, screening, minutes, flags, actions and transfers have reminders of their own
    told: ['CHAIR', 'CUT_OFF', 'CIRCULATE_LIST', 'CLOSE_MEETING', 'RATIFICATION', 'INTERIM_CHECKS', 'UNLISTED'],
    chairWorkingDaysBefore: 10,
    screeningWorkingDaysBefore: 9,
    screeningWorkingDays: 2,
    researchChaseWorkingDaysBefore: 4,
    flagsWorkingDaysAfter: 5,
    actionsWorkingDaysAfter: 10,
    transferAnswerWorkingDays: 2,
    listingWorkingDays: 2,
    interimCheckWorkingDays: 1,
    daysAhead: 28,
  },
});
