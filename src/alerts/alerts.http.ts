import { Instant, ListOf, Text, YesNo } from '../platform/http/fields.js';
import { TELLS, type Tells } from './ladder.rules.js';

/** Who is told next of something that is owed, while nobody does it. Rooms show it on their own things. */
export class NextRungView {
  @Text({ about: 'Which rung, in words', max: 60, example: '3 working days after' }) rung: string;
  @Instant({ about: 'When it comes; when it has passed, it is being told now' }) at: string;
  @ListOf(TELLS, { about: 'Who is told, by their part' }) tells: Tells[];
  @YesNo({ about: 'Must it be looked at today?' }) urgent: boolean;
  @Text({ about: 'The same in a sentence', max: 300, example: 'Fri 10 Apr 2026, 09:00: representative told' })
  says: string;
}
