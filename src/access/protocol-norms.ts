import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

class ProtocolNorms {
  @Whole({
    about: 'Days for which signatures of an earlier version count after a new one comes into force',
    min: 0,
    max: 365,
  })
  graceDays: number;
  @Whole({ about: 'Months after signing within which a signature is due for review at the latest', min: 1, max: 60 })
  longestMonths: number;
  @Whole({ about: 'First warning, days before a signature ends', min: 1, max: 365 }) firstWarningDays: number;
  @Whole({ about: 'Second warning, days before', min: 1, max: 365 }) secondWarningDays: number;
  @Whole({ about: 'Last warning, days before', min: 1, max: 365 }) lastWarningDays: number;
}

/**
 * How long signatures of the protocol last and who is warned when. Reviews come yearly and at the latest every two years (domain:
 * the coordinator's year); how long before each warning is a choice of ours.
 */
export const PROTOCOL_NORMS = defineRules({
  name: 'protocol',
  shape: ProtocolNorms,
  defaults: { graceDays: 90, longestMonths: 24, firstWarningDays: 60, secondWarningDays: 30, lastWarningDays: 7 },
});
