import { defineRules } from '../maracs/rule-section.rules.js';
import { OneOf, Whole, YesNo } from '../platform/http/fields.js';
import { RESTRICTED_PLACES, type RestrictedPlace } from './proposed-order.rules.js';

/**
 * How an area orders its list, and when a case that is not heard goes to the chair. Sources: restricted cases first or last, and one
 * children's team after the other, local practice; a case that is not heard once is escalated (domain: not heard).
 */
export class ListRules {
  @OneOf(RESTRICTED_PLACES, { about: 'Where cases stand from which somebody of a partner agency is kept out' })
  restricted: RestrictedPlace;
  @YesNo({ about: 'Whether cases of one children’s team are heard one after the other' }) byChildrenTeam: boolean;
  @Whole({ about: 'Meetings running at which a case was not heard, from which the chair is told', min: 1, max: 10 })
  escalateNotHeardAt: number;
}

export const LISTS = defineRules<ListRules>({
  name: 'lists',
  shape: ListRules,
  defaults: { restricted: 'LAST', byChildrenTeam: true, escalateNotHeardAt: 1 },
});
