import { defineRules } from '../maracs/rule-section.rules.js';
import { ListOf, Whole, YesNo } from '../platform/http/fields.js';
import { DEMANDABLE, type Demandable } from './answers.rules.js';

/** How an area screens what is referred to it. */
export interface ScreeningRules {
  limitWorkingDays: number;
  appealWorkingDays: number;
  emergencyHours: number;
  managerSignOff: boolean;
  mandatory: Demandable[];
}

class ScreeningRulesFields implements ScreeningRules {
  @Whole({ about: 'Working days in which a referral is screened; then its ladder begins', min: 1, max: 20 })
  limitWorkingDays: number;
  @Whole({ about: 'Working days in which the chair decides on an appeal', min: 1, max: 20 }) appealWorkingDays: number;
  @Whole({ about: 'Hours in which a case accepted as an emergency is heard; then chairs are told', min: 1, max: 168 })
  emergencyHours: number;
  @YesNo({ about: 'Whether a second person of the referring agency signs a referral off before it is accepted' })
  managerSignOff: boolean;
  @ListOf(DEMANDABLE, { about: 'Questions of the form that must be answered before it is submitted', max: 40 })
  mandatory: Demandable[];
}

/**
 * Sources of the defaults: screening within one to two working days, local practice; an emergency is heard within 24 to 72 hours, local
 * practice. Sign-off and mandatory questions are off: a referral that somebody cannot complete must still be able to come in.
 */
export const SCREENING = defineRules<ScreeningRules>({
  name: 'screening',
  shape: ScreeningRulesFields,
  defaults: {
    limitWorkingDays: 2,
    appealWorkingDays: 2,
    emergencyHours: 72,
    managerSignOff: false,
    mandatory: [],
  },
});
