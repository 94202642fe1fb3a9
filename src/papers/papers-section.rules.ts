import { defineRules } from '../maracs/rule-section.rules.js';
import { Text } from '../platform/http/fields.js';

/**
 * What stands on every page of a meeting's papers. Sources: OFFICIAL-SENSITIVE, Government Security Classifications; that papers are
 * not copied or passed on without the agreement of the agencies they come from, SafeLives minutes template.
 */
export class PaperRules {
  @Text({ about: 'Protective marking, at the head and the foot of every page', max: 60 }) marking: string;
  @Text({ about: 'How papers are to be handled; on the first page', max: 2000, multiline: true }) handling: string;
}

export const PAPER_RULES = defineRules<PaperRules>({
  name: 'paperCopies',
  shape: PaperRules,
  defaults: {
    marking: 'OFFICIAL-SENSITIVE',
    handling:
      'For the person named on every page alone. Do not copy it, forward it or leave it where others can read it. Nothing in it may ' +
      'reach the perpetrator or anybody near them, not even that the case is discussed. Destroy it once the meeting is over, and at ' +
      'once when it is recalled.',
  },
});
