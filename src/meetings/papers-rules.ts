import { defineRules } from '../maracs/rule-section.rules.js';
import { Text, Whole } from '../platform/http/fields.js';

/**
 * What those who attend declare, and when guests are let in. Sources: the chair reads a statement and each attendee signs per
 * meeting (SafeLives minutes template); guests in timed slots, so that they attend their own case alone, local practice.
 */
export class PapersRules {
  @Whole({ about: 'Version of the statement; who declares names it', min: 1, max: 1_000_000 }) statementVersion: number;
  @Text({ about: 'What is declared', max: 4000, multiline: true }) statement: string;
  @Whole({ about: 'Minutes before the slot from which a guest may open the case', min: 0, max: 1440 })
  guestMinutesBefore: number;
}

export const PAPERS = defineRules<PapersRules>({
  name: 'papers',
  shape: PapersRules,
  defaults: {
    statementVersion: 1,
    statement:
      'What is shared at this meeting is shared to keep people safe and stays the property of the agency that gives it. I will use it ' +
      'for that alone, keep it secure, copy or pass on nothing without the agreement of the agency it came from, and tell nobody who ' +
      'could tell the perpetrator. I have declared every conflict of interest that I know of.',
    guestMinutesBefore: 30,
  },
});
