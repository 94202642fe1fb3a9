import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole, YesNo } from '../platform/http/fields.js';
import type { DateRules } from './order-dates.rules.js';

class DateRulesFields implements DateRules {
  @Whole({ about: 'Working days before a release at which the risk is reviewed; 0: not then', min: 0, max: 60 })
  releaseFirstDays: number;
  @Whole({ about: 'And again', min: 0, max: 60 }) releaseSecondDays: number;
  @YesNo({ about: 'Whether people are told on the day of a release too' }) releaseOnTheDay: boolean;
  @Whole({ about: 'Working days before an order expires', min: 0, max: 60 }) expiryFirstDays: number;
  @Whole({ about: 'And again', min: 0, max: 60 }) expirySecondDays: number;
  @Whole({ about: 'Working days before bail ends', min: 0, max: 60 }) bailFirstDays: number;
  @Whole({ about: 'And again', min: 0, max: 60 }) bailSecondDays: number;
  @Whole({ about: 'Working days before a licence or a community order ends', min: 0, max: 60 })
  licenceFirstDays: number;
  @Whole({ about: 'And again', min: 0, max: 60 }) licenceSecondDays: number;
  @Whole({ about: 'Days after which a date that is recorded late raises nothing', min: 0, max: 366 }) lateDays: number;
  @Whole({ about: 'Working days in which a risk review is completed', min: 1, max: 20 }) reviewWorkingDays: number;
}

/**
 * Custody and release dates drive a review of the risk (domain); no guidance was found that says how long before. Ten working days are what a
 * renewal of an order or a move takes, two are what is left to warn the victim; bail is short and often extended on its last day.
 */
export const ORDER_DATES = defineRules<DateRules>({
  name: 'orderDates',
  shape: DateRulesFields,
  defaults: {
    releaseFirstDays: 10,
    releaseSecondDays: 2,
    releaseOnTheDay: true,
    expiryFirstDays: 10,
    expirySecondDays: 2,
    bailFirstDays: 5,
    bailSecondDays: 1,
    licenceFirstDays: 10,
    licenceSecondDays: 2,
    lateDays: 28,
    reviewWorkingDays: 2,
  },
});
