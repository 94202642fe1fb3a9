import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole } from '../platform/http/fields.js';
import { type ClockRules, STOPPERS, type Stopper } from './contact-clock.rules.js';
import type { Quotas } from './caseload.rules.js';

class SupportRulesFields implements ClockRules, Quotas {
  @Whole({ about: 'Working days from receipt of a referral in which the victim is first contacted', min: 1, max: 20 })
  contactWorkingDays: number;
  @Whole({ about: 'Hours, working or not, of a case of high priority', min: 1, max: 168 }) highPriorityHours: number;
  @Whole({ about: 'A score from which a case is of high priority; 0: emergencies alone are', min: 0, max: 100 })
  highPriorityScore: number;
  @Whole({ about: 'Hours after which the clock warns, working or not', min: 1, max: 168 }) firstWarningHours: number;
  @Whole({ about: 'Hours after which it warns again', min: 1, max: 336 }) secondWarningHours: number;
  @OneOf(STOPPERS, { about: 'What stops the clock: an attempt, or that the victim was reached' }) stoppedBy: Stopper;
  @Whole({
    about: 'Attempts in the first week of a case of high priority whose victim is not reached',
    min: 0,
    max: 20,
  })
  highPriorityAttempts: number;
  @Whole({ about: 'The same of other cases; 0: no number is asked for', min: 0, max: 20 }) otherAttempts: number;
  @Whole({ about: 'Open cases an IDVA has at most', min: 1, max: 500 }) openCases: number;
  @Whole({ about: 'Cases an IDVA takes on in a year at most', min: 1, max: 2000 }) casesAYear: number;
}

/**
 * Sources of the defaults: contact within two working days, one area's operating protocol, and 24 to 48 hours where people speak of hours;
 * three attempts in a week for the highest priority, another area's; 25 to 30 open cases, local practice, and 60 to 80 cases a year for a
 * full-time IDVA, SafeLives' planning figure. An attempt stops the clock: whether she answers is not the IDVA's to decide.
 */
export const SUPPORT = defineRules<ClockRules & Quotas>({
  name: 'support',
  shape: SupportRulesFields,
  defaults: {
    contactWorkingDays: 2,
    highPriorityHours: 24,
    highPriorityScore: 0,
    firstWarningHours: 24,
    secondWarningHours: 48,
    stoppedBy: 'ATTEMPT',
    highPriorityAttempts: 3,
    otherAttempts: 0,
    openCases: 30,
    casesAYear: 80,
  },
});
