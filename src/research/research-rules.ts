import { defineRules } from '../maracs/rule-section.rules.js';
import { Text, Whole } from '../platform/http/fields.js';

/**
 * How an area has research asked for; who is reminded of it, and when, is the ladder of research. Sources of the defaults: nobody contacts
 * the victim for research, whose view comes through the IDVA or the referrer (SafeLives research form); twelve meetings are about half a year of a fortnightly one: long enough to count, and the people are still the same.
 */
export class ResearchRules {
  @Text({ about: 'The standing warning that goes with every request for research', max: 500, multiline: true })
  warning: string;
  @Whole({ about: 'Past meetings from which an agency’s own record is counted', min: 1, max: 100 })
  forecastMeetings: number;
}

export const RESEARCH = defineRules<ResearchRules>({
  name: 'research',
  shape: ResearchRules,
  defaults: {
    warning:
      'Do not contact the victim for this search, nor anybody around her or him. Ask the IDVA service, or the agency that referred.',
    forecastMeetings: 12,
  },
});
