import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole, YesNo } from '../platform/http/fields.js';
import { DEFAULT_REPEAT_RULES, type RepeatRules } from './repeat.rules.js';

/** An area's repeat rule, as configured. */
export class RepeatRulesFields implements RepeatRules {
  @OneOf(['REFERRED', 'ACCEPTED', 'HEARD'], { about: 'What the window is counted from' }) anchor: RepeatRules['anchor'];
  @Whole({ about: 'Length of the window in calendar months', min: 1, max: 120 }) windowMonths: number;
  @YesNo({ about: 'Whether both ends of the window are inside it' }) bothEndsInclusive: boolean;
  @OneOf(['ANY', 'ALL'], { about: 'How many perpetrators must be the same' })
  perpetratorOverlap: RepeatRules['perpetratorOverlap'];
  @YesNo({ about: 'Whether referrals to other MARACs count' }) crossArea: boolean;
  @YesNo({ about: 'Whether declined referrals count' }) countDeclined: boolean;
  @OneOf(['ANY_ABUSE', 'CRIMINAL_ONLY'], { about: 'Which incidents count' })
  incidentKinds: RepeatRules['incidentKinds'];
}

export const REPEAT_RULES = defineRules<RepeatRules>({
  name: 'repeat',
  shape: RepeatRulesFields,
  defaults: DEFAULT_REPEAT_RULES,
});

/** The rule with the version of the area's rules it stands in. */
export type RepeatRulesInForce = RepeatRules & { version: number };
