import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole, YesNo } from '../platform/http/fields.js';

/**
 * What reading an area calls unusual. The defaults are for looking at, not for accusing: a coordinator opens some thirty cases to
 * prepare one meeting, and professionals who answer emergencies work at night, so an area sets its own.
 */
export class WatchRules {
  @YesNo({ about: 'Reading a case in which a party has the surname of the reader' }) sameSurname: boolean;
  @YesNo({ about: 'Reading a case without a grant or standing at that moment' }) noRelation: boolean;
  @Whole({ about: 'First hour of the night, local time', min: 0, max: 23 }) nightFrom: number;
  @Whole({ about: 'First hour that is no longer night; the same as nightFrom: there is no night', min: 0, max: 23 })
  nightUntil: number;
  @Whole({ about: 'Different cases opened by one person within an hour; more are unusual', min: 1, max: 10_000 })
  casesAnHour: number;
  @Whole({
    about: 'Refusals to one person within an hour, hidden cases tried among them; more are unusual',
    min: 1,
    max: 10_000,
  })
  refusalsAnHour: number;
}

export const WATCH = defineRules<WatchRules>({
  name: 'watch',
  shape: WatchRules,
  defaults: { sameSurname: true, noRelation: true, nightFrom: 22, nightUntil: 6, casesAnHour: 60, refusalsAnHour: 15 },
});
