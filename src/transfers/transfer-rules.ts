import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole } from '../platform/http/fields.js';
import { COUNT_RULES, type CountRule } from './count.rules.js';

/**
 * How an area takes over cases of others. No source gives a number: a package is read until the area has a record of its own; an
 * offer is answered within the two working days of an IDVA's first contact. A move is no further incident, so a case that moved counts
 * as new unless an area decides otherwise.
 */
export class TransferRules {
  @Whole({ about: 'Days for which the new area may read the package, from acceptance', min: 1, max: 365 })
  packageDays: number;
  @Whole({
    about: 'Working days within which an offer is answered',
    min: 1,
    max: 20,
  })
  answerWorkingDays: number;
  @Whole({ about: 'Working days after acceptance within which there is a record here and the handover is confirmed', min: 1, max: 40 }) // prettier-ignore
  takeUpWorkingDays: number;
  @OneOf(COUNT_RULES, { about: 'How a case from another area counts here' }) countAs: CountRule;
  @Whole({ about: 'REPEAT_WHEN_HEARD: months after it was heard there for which it counts as a repeat', min: 1, max: 60 }) // prettier-ignore
  heardWithinMonths: number;
}

export const TRANSFERS = defineRules<TransferRules>({
  name: 'transfers',
  shape: TransferRules,
  defaults: { packageDays: 90, answerWorkingDays: 2, takeUpWorkingDays: 5, countAs: 'NEW', heardWithinMonths: 12 },
});
