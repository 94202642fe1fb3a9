import { defineRules } from '../maracs/rule-section.rules.js';
import { Text, Whole } from '../platform/http/fields.js';

/** A time on the clock on the wall. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

class DeliveryRulesShape {
  @Text({ about: 'When the digest of a working day goes out, HH:MM', max: 5, pattern: TIME_OF_DAY }) digestAt: string;
  @Text({ about: 'When what can wait begins to wait, HH:MM', max: 5, pattern: TIME_OF_DAY }) quietFrom: string;
  @Text({
    about: 'Until when it waits, HH:MM; the same as its beginning for no quiet hours',
    max: 5,
    pattern: TIME_OF_DAY,
  })
  quietUntil: string;
  @Whole({
    about:
      'Working days before a meeting from which on it cannot wait that it moves, is called off or has another chair',
    min: 0,
    max: 20,
  })
  urgentMeetingWorkingDays: number;
}

/**
 * When people of an area are written to, unless they chose otherwise: in the morning of a working day, never at night. Two working days
 * before a meeting are a choice of ours: with one, who reads the digest of the last morning may be on the way.
 */
export const DELIVERY = defineRules({
  name: 'delivery',
  shape: DeliveryRulesShape,
  defaults: { digestAt: '08:30', quietFrom: '19:00', quietUntil: '07:30', urgentMeetingWorkingDays: 2 },
});
