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
}

/**
 * How long signatures of the protocol last. Reviews come yearly and at the latest every two years (domain: the coordinator's year). Who is
 * warned, and when, is the ladder of signatures.
 */
export const PROTOCOL_NORMS = defineRules({
  name: 'protocol',
  shape: ProtocolNorms,
  defaults: { graceDays: 90, longestMonths: 24 },
});
