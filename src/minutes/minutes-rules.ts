import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

/** When minutes are due. Sources of the default: out within three working days in one force area, five to ten elsewhere. */
export class MinutesRules {
  @Whole({ about: 'Working days after the meeting within which the chair approves the minutes', min: 0, max: 60 })
  approveWithinWorkingDays: number;
}

export const MINUTES = defineRules<MinutesRules>({
  name: 'minutes',
  shape: MinutesRules,
  defaults: { approveWithinWorkingDays: 5 },
});
