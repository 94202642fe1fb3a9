import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

/** What somebody may ask: whether a case is a repeat, or who is known. */
export type AskKind = 'REPEAT_CHECK' | 'SEARCH';

/**
 * How often one person may ask. Nobody refers more than a handful of victims in an hour, so the defaults leave room for a day's
 * work at a busy desk and none for going through a list of names.
 */
export class SearchQuota {
  @Whole({ about: 'Repeat checks a person may ask in an hour', min: 1, max: 100_000 }) repeatChecksAnHour: number;
  @Whole({ about: 'Repeat checks a person may ask in a day', min: 1, max: 100_000 }) repeatChecksADay: number;
  @Whole({ about: 'Searches for people a person may ask in an hour', min: 1, max: 100_000 }) searchesAnHour: number;
  @Whole({ about: 'Searches for people a person may ask in a day', min: 1, max: 100_000 }) searchesADay: number;
}

export const SEARCHING = defineRules<SearchQuota>({
  name: 'searching',
  shape: SearchQuota,
  defaults: { repeatChecksAnHour: 30, repeatChecksADay: 100, searchesAnHour: 30, searchesADay: 100 },
});

/** The quota for one kind of asking. */
export function quotaFor(kind: AskKind, rules: SearchQuota): { hour: number; day: number } {
  return kind === 'SEARCH'
    ? { hour: rules.searchesAnHour, day: rules.searchesADay }
    : { hour: rules.repeatChecksAnHour, day: rules.repeatChecksADay };
}
