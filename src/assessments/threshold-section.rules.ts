import { Whole } from '../platform/http/fields.js';
import { defineRules } from '../maracs/rule-section.rules.js';
import { DEFAULT_THRESHOLDS } from './criteria.rules.js';

/** An area's thresholds for the referral criteria. */
export class ThresholdRules {
  @Whole({ about: 'Yes answers that make a risk visibly high', min: 1, max: 60 }) visibleHighRiskScore: number;
  @Whole({ about: 'Events in twelve months that make an escalation', min: 1, max: 50 }) escalationEvents: number;
}

const { visibleHighRiskScore, escalationEvents } = DEFAULT_THRESHOLDS;

export const THRESHOLDS = defineRules({
  name: 'thresholds',
  shape: ThresholdRules,
  defaults: { visibleHighRiskScore, escalationEvents },
});
