import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

/**
 * Meetings that cannot wait for the next one. Sources of the defaults: local practice, in which a small group (police, IDVA, the
 * referrer, children's services or housing) meets within 24 to 72 hours by telephone, and the next full meeting hears of it.
 */
export class EmergencyRules {
  @Whole({ about: 'Cases an emergency meeting can hear', min: 1, max: 20 }) cap: number;
  @Whole({ about: 'Minutes for one case at an emergency meeting', min: 1, max: 240 }) minutesPerCase: number;
  @Whole({
    about: 'Minutes that one may have begun before it is put down here: the telephone comes first',
    min: 0,
    max: 1440,
  })
  begunMinutesAgo: number;
}

export const EMERGENCY = defineRules<EmergencyRules>({
  name: 'emergency-meetings',
  shape: EmergencyRules,
  defaults: { cap: 3, minutesPerCase: 30, begunMinutesAgo: 240 },
});
