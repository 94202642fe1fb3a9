import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole } from '../platform/http/fields.js';
import { BANK_HOLIDAY_RULES, type BankHolidayRule } from './series-dates.rules.js';

/**
 * How an area meets. Sources of the defaults: 12 to 15 minutes a case, SafeLives Scotland toolkit; a cap of 15 to 20, local
 * practice; cut-off 8 to 10 working days before, coordinators' guidance.
 */
export class MeetingRules {
  @Whole({ about: 'Minutes for one case', min: 1, max: 240 }) minutesPerCase: number;
  @Whole({ about: 'Cases a meeting can hear; more are listed by hand only, with a warning', min: 1, max: 100 })
  cap: number;
  @Whole({ about: 'Working days before the meeting until which accepted referrals go on its list', min: 0, max: 30 })
  referralCutOffWorkingDays: number;
  @Whole({ about: 'Weeks ahead for which the meetings of a series are planned', min: 1, max: 104 })
  horizonWeeks: number;
  @OneOf(BANK_HOLIDAY_RULES, { about: 'What becomes of a meeting of a series that falls on a bank holiday' })
  onBankHoliday: BankHolidayRule;
}

export const MEETINGS = defineRules<MeetingRules>({
  name: 'meetings',
  shape: MeetingRules,
  defaults: {
    minutesPerCase: 12,
    cap: 20,
    referralCutOffWorkingDays: 8,
    horizonWeeks: 26,
    onBankHoliday: 'NEXT_WORKING_DAY',
  },
});
