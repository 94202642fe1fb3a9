import { defineRules } from '../maracs/rule-section.rules.js';
import { Text, Whole } from '../platform/http/fields.js';

/**
 * How an area has research asked for and chased. Sources of the defaults: nobody contacts the victim for research, whose view comes
 * through the IDVA or the referrer (SafeLives research form); reminders on the eve, on the day and after it, coordinators' practice;
 * twelve meetings are about half a year of a fortnightly one: long enough to count, and the people are still the same.
 */
export class ResearchRules {
  @Text({ about: 'The standing warning that goes with every request for research', max: 500, multiline: true })
  warning: string;
  @Whole({ about: 'Working days before the day it is due on which an agency is reminded', min: 1, max: 10 })
  remindWorkingDaysBefore: number;
  @Whole({ about: 'Working days after it on which it is reminded again, and who answers for it told', min: 1, max: 10 })
  remindWorkingDaysAfter: number;
  @Text({ about: 'Time of day of reminders', max: 5, pattern: /^([01]\d|2[0-3]):[0-5]\d$/ }) remindAt: string;
  @Whole({ about: 'Past meetings from which an agency’s own record is counted', min: 1, max: 100 })
  forecastMeetings: number;
}

export const RESEARCH = defineRules<ResearchRules>({
  name: 'research',
  shape: ResearchRules,
  defaults: {
    warning:
      'Do not contact the victim for this search, nor anybody around her or him. Ask the IDVA service, or the agency that referred.',
    remindWorkingDaysBefore: 1,
    remindWorkingDaysAfter: 1,
    remindAt: '09:00',
    forecastMeetings: 12,
  },
});
