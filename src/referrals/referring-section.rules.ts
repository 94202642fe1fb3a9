import { defineRules } from '../maracs/rule-section.rules.js';
import { YesNo } from '../platform/http/fields.js';

/** What an area asks of whoever types a referral. */
export interface ReferringRules {
  repeatCheckFirst: boolean;
}

class ReferringRulesFields implements ReferringRules {
  @YesNo({ about: 'Whether who may ask a repeat check has to have asked one for these people before referring them' })
  repeatCheckFirst: boolean;
}

/**
 * Search before create (SafeLives: a repeat goes back to MARAC whatever the score, so whoever refers has to know whether it is
 * one). An area whose referrers check in another system may leave it out: the system's own check runs either way.
 */
export const REFERRING = defineRules<ReferringRules>({
  name: 'referring',
  shape: ReferringRulesFields,
  defaults: { repeatCheckFirst: true },
});
