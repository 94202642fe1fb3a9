import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';
import type { DueNorms } from './due.rules.js';

class DueNormsShape implements DueNorms {
  @Whole({ about: 'Hours within which an urgent action is due', min: 1, max: 72 }) urgentHours: number;
  @Whole({ about: 'Working days of a short action', min: 1, max: 10 }) shortDays: number;
  @Whole({ about: 'Working days of a standard action', min: 1, max: 20 }) standardDays: number;
  @Whole({ about: 'Working days of a complex action', min: 1, max: 60 }) complexDays: number;
  @Whole({ about: 'Months ahead at most', min: 1, max: 24 }) furthestMonths: number;
  @Whole({ about: 'Working days within which an agency that was asked answers', min: 1, max: 20 })
  answerDays: number;
}

/** How soon actions are due when nobody says, by area; an agency that was absent answers within a week. */
export const DUE_NORMS = defineRules({
  name: 'actions',
  shape: DueNormsShape,
  defaults: { urgentHours: 24, shortDays: 2, standardDays: 5, complexDays: 10, furthestMonths: 12, answerDays: 5 },
});
